package org.scorefield.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.scorefield.interop.ImportedRuns.config;

import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.scorefield.array.Batch;
import org.scorefield.denoise.RawNetwork;
import org.scorefield.sampling.DummyProblem;

/// Golden: what diffusers (58eb52c, float32) makes of the {@link DummyProblem} with options that
/// its own tests do not sum: other spacings, placements and tables, defaults, flows. Every draw of
/// noise was replaced by 0.
class RecomputedSchedulerFilesTest {
  private static final double TOLERANCE = 2e-5;

  private static final String K =
      "\"num_train_timesteps\": 1100, \"beta_start\": 0.0001, \"beta_end\": 0.02, \"beta_schedule\": \"linear\"";
  private static final String D =
      "\"num_train_timesteps\": 1000, \"beta_start\": 0.0001, \"beta_end\": 0.02, \"beta_schedule\": \"linear\"";
  private static final String SD =
      "\"num_train_timesteps\": 1000, \"beta_start\": 0.00085, \"beta_end\": 0.012, \"beta_schedule\": \"scaled_linear\"";
  private static final String COS =
      "\"num_train_timesteps\": 1000, \"beta_schedule\": \"squaredcos_cap_v2\"";

  /// A file, how it is run, and the sum of magnitudes of the result.
  record Row(String type, String options, int steps, double sum, Function<Row, Batch> run) {
    @Override
    public String toString() {
      return type + " {" + options + "} " + steps;
    }

    SchedulerConfig read() {
      return config(type, options);
    }
  }

  /// In the coordinates of a variance-preserving network.
  private static Row vp(String type, String options, int steps, double sum) {
    return new Row(type, options, steps, sum, row -> ImportedRuns.vp(row.read(), steps));
  }

  /// As diffusers' tests drive the Euler family.
  private static Row scaled(String type, String options, int steps, double sum) {
    return new Row(type, options, steps, sum, row -> ImportedRuns.scaled(row.read(), steps));
  }

  /// As its pipelines drive it.
  private static Row unscaled(String type, String options, int steps, double sum) {
    return new Row(
        type, options, steps, sum, row -> ImportedRuns.unscaled(row.read(), steps, network()));
  }

  /// With the network told the whole part of the timestep, which the file's differences say.
  private static Row truncated(String type, String options, int steps, double sum) {
    return new Row(type, options, steps, sum, row -> ImportedRuns.truncated(row.read(), steps));
  }

  private static RawNetwork network() {
    return DummyProblem.network();
  }

  private static String with(String base, String... options) {
    StringBuilder all = new StringBuilder(base);
    for (String option : options) {
      int colon = option.indexOf(':');
      all.append(all.isEmpty() ? "" : ", ")
          .append('"')
          .append(option, 0, colon)
          .append("\": ")
          .append(option.substring(colon + 1));
    }
    return all.toString();
  }

  @ParameterizedTest
  @MethodSource({"spacings", "placements", "pndm", "eulerFamily", "zeroSnr", "dpm", "flows", "edm"})
  void theSumThroughTheFileIsThatOfDiffusers(Row row) {
    Batch end = row.run().apply(row);
    assertThat(DummyProblem.sumOfMagnitudes(end))
        .isCloseTo(row.sum(), within(tolerance(row) * row.sum()));
  }

  /// With beta sigmas the levels next to the ends nearly coincide, and what they lose in single
  /// precision is amplified.
  private static double tolerance(Row row) {
    return row.options().contains("use_beta_sigmas") ? 2 * TOLERANCE : TOLERANCE;
  }

