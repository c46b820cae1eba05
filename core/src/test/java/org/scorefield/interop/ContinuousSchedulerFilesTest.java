package org.scorefield.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.scorefield.interop.ImportedRuns.config;
import static org.scorefield.sampling.DummyProblem.noise;
import static org.scorefield.sampling.DummyProblem.sample;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.denoise.Denoiser;
import org.scorefield.denoise.Prediction;
import org.scorefield.denoise.PredictionDenoiser;
import org.scorefield.denoise.Preconditioning;
import org.scorefield.sampling.DummyProblem;
import org.scorefield.schedule.TimeGrid;

/// Golden: the constants that diffusers tests its continuous-time schedulers with, through their
/// files, recomputed by running it in float32.
class ContinuousSchedulerFilesTest {
  private static final String EDM =
      "\"sigma_min\": 0.002, \"sigma_max\": 80.0, \"sigma_data\": 0.5, \"lower_order_final\": false, \"final_sigmas_type\": \"sigma_min\"";

  /// One level is told t = -0.973, next to the pole of the model at -1: rounding the inputs to
  /// float32 moves the small sums by 2e-5 of themselves, hence their tolerance.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"solver_order\": 2 | 0.10760618 | 1e-4",
        "\"prediction_type\": \"v_prediction\" | 7.110178947 | 2e-5",
        "\"solver_order\": 1 | 1.527300954 | 2e-5",
        "\"thresholding\": true, \"dynamic_thresholding_ratio\": 0.87, \"sample_max_value\": 0.5 | 6.209977149 | 1e-4"
      })
  void edmDpmSolver(String option, double sum, double tolerance) {
    SchedulerConfig config = config("EDMDPMSolverMultistepScheduler", EDM + ", " + option);
    ImportedSampler sampler = config.sampler(10);
    Batch end = ImportedRuns.run(sampler.solver(), unscaledInput(config), sampler.grid(), sample());
    assertThat(DummyProblem.sumOfMagnitudes(end)).isCloseTo(sum, within(tolerance * sum));
  }

  @Test
  void edmDpmSolverOfOrderThree() {
    String zero =
        "\"solver_order\": 3, \"lower_order_final\": false, \"final_sigmas_type\": \"zero\"";
    String lowered = "\"solver_order\": 3, \"final_sigmas_type\": \"sigma_min\"";
    assertThat(sum(config("EDMDPMSolverMultistepScheduler", zero), 0))
        .isCloseTo(4.905657768, within(1e-4));
    assertThat(sum(config("EDMDPMSolverMultistepScheduler", lowered), 0))
        .isCloseTo(0.62498951, within(6e-5));
    assertThat(sum(config("EDMDPMSolverMultistepScheduler", EDM), 5))
        .isCloseTo(8.1661, within(1e-4));
  }

  /// diffusers returns NaN here, as it divides by the length of the last step.
  @Test
  void theRepeatedLastLevelIsHarmlessAtOrderThree() {
    double sum = sum(config("EDMDPMSolverMultistepScheduler", EDM + ", \"solver_order\": 3"), 0);
    assertThat(sum).isFinite();
  }

  private static double sum(SchedulerConfig config, int from) {
    ImportedSampler sampler = config.sampler(10);
    TimeGrid grid = ImportedRuns.tail(sampler.grid(), from);
    Batch start = from == 0 ? sample() : sample().plus(noise(), grid.first());
    return DummyProblem.sumOfMagnitudes(
        ImportedRuns.run(sampler.solver(), unscaledInput(config), grid, start));
  }

  /// A quirk of the published test, which never calls `scale_model_input`.
  private static Denoiser unscaledInput(SchedulerConfig config) {
    NetworkSettings network = config.network().orElseThrow();
    Preconditioning edm = new Preconditioning(network.sigmaData().orElseThrow());
    double factor = network.outputFactor().orElse(1);
    return new Denoiser() {
      @Override
      public Shape shape() {
        return DummyProblem.SHAPE;
      }

      @Override
      public Batch denoise(Batch x, double sigma) {
        Batch raw = DummyProblem.network().evaluate(x, edm.noise(sigma));
        return Batch.combine(edm.skip(sigma), x, factor * edm.out(sigma), raw);
      }
    };
  }

  /// Its first step, at no signal at all, takes the clean sample for 0: the difference that is
  /// said.
  @Test
  void ipndm() {
    SchedulerConfig config = config("IPNDMScheduler", "\"num_train_timesteps\": 1000");
    ImportedSampler sampler = config.sampler(10);
    TimeGrid grid = sampler.grid();
    Denoiser model =
        new PredictionDenoiser(
            DummyProblem.network(),
            Prediction.V,
            PredictionDenoiser.VARIANCE_PRESERVING,
            sigma -> Math.atan(sigma) * 2 / Math.PI);
    Denoiser guarded =
        new Denoiser() {
          @Override
          public Shape shape() {
            return model.shape();
          }

          @Override
          public Batch denoise(Batch x, double sigma) {
            return sigma == grid.first() ? x.times(0) : model.denoise(x, sigma);
          }
        };
    Batch start = sample().times(1 / ImportedRuns.scale(grid.first()));
    double sum =
        DummyProblem.sumOfMagnitudes(ImportedRuns.run(sampler.solver(), guarded, grid, start));
    assertThat(sum).isCloseTo(247.4408875, within(2e-5 * sum));
    assertThat(sampler.differences())
        .anyMatch(s -> s.contains("takes the clean sample there for 0"));
    assertThat(config.network()).isEmpty();
  }
}
