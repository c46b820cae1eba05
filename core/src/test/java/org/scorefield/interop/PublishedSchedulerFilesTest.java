package org.scorefield.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.scorefield.interop.ImportedRuns.config;
import static org.scorefield.interop.ImportedRuns.scaled;
import static org.scorefield.interop.ImportedRuns.scaledFrom;
import static org.scorefield.interop.ImportedRuns.scaledFromAsleep;
import static org.scorefield.interop.ImportedRuns.vp;

import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.scorefield.array.Batch;
import org.scorefield.sampling.DummyProblem;

/// Golden: the constants that diffusers tests its schedulers with, met through their files: each
/// row is the text of a `scheduler_config.json`, read, run on the {@link DummyProblem} called as
/// the file says, and summed. Sums were recomputed by running diffusers (58eb52c) in float32.
class PublishedSchedulerFilesTest {
  /// Relative; what float32 leaves.
  private static final double TOLERANCE = 2e-5;

  private static final String K =
      "\"num_train_timesteps\": 1100, \"beta_start\": 0.0001, \"beta_end\": 0.02, \"beta_schedule\": \"linear\"";
  private static final String D =
      "\"num_train_timesteps\": 1000, \"beta_start\": 0.0001, \"beta_end\": 0.02, \"beta_schedule\": \"linear\"";
  private static final String D01 =
      "\"num_train_timesteps\": 1000, \"beta_start\": 0.01, \"beta_end\": 0.02, \"beta_schedule\": \"linear\"";
  private static final String V = ", \"prediction_type\": \"v_prediction\"";
  private static final String KARRAS = ", \"use_karras_sigmas\": true";

  /// diffusers tests its DPM-Solvers so.
  private static final String DPM =
      D + ", \"lower_order_final\": false, \"final_sigmas_type\": \"sigma_min\"";

  private static final String UNIPC = D + ", \"final_sigmas_type\": \"sigma_min\"";

  /// A file, how it is run, and the sum of magnitudes of the result.
  record Row(String type, String options, double sum, Function<SchedulerConfig, Batch> run) {
    @Override
    public String toString() {
      return type + " {" + options + "}";
    }
  }

  private static Row vpRow(String type, String options, double sum) {
    return new Row(type, options, sum, config -> vp(config, 10));
  }

  private static Row vpFrom(int from, String type, String options, double sum) {
    return new Row(type, options, sum, config -> vp(config, 10, from));
  }

  private static Row scaledRow(String type, String options, double sum) {
    return new Row(type, options, sum, config -> scaled(config, 10));
  }

  @ParameterizedTest
  @MethodSource({"eulerFamily", "ddimAndPndm", "dpmSolver", "singlestep", "uniPc", "deis"})
  void theSumThroughTheFileIsThePublishedOne(Row row) {
    Batch end = row.run().apply(config(row.type(), row.options()));
    assertThat(DummyProblem.sumOfMagnitudes(end))
        .isCloseTo(row.sum(), within(TOLERANCE * row.sum()));
  }

  static Stream<Row> eulerFamily() {
    return Stream.of(
        scaledRow("EulerDiscreteScheduler", K, 10.08068085),
        scaledRow("EulerDiscreteScheduler", K + V, 2.418149847e-10),
        scaledRow("EulerDiscreteScheduler", K + KARRAS, 124.5225983),
        new Row("EulerDiscreteScheduler", K, 57062.92969, c -> scaledFrom(c, 10, 8)),
        scaledRow("HeunDiscreteScheduler", K, 0.1233307421),
        scaledRow("HeunDiscreteScheduler", K + V, 4.923867e-07),
        scaledRow("HeunDiscreteScheduler", K + KARRAS, 1.52598e-4),
        new Row("HeunDiscreteScheduler", K, 75074.89062, c -> scaledFrom(c, 10, 8)),
        scaledRow("LMSDiscreteScheduler", K, 1006.388184),
        scaledRow("LMSDiscreteScheduler", K + V, 0.001741533866),
        scaledRow("LMSDiscreteScheduler", K + KARRAS, 3812.99292),
        new Row("LMSDiscreteScheduler", K, 27663.68945, c -> scaledFromAsleep(c, 10, 8)),
        scaledRow("KDPM2DiscreteScheduler", K, 20.41248894),
        scaledRow("KDPM2DiscreteScheduler", K + V, 6.102557e-05),
        new Row("KDPM2DiscreteScheduler", K, 70408.4062, c -> scaledFrom(c, 10, 8)));
  }