  static Stream<Row> spacings() {
    String euler = "EulerDiscreteScheduler";
    String dpm = "DPMSolverMultistepScheduler";
    String uniPc = "UniPCMultistepScheduler";
    String deis = "DEISMultistepScheduler";
    String linspace = with(SD, "timestep_spacing:\"linspace\"", "steps_offset:1");
    String trailing = with(SD, "timestep_spacing:\"trailing\"", "steps_offset:1");
    String leading = with(SD, "timestep_spacing:\"leading\"", "steps_offset:1");
    return Stream.of(
        scaled(euler, linspace, 10, 0.01239476074),
        unscaled(euler, linspace, 10, 178.7762299),
        vp(dpm, linspace, 20, 190.4985046),
        vp(uniPc, linspace, 10, 184.6886139),
        vp(deis, linspace, 20, 203.3059692),
        vp("DDIMScheduler", with(SD, "timestep_spacing:\"trailing\""), 10, 174.2770538),
        scaled(euler, trailing, 10, 0.004050951451),
        unscaled(euler, trailing, 10, 173.8704834),
        vp(dpm, trailing, 20, 190.6351013),
        vp(uniPc, trailing, 10, 184.8376312),
        vp(deis, trailing, 20, 203.2636871),
        vp("DDIMScheduler", with(SD, "timestep_spacing:\"leading\""), 10, 181.6139221),
        unscaled(euler, leading, 10, 180.648407),
        vp(dpm, leading, 20, 190.8372345),
        vp(uniPc, leading, 10, 186.1007843),
        vp(deis, leading, 20, 203.3769073),
        vp("DDIMScheduler", with(SD, "steps_offset:1", "set_alpha_to_one:false"), 10, 183.2582092));
  }

  static Stream<Row> placements() {
    String exponential = with(K, "use_exponential_sigmas:true");
    String beta = with(K, "use_beta_sigmas:true");
    String karras = with(K, "use_karras_sigmas:true");
    String exponentialD = with(D, "use_exponential_sigmas:true");
    String betaD = with(D, "use_beta_sigmas:true");
    String karrasD = with(D, "use_karras_sigmas:true");
    return Stream.of(
        scaled("EulerDiscreteScheduler", exponential, 10, 962.9996948),
        scaled("HeunDiscreteScheduler", exponential, 10, 116.273468),
        scaled("LMSDiscreteScheduler", exponential, 10, 1622.102173),
        scaled("KDPM2DiscreteScheduler", exponential, 10, 937.927002),
        truncated("DPMSolverMultistepScheduler", exponentialD, 10, 209.2443542),
        truncated("UniPCMultistepScheduler", exponentialD, 10, 210.0320892),
        truncated("DEISMultistepScheduler", exponentialD, 10, 188.9172363),
        truncated("DPMSolverSinglestepScheduler", exponentialD, 10, 177.9444427),
        scaled("EulerDiscreteScheduler", beta, 10, 0.2997145653),
        scaled("HeunDiscreteScheduler", beta, 10, 5.25580208e-06),
        scaled("LMSDiscreteScheduler", beta, 10, 451813.0625),
        scaled("KDPM2DiscreteScheduler", beta, 10, 8.846024684e-06),
        truncated("DPMSolverMultistepScheduler", betaD, 10, 64.92551422),
        truncated("UniPCMultistepScheduler", betaD, 10, 64.95147705),
        truncated("DEISMultistepScheduler", betaD, 10, 44.29620361),
        truncated("DPMSolverSinglestepScheduler", betaD, 10, 33.98984909),
        scaled("KDPM2DiscreteScheduler", karras, 10, 11.96860981),
        vp("DPMSolverMultistepScheduler", karrasD, 10, 226.1858368),
        vp("UniPCMultistepScheduler", karrasD, 10, 230.1783295),
        vp("DEISMultistepScheduler", karrasD, 10, 188.7640076),
        vp("DPMSolverSinglestepScheduler", karrasD, 10, 171.9419098));
  }

  static Stream<Row> pndm() {
    String plms = with(D, "skip_prk_steps:true");
    String stable = with(SD, "skip_prk_steps:true", "steps_offset:1");
    String toOne = with(SD, "skip_prk_steps:true", "set_alpha_to_one:true");
    return Stream.of(
        vp("PNDMScheduler", plms, 10, 197.7155457),
        vp("PNDMScheduler", stable, 10, 201.3864441),
        vp("PNDMScheduler", toOne, 20, 207.5526886));
  }

