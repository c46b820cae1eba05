package org.scorefield.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.scorefield.interop.ImportedRuns.config;
import static org.scorefield.sampling.DummyProblem.noise;
import static org.scorefield.sampling.DummyProblem.sample;

import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.denoise.Denoiser;
import org.scorefield.linear.LinearResponse;
import org.scorefield.sampling.DummyProblem;
import org.scorefield.sampling.Solver;
import org.scorefield.schedule.TimeGrid;

/// Golden: diffusers' stochastic schedulers through their files, on the {@link DummyProblem}, run
/// in float32 with every draw of noise replaced by 0, or by the numbers that its tests add as
/// "noise".
class StochasticSchedulerFilesTest {
  private static final double TOLERANCE = 2e-5;
  private static final String K =
      "\"num_train_timesteps\": 1100, \"beta_start\": 0.0001, \"beta_end\": 0.02, \"beta_schedule\": \"linear\"";
  private static final String D =
      "\"num_train_timesteps\": 1000, \"beta_start\": 0.0001, \"beta_end\": 0.02, \"beta_schedule\": \"linear\"";
  private static final String SDE =
      D
          + ", \"algorithm_type\": \"sde-dpmsolver++\", \"lower_order_final\": false, \"final_sigmas_type\": \"sigma_min\"";

  /// The coordinates a run is started in and summed in.
  private enum Drive {
    /// The network's, variance-preserving.
    VP,
    /// diffusers' tests of the Euler family, with the state scaled.
    SCALED,
    /// Its pipelines.
    UNSCALED
  }

  record Row(String type, String options, Drive drive, double silent, OptionalDouble noisy) {
    @Override
    public String toString() {
      return type + " {" + options + "} " + drive;
    }
  }

  static Stream<Row> rows() {
    String dpm = "DPMSolverMultistepScheduler";
    String kdpm = "KDPM2AncestralDiscreteScheduler";
    return Stream.of(
        row("EulerAncestralDiscreteScheduler", K, Drive.SCALED, 53.90824509, 105.6473312),
        row("DDPMScheduler", D + ", \"clip_sample\": false", Drive.VP, 2.367475986, 354.7376099),
        row(dpm, SDE + ", \"solver_order\": 1", Drive.VP, 0.9200031161, 355.6073303),
        row(dpm, SDE, Drive.VP, 0.4883627295, 576.3983765),
        row(kdpm, K, Drive.SCALED, 13473.65039),
        row(kdpm, K + ", \"use_karras_sigmas\": true", Drive.SCALED, 32757.95898),
        row(kdpm, K + ", \"use_exponential_sigmas\": true", Drive.SCALED, 322323.5312),
        row("DPMSolverSDEScheduler", K, Drive.UNSCALED, 0.5070346594));
  }

  private static Row row(String type, String options, Drive drive, double silent, double... noisy) {
    return new Row(
        type,
        options,
        drive,
        silent,
        noisy.length == 0 ? OptionalDouble.empty() : OptionalDouble.of(noisy[0]));
  }

  /// Every method is linear, so its response to the start and to the noise of each step says what
  /// any noise would have made of it.
  @ParameterizedTest
  @MethodSource("rows")
  void theSumsThroughTheFileAreThoseOfDiffusers(Row row) {
    SchedulerConfig config = config(row.type(), row.options());
    ImportedSampler sampler = config.sampler(10);
    TimeGrid grid = sampler.grid();
    boolean scaled = row.drive() == Drive.SCALED;
    Solver solver =
        scaled ? ImportedRuns.onScaled(config, sampler.solver(), 1e99) : sampler.solver();
    Denoiser model = ImportedRuns.denoiser(config, DummyProblem.network());
    LinearResponse response = LinearResponse.of(solver, grid, oneComponent(model));
    boolean vp = row.drive() == Drive.VP;
    double in = vp ? 1 / ImportedRuns.scale(grid.first()) : grid.first();
    double out = vp ? ImportedRuns.scale(grid.last()) : 1;
    Batch start = sample().times(response.keep() * in * out);
    assertThat(DummyProblem.sumOfMagnitudes(start))
        .isCloseTo(row.silent(), within(TOLERANCE * row.silent()));
    row.noisy()
        .ifPresent(noisy -> {
          Batch end = start.plus(noise(), response.gains().sum() * out);
          assertThat(DummyProblem.sumOfMagnitudes(end)).isCloseTo(noisy, within(TOLERANCE * noisy));
        });
  }

  /// The dummy problem acts on each component alone; one of them will do.
  private static Denoiser oneComponent(Denoiser model) {
    Shape one = Shape.vector(1);
    int size = model.shape().size();
    return new Denoiser() {
      @Override
      public Shape shape() {
        return one;
      }

      @Override
      public Batch denoise(Batch x, double sigma) {
        double[] spread = new double[x.count() * size];
        for (int i = 0; i < x.count(); i++) {
          spread[i * size] = x.get(i, 0);
        }
        Batch denoised = model.denoise(Batch.adopt(model.shape(), spread), sigma);
        return Batch.adopt(one, Vector.generate(x.count(), i -> denoised.get(i, 0)).toArray());
      }
    };
  }
}
