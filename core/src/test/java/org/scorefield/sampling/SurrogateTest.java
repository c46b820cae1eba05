package org.scorefield.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.scorefield.analytic.Distribution;
import org.scorefield.analytic.Gaussian;
import org.scorefield.analytic.GaussianMixture;
import org.scorefield.analytic.Toys;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.linalg.Factorizations;
import org.scorefield.linalg.Matrix;
import org.scorefield.random.Noise;
import org.scorefield.sampling.Start.Teleport;
import org.scorefield.sampling.Start.Teleport.Mode;
import org.scorefield.sampling.solver.Euler;
import org.scorefield.schedule.DiscreteSchedules;
import org.scorefield.schedule.RectifiedFlow;
import org.scorefield.schedule.Schedule;
import org.scorefield.schedule.TimeGrid;
import org.scorefield.schedule.VpLinear;

/// Laws that stand in for a model: their flow, their noisy samples, and jumps by them.
class SurrogateTest {
  private static final int D = 5;
  private static final Shape SHAPE = Shape.vector(D);
  private static final GaussianMixture MIXTURE =
      new GaussianMixture(
          Vector.of(0.5, 0.3, 0.2), List.of(gaussian(1, 2), gaussian(2, D), gaussian(3, 0)));

  private static Gaussian gaussian(long seed, int rank) {
    double[] columns = Noise.of(seed, D).normal(Shape.vector(Math.max(1, rank))).toArray();
    return new Gaussian(
        SHAPE,
        Vector.adopt(Noise.of(seed + 9, 1).normal(SHAPE).times(2).toArray()),
        rank == 0
            ? Matrix.adopt(D, 0, new double[0])
            : Factorizations.orthonormalBasis(Matrix.adopt(D, rank, columns)),
        Vector.generate(rank, k -> 2.0 / (k + 1)),
        0.1);
  }

  private static double furthest(Batch a, Batch b) {
    double furthest = 0;
    for (double v : a.minus(b).shared()) {
      furthest = Math.max(furthest, Math.abs(v));
    }
    return furthest;
  }

  /// Classical Runge-Kutta on `dx/dln sigma = x - D`: shares no code with the flow under test.
  private static Batch integrated(Distribution law, Batch x, double from, double to, int steps) {
    double h = Math.log(to / from) / steps;
    Batch state = x;
    for (int i = 0; i < steps; i++) {
      double a = from * Math.exp(i * h);
      double m = a * Math.exp(h / 2);
      Batch k1 = state.minus(law.denoise(state, a));
      Batch x2 = state.plus(k1, h / 2);
      Batch k2 = x2.minus(law.denoise(x2, m));
      Batch x3 = state.plus(k2, h / 2);
      Batch k3 = x3.minus(law.denoise(x3, m));
      Batch x4 = state.plus(k3, h);
      Batch k4 = x4.minus(law.denoise(x4, a * Math.exp(h)));
      double sixth = h / 6;
      state =
          Batch.combine(
              new double[] {1, sixth, 2 * sixth, 2 * sixth, sixth}, List.of(state, k1, k2, k3, k4));
    }
    return state;
  }

  @Test
  void theFlowOfAMixtureIsThatOfItsDenoiser() {
    Batch top = Noise.of(4, 30).normal(SHAPE).times(80);
    Surrogate surrogate = new Surrogate(MIXTURE);
    for (double skip : new double[] {8, 2, 0.5}) {
      Batch expected = integrated(MIXTURE, top, 80, skip, 4000);
      assertThat(furthest(surrogate.flow(top, 80, skip), expected)).isLessThan(2e-5);
      assertThat(furthest(surrogate.frame().flow(top, 80, skip), expected))
          .as("the Gaussian alone is another flow")
          .isGreaterThan(0.02);
    }
  }

  @Test
  void theFlowOfAMixtureHasOrderFour() {
    Batch top = Noise.of(4, 30).normal(SHAPE).times(20);
    Surrogate surrogate = new Surrogate(MIXTURE);
    Batch exact = surrogate.flow(top, 20, 0.5, 1 / 256.0);
    double coarse = furthest(surrogate.flow(top, 20, 0.5, 1 / 8.0), exact);
    double fine = furthest(surrogate.flow(top, 20, 0.5, 1 / 32.0), exact);
    assertThat(Math.log(coarse / fine) / Math.log(4)).isBetween(3.7, 4.6);
  }