  static Stream<Row> ddimAndPndm() {
    return Stream.of(
        vpRow("DDIMScheduler", D, 172.0067139),
        vpRow("DDIMScheduler", D + V, 52.53020477),
        vpRow("DDIMScheduler", D01, 149.8294525),
        vpRow("DDIMScheduler", D01 + ", \"set_alpha_to_one\": false", 149.0784149),
        vpFrom(8, "DDIMScheduler", D, 354.5418),
        vpRow("DDIMParallelScheduler", D, 172.0067139),
        vpRow("PNDMScheduler", D, 198.1318359),
        vpRow("PNDMScheduler", D01 + ", \"set_alpha_to_one\": true", 230.0336456),
        vpRow("PNDMScheduler", D01, 186.9412384));
  }

  static Stream<Row> dpmSolver() {
    String type = "DPMSolverMultistepScheduler";
    return Stream.of(
        vpRow(type, DPM, 253.5514221),
        vpRow(type, DPM + V, 172.8739777),
        vpRow(type, DPM + KARRAS, 226.17453),
        vpRow(type, DPM + KARRAS + V, 160.6641998),
        vpRow(type, DPM + V + ", \"use_lu_lambdas\": true", 119.3648224),
        vpFrom(5, type, DPM, 318.4111023),
        vpRow(type, D + ", \"final_sigmas_type\": \"sigma_min\"", 187.553299),
        vpRow(type, D, 185.0113525),
        vpRow(type, DPM + ", \"solver_type\": \"heun\"", 292.1282654),
        vpRow(type, DPM + ", \"solver_order\": 1", 172.2641754),
        vpRow(type, DPM + ", \"solver_order\": 3", 176.9650574),
        vpRow(type, DPM + ", \"algorithm_type\": \"dpmsolver\"", 223.5860443),
        vpRow(
            type,
            DPM
                + ", \"thresholding\": true, \"dynamic_thresholding_ratio\": 0.87, \"sample_max_value\": 0.5",
            872.7271118));
  }

  static Stream<Row> singlestep() {
    String type = "DPMSolverSinglestepScheduler";
    return Stream.of(
        vpRow(type, DPM + ", \"solver_order\": 1", 172.2641754),
        vpRow(type, DPM, 214.3612671),
        vpRow(type, DPM + V, 111.5981903),
        vpRow(type, DPM + KARRAS, 172.6808929),
        vpRow(type, DPM + KARRAS + V, 49.84770203),
        vpRow(type, DPM + ", \"solver_order\": 3", 189.0942078));
  }

  static Stream<Row> uniPc() {
    String type = "UniPCMultistepScheduler";
    String bh1 = ", \"solver_type\": \"bh1\"";
    return Stream.of(
        vpRow(type, UNIPC, 189.231842),
        vpRow(type, UNIPC + V, 77.8724823),
        vpRow(type, UNIPC + KARRAS, 224.626709),
        vpRow(type, UNIPC + KARRAS + V, 150.6872864),
        vpFrom(8, type, UNIPC, 315.5756836),
        vpRow(type, UNIPC + ", \"solver_order\": 1", 178.4625244),
        vpRow(type, UNIPC + ", \"solver_order\": 3", 189.9729614),
        vpRow(type, UNIPC + bh1 + ", \"solver_order\": 1", 180.3348999),
        vpRow(type, UNIPC + bh1, 193.5755615),
        vpRow(type, UNIPC + bh1 + ", \"solver_order\": 3", 193.6001282));
  }

  static Stream<Row> deis() {
    String type = "DEISMultistepScheduler";
    return Stream.of(
        vpRow(type, D + ", \"solver_order\": 1", 172.2641754),
        vpRow(type, D, 183.6765747),
        vpRow(type, D + V, 69.94378662),
        vpFrom(8, type, D, 315.3016),
        vpRow(type, D + ", \"solver_order\": 3", 185.5793915));
  }
}