  static Stream<Row> eulerFamily() {
    return Stream.of(
        unscaled("HeunDiscreteScheduler", K, 10, 244.602478),
        scaled(
            "EulerDiscreteScheduler", with(K, "final_sigmas_type:\"sigma_min\""), 10, 10.08068085),
        vp("DDIMScheduler", COS, 10, 181.3678131));
  }

  static Stream<Row> zeroSnr() {
    String options =
        with(
            SD,
            "rescale_betas_zero_snr:true",
            "timestep_spacing:\"trailing\"",
            "prediction_type:\"v_prediction\"");
    return Stream.of(
        unscaled("EulerDiscreteScheduler", options, 10, 55.70739746),
        vp("DDIMScheduler", options, 10, 55.6919899),
        vp("DPMSolverMultistepScheduler", options, 10, 70.37998199));
  }

  static Stream<Row> dpm() {
    String multi = "DPMSolverMultistepScheduler";
    String single = "DPMSolverSinglestepScheduler";
    String uniPc = "UniPCMultistepScheduler";
    String clipped = with(COS, "lambda_min_clipped:-5.1");
    String min = with(D, "final_sigmas_type:\"sigma_min\"");
    String noise = with(min, "algorithm_type:\"dpmsolver\"");
    String three = with(min, "solver_order:3");
    return Stream.of(
        vp(multi, clipped, 10, 194.9608765),
        vp(multi, with(clipped, "solver_order:3"), 25, 194.2084961),
        vp(multi, with(noise, "solver_order:3"), 10, 186.0469208),
        vp(multi, with(three, "euler_at_final:true"), 20, 194.7474518),
        vp(multi, with(noise, "solver_type:\"heun\"", "lower_order_final:false"), 10, 203.6040344),
        vp(multi, with(D, "prediction_type:\"sample\""), 10, 727.0856934),
        vp(single, three, 9, 314.1452332),
        vp(single, three, 10, 189.0942078),
        vp(single, three, 11, 214.5462189),
        vp(single, three, 12, 275.398468),
        vp(single, D, 10, 174.9404907),
        vp(single, with(min, "solver_type:\"heun\""), 10, 249.1817627),
        vp(single, with(three, "solver_type:\"heun\""), 12, 159.8910065),
        vp(uniPc, D, 10, 186.7620392),
        vp(uniPc, with(three, "lower_order_final:false"), 20, 122.6835861),
        vp("DEISMultistepScheduler", with(COS, "timestep_spacing:\"leading\""), 20, 195.7013397));
  }

  /// A network that predicts a tenth of its input, whatever the time.
  static Stream<Row> flows() {
    String euler = "FlowMatchEulerDiscreteScheduler";
    String heun = "FlowMatchHeunDiscreteScheduler";
    return Stream.of(
        flow(euler, "", 346.8113708),
        flow(euler, with("", "shift:3.0"), 346.7315979),
        flow(euler, with("", "shift:3.0", "use_karras_sigmas:true"), 346.6464844),
        flow(euler, with("", "shift:3.0", "shift_terminal:0.1"), 346.7624817),
        flow(euler, with("", "use_beta_sigmas:true"), 346.7871399),
        flow(heun, "", 347.0058594),
        flow(heun, with("", "shift:3.0"), 347.0068359));
  }

  private static Row flow(String type, String options, double sum) {
    return new Row(type, options, 10, sum, row -> ImportedRuns.flow(row.read(), 10, tenth()));
  }

  static Stream<Row> edm() {
    String euler = "EDMEulerScheduler";
    String options = with("", "sigma_schedule:\"exponential\"", "final_sigmas_type:\"sigma_min\"");
    return Stream.of(
        unscaled(euler, "", 10, 34.18553925),
        unscaled(euler, options, 10, 21.50628662),
        unscaled("EDMDPMSolverMultistepScheduler", "", 10, 137.1615753),
        unscaled(
            "EDMDPMSolverMultistepScheduler",
            with(
                "",
                "solver_order:3",
                "sigma_schedule:\"exponential\"",
                "prediction_type:\"v_prediction\""),
            20,
            2077.387939));
  }

  private static RawNetwork tenth() {
    return ImportedRuns.of((input, _) -> input.times(0.1));
  }
}