  @ParameterizedTest
  @ValueSource(doubles = {80, 30, 3, 1e-3})
  void aFlowThereAndBackIsTheIdentity(double from) {
    Batch x = MIXTURE.sample(Noise.of(5, 20)).plus(Noise.of(6, 20).normal(SHAPE), from);
    Surrogate surrogate = new Surrogate(MIXTURE);
    Batch back = surrogate.flow(surrogate.flow(x, from, 4), 4, from);
    assertThat(furthest(back, x)).isLessThan(1e-5 * (1 + from));
    assertThat(surrogate.flow(x, from, from)).isEqualTo(x);
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void aMixtureOfOneComponentJumpsAsItsGaussian(Mode mode) {
    Gaussian one = gaussian(7, D);
    GaussianMixture mixture = new GaussianMixture(Vector.of(1), List.of(one));
    Noise noise = Noise.of(8, 40);
    Batch expected = new Teleport(one, 80, mode).at(3, SHAPE, noise);
    Batch found = new Teleport(mixture, 80, mode).at(3, SHAPE, noise);
    assertThat(furthest(found, expected)).isLessThan(1e-12 * 80);
  }

  /// The mean and covariance of exact jumps, within 4.5 standard errors; those of the flow from
  /// white noise are biased by more.
  @Test
  void theExactJumpOfAMixtureHasItsNoisyLaw() {
    int n = 200_000;
    double sigma = 1.5;
    Batch landed = new Teleport(MIXTURE, 80, Mode.EXACT).at(sigma, SHAPE, Noise.of(9, n));
    Gaussian law = MIXTURE.matchingGaussian();
    double[] mean = new double[D];
    double[] square = new double[D];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < D; j++) {
        double v = landed.get(i, j) - law.mean().get(j);
        mean[j] += v / n;
        square[j] += v * v / n;
      }
    }
    for (int j = 0; j < D; j++) {
      double variance = law.covariance().get(j, j) + sigma * sigma;
      assertThat(mean[j]).isCloseTo(0, within(4.5 * Math.sqrt(variance / n)));
      assertThat(square[j]).isCloseTo(variance, within(4.5 * variance * Math.sqrt(3.0 / n)));
    }
    double density = MIXTURE.logDensity(landed, sigma).sum() / n;
    Batch reference = MIXTURE.sample(Noise.of(10, n)).plus(Noise.of(11, n).normal(SHAPE), sigma);
    double expected = MIXTURE.logDensity(reference, sigma).sum() / n;
    assertThat(density).isCloseTo(expected, within(4.5 * Math.sqrt(2.0 * D / n)));
  }

  @Test
  void anyOtherLawJumpsToo() {
    Distribution moons = Toys.named("moons").law();
    Noise noise = Noise.of(12, 50);
    Batch ode = new Teleport(moons, 80, Mode.ODE).at(0.5, moons.shape(), noise);
    Batch top = new Start.Prior().at(80, moons.shape(), noise);
    assertThat(furthest(ode, integrated(moons, top, 80, 0.5, 3000))).isLessThan(1e-5);
    Batch exact = new Teleport(moons, 80, Mode.EXACT).at(0.5, moons.shape(), noise);
    assertThat(exact.firstNonFinite()).isEmpty();
    assertThat(exact.count()).isEqualTo(50);
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void aSampleDoesNotDependOnItsBatch(Mode mode) {
    Noise noise = Noise.of(13, 70);
    Teleport start = new Teleport(MIXTURE, 80, mode);
    Batch together = start.at(2, SHAPE, noise);
    List<Batch> alone =
        IntStream.range(0, 70).mapToObj(i -> start.at(2, SHAPE, noise.slice(i, 1))).toList();
    assertThat(Batch.concat(alone)).isEqualTo(together);
    assertThat(alone).doesNotHaveDuplicates();
  }

  @Test
  void cleanSamplesAreNotAFlowOfAMixture() {
    Batch x = Noise.of(1, 2).normal(SHAPE);
    assertThatThrownBy(() -> new Surrogate(MIXTURE).flow(x, 1, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("needs positive levels")
        .hasMessageContaining("draw from the law itself");
    assertThatThrownBy(
            () -> new Surrogate(MIXTURE, Gaussian.isotropic(Shape.vector(2), Vector.of(0, 0), 1)))
        .hasMessageContaining("give its matching Gaussian");
  }

  /// Reference values of a Runge-Kutta solution of the variance-preserving ODE in its own time with
  /// 20000 steps (t 1 to .001, beta .1 to 20, mean .4, start 1.7).
  @Test
  void inVariancePreservingTimeTheFlowIsTheOdeOfThatTime() {
    double[] variances = {5, 0.3, 0.01};
    double[] expected = {4.194921088093, 1.329799891874, 0.570640043207};
    Shape one = Shape.vector(1);
    Batch start = Batch.copyOf(one, new double[] {1.7});
    for (int i = 0; i < 3; i++) {
      Gaussian law = Gaussian.isotropic(one, Vector.of(0.4), variances[i]);
      Batch end = new Surrogate(law).flow(new VpLinear(), start, 1, 0.001);
      assertThat(end.get(0, 0)).isCloseTo(expected[i], within(1e-9));
      GaussianMixture single = new GaussianMixture(Vector.of(1), List.of(law));
      Batch integrated = new Surrogate(single).flow(new VpLinear(), start, 1, 0.001);
      assertThat(integrated.get(0, 0)).isCloseTo(expected[i], within(1e-9));
    }
  }

  /// One adapter for all clocks: the flow from time to time, in scaled states, is the flow from
  /// sigma to sigma of unscaled ones.
  @Test
  void everyClockGivesTheSameJump() {
    Surrogate surrogate = new Surrogate(MIXTURE);
    for (Schedule clock :
        List.of(new VpLinear(), new RectifiedFlow(), DiscreteSchedules.linear(1000, 1e-4, 0.02))) {
      double from = 0.9 * clock.maxTime();
      double to = 0.35 * clock.maxTime();
      Batch x = Noise.of(14, 10).normal(SHAPE);
      Batch moved = surrogate.flow(clock, x, from, to).times(1 / clock.scale(to));
      Batch expected =
          surrogate.flow(x.times(1 / clock.scale(from)), clock.sigma(from), clock.sigma(to));
      assertThat(furthest(moved, expected)).as(clock.name()).isLessThan(1e-12);
      assertThat(furthest(moved, x)).isGreaterThan(0.1);
    }
  }

  /// DDIM in the coordinates of the process, `x_t' = s' D + s' sigma' eps`, begun at a time by the
  /// surrogate's flow in that time, ends where the run in sigma from the teleport ends.
  @Test
  void aRunInTheClockOfTheModelFromATeleportIsTheRunInSigma() {
    Gaussian law = MIXTURE.matchingGaussian();
    for (Schedule clock :
        List.of(new VpLinear(), new RectifiedFlow(), DiscreteSchedules.linear(1000, 1e-4, 0.02))) {
      double top = 0.95 * clock.maxTime();
      double skip = 0.5 * clock.maxTime();
      double[] times = {skip, 0.4 * clock.maxTime(), 0.2 * clock.maxTime(), 0.05 * clock.maxTime()};
      Noise noise = Noise.of(15, 12);
      double topScale = clock.scale(top);
      Batch state = new Start.Prior().at(clock.sigma(top), SHAPE, noise).times(topScale);
      state = new Surrogate(law).flow(clock, state, top, skip);
      double[] sigmas = new double[times.length];
      for (int i = 0; i < times.length; i++) {
        sigmas[i] = clock.sigma(times[i]);
        if (i > 0) {
          double before = clock.scale(times[i - 1]);
          double scale = clock.scale(times[i]);
          Batch clean = MIXTURE.denoise(state.times(1 / before), sigmas[i - 1]);
          Batch epsilon = state.minus(clean.times(before)).times(1 / (before * sigmas[i - 1]));
          state = Batch.combine(scale, clean, scale * sigmas[i], epsilon);
        }
      }
      Batch inSigma =
          new Sampler(
                  TimeGrid.of(sigmas), new Euler(), new Teleport(law, clock.sigma(top), Mode.ODE))
              .sample(MIXTURE, noise)
              .orElseThrow();
      Batch unscaled = state.times(1 / clock.scale(times[times.length - 1]));
      assertThat(furthest(unscaled, inSigma)).as(clock.name()).isLessThan(1e-11);
    }
  }
}
