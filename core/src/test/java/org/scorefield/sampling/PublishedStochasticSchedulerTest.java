package org.scorefield.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.scorefield.denoise.Prediction.EPSILON;
import static org.scorefield.sampling.DummyProblem.network;
import static org.scorefield.sampling.DummyProblem.noise;
import static org.scorefield.sampling.DummyProblem.sample;
import static org.scorefield.sampling.PublishedRuns.D;
import static org.scorefield.sampling.PublishedRuns.K;
import static org.scorefield.sampling.PublishedRuns.grid;
import static org.scorefield.sampling.PublishedRuns.linspaceD;
import static org.scorefield.sampling.PublishedRuns.linspaceK;
import static org.scorefield.sampling.PublishedRuns.run;
import static org.scorefield.sampling.PublishedRuns.scale;
import static org.scorefield.sampling.PublishedRuns.unused;
import static org.scorefield.sampling.PublishedRuns.vp;
import static org.scorefield.sampling.PublishedRuns.vpDenoiser;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.denoise.Denoiser;
import org.scorefield.linear.LinearResponse;
import org.scorefield.sampling.solver.Dpmpp1Sde;
import org.scorefield.sampling.solver.DataSlope;
import org.scorefield.sampling.solver.Dpmpp2MSde;
import org.scorefield.sampling.solver.EulerAncestral;
import org.scorefield.sampling.solver.FrozenScoreSde;
import org.scorefield.sampling.solver.StepNoise;
import org.scorefield.schedule.DiscreteSchedule.Interpolation;
import org.scorefield.schedule.Spacing;
import org.scorefield.schedule.TimeGrid;

/// Golden: diffusers' stochastic schedulers on the {@link DummyProblem}, run in float32 with every
/// draw of noise replaced by 0, or by the numbers that its tests add as "noise".
class PublishedStochasticSchedulerTest {
  private static final double TOLERANCE = 2e-5;
  private static final TimeGrid LEADING = Spacing.LEADING.toZero(D, 10);

  /// Every method is linear, so its response to the start and to the noise of each step says what
  /// any noise would have made of it.
  static Stream<Arguments> linearRuns() {
    Solver onScaled =
        new ScaledState(
            new EulerAncestral(),
            network(),
            EPSILON,
            K.interpolated(Interpolation.LINEAR)::noiseInput);
    Solver ddpm = FrozenScoreSde.ddpm();
    Solver twoM = new Dpmpp2MSde(DataSlope.MIDPOINT);
    Denoiser vp = oneComponent(vpDenoiser(EPSILON, D, true));
    return Stream.of(
        Arguments.of("Euler ancestral", onScaled, linspaceK(), unused(), 53.90824509, 105.6473312),
        Arguments.of("DDPM", ddpm, LEADING, vp, 2.367475986, 354.7376099),
        Arguments.of("SDE-DPM++ 1M", new Dpmpp1Sde(), linspaceD(), vp, 0.9200031161, 355.6073303),
        Arguments.of("SDE-DPM++ 2M", twoM, linspaceD(), vp, 0.4883627295, 576.3983765));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("linearRuns")
  void sumsWithoutNoiseAndWithTheDummyNoiseAreThePublishedOnes(
      String name, Solver solver, TimeGrid grid, Denoiser model, double silent, double noisy) {
    LinearResponse response = LinearResponse.of(solver, grid, oneComponent(model));
    boolean scaled = solver instanceof ScaledState;
    double in = scaled ? grid.first() : 1 / scale(grid.first());
    double out = scaled ? 1 : scale(grid.last());
    Batch start = sample().times(response.keep() * in * out);
    assertThat(DummyProblem.sumOfMagnitudes(start)).isCloseTo(silent, within(TOLERANCE * silent));
    double gain = response.gains().sum();
    assertThat(DummyProblem.sumOfMagnitudes(start.plus(noise(), gain * out)))
        .isCloseTo(noisy, within(TOLERANCE * noisy));
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

  /// A thousand steps, each with its denoised sample clipped to -1..1.
  private static Denoiser clipped() {
    Denoiser plain = vpDenoiser(EPSILON, D, true);
    return new Denoiser() {
      @Override
      public Shape shape() {
        return plain.shape();
      }

      @Override
      public Batch denoise(Batch x, double sigma) {
        return plain.denoise(x, sigma).map(v -> Math.clamp(v, -1.0, 1.0));
      }
    };
  }

  @Test
  void ddpmOfAThousandStepsWithoutNoise() {
    TimeGrid all = Spacing.LEADING.toZero(D, 1000);
    Vector zeros = Vector.generate(1000, k -> 0);
    Solver silent = new FrozenScoreSde(new StepNoise.Given(zeros));
    Batch end = vp(silent, clipped(), all, sample());
    assertThat(DummyProblem.sumOfMagnitudes(end)).isCloseTo(0.6609434485, within(TOLERANCE * 0.66));
  }

  /// With the dummy noise in every step, of the variance that the {@link StepNoise} states: both of
  /// DDPM's, "fixed_small" and "fixed_large", the second of which is exact for unit variance.
  @Test
  void ddpmOfAThousandStepsWithTheDummyNoise() {
    double small = DummyProblem.sumOfMagnitudes(noisyDdpm(new StepNoise.FrozenDenoiser()));
    double large = DummyProblem.sumOfMagnitudes(noisyDdpm(new StepNoise.Isotropic(1)));
    assertThat(small).isCloseTo(730.3937988, within(TOLERANCE * small));
    assertThat(large).isCloseTo(730.7079468, within(TOLERANCE * large));
    // They differ by more than the tolerance.
    assertThat(large - small).isGreaterThan(10 * TOLERANCE * large);
  }

  private static Batch noisyDdpm(StepNoise stepNoise) {
    TimeGrid all = Spacing.LEADING.toZero(D, 1000);
    Vector variances = stepNoise.variances(all);
    Solver silent = new FrozenScoreSde(new StepNoise.Given(Vector.of(0)));
    Batch x = sample().times(1 / scale(all.first()));
    for (int k = 0; k < all.steps(); k++) {
      x = run(silent, clipped(), grid(all.sigma(k), all.sigma(k + 1)), x);
      if (all.sigma(k + 1) > 0) {
        x = x.plus(noise(), Math.sqrt(variances.get(k)));
      }
    }
    return x;
  }
}
