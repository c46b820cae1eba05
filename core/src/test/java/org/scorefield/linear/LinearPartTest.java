package org.scorefield.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.scorefield.analytic.Gaussian;
import org.scorefield.analytic.GaussianMixture;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.data.Dataset;
import org.scorefield.metric.Estimate;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;
import org.scorefield.sampling.Sampler;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.Start;
import org.scorefield.sampling.solver.GaussianExponential;
import org.scorefield.sampling.solver.SurrogateExponential;
import org.scorefield.schedule.RhoGrid;

class LinearPartTest {
  private static final Vector LEVELS = Vector.generate(25, i -> 0.02 * Math.pow(1000, i / 24.0));

  /// Half at -1, half at 1, with variance 1e-4.
  private static final GaussianMixture PAIR =
      GaussianMixture.isotropic(Batch.copyOf(Shape.vector(1), new double[] {-1, 1}), 1e-4);

  /// Many narrow clusters, spread far wider along some directions than along others.
  private static final GaussianMixture CLUSTERS = clusters();

  private static GaussianMixture clusters() {
    int d = 24;
    double[] centres = Noise.of(4, 150).normal(Shape.vector(d)).toArray();
    for (int i = 0; i < centres.length; i++) {
      centres[i] *= 6 * Math.pow(i % d + 1, -0.9);
    }
    return GaussianMixture.isotropic(Batch.copyOf(Shape.vector(d), centres), 0.0025);
  }

  private static Vector shares(LinearPart part) {
    return Vector.generate(part.shares().size(), i -> part.shares().get(i).value());
  }

  /// Of points at -1 and 1 the posterior variance is `1 - tanh(x / sigma^2)^2`, here averaged by
  /// the trapezoidal rule; of the Gaussian of variance 1 it is `sigma^2/(1 + sigma^2)`.
  private static double exactShare(double sigma) {
    double v = sigma * sigma;
    double sum = 0;
    double h = 1e-3;
    for (double z = -9; z <= 9; z += h) {
      double t = Math.tanh((1 + sigma * z) / v);
      sum += h * Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI) * (1 - t * t);
    }
    return sum * (1 + v) / v;
  }

  @Test
  void ofTwoPointsTheShareIsItsIntegral() {
    Vector levels = Vector.of(0.5, 0.7, 1, 2, 5);
    LinearPart part = LinearPart.of(PAIR, levels, Noise.of(1, 4000));
    for (int i = 0; i < levels.size(); i++) {
      Estimate share = part.shares().get(i);
      assertThat(share.value())
          .as("sigma %s", levels.get(i))
          .isCloseTo(exactShare(levels.get(i)), within(4 * share.standardError() + 2e-3));
    }
    assertThat(exactShare(part.above())).isCloseTo(0.5, within(0.06));
  }

  /// A model's losses on held-out rows say the same as its posterior variance.
  @Test
  void measuredLossesAndStatisticsAgree() {
    Dataset rows = Dataset.of("rows", "none", CLUSTERS.sample(Noise.of(7, 400)));
    Vector levels = Vector.of(0.5, 1, 2, 4, 8);
    Gaussian gaussian = CLUSTERS.matchingGaussian();
    LinearPart measured =
        LinearPart.of(
            gaussian,
            new LinearityProbe(400, 4)
                .measure(
                    new NamedDenoiser("model", CLUSTERS),
                    rows,
                    List.of(Surrogates.gaussian(gaussian)),
                    levels,
                    NoiseKey.of(2)));
    LinearPart known = LinearPart.of(CLUSTERS, levels, Noise.of(3, 400));
    assertThat(shares(measured).toArray())
        .usingComparatorWithPrecision(0.05)
        .containsExactly(shares(known).toArray());
    assertThat(measured.above()).isCloseTo(known.above(), within(0.1 * known.above()));
  }

  @Test
  void aGaussianIsItsOwnLinearPartToTheEnd() {
    GaussianMixture one = new GaussianMixture(Vector.of(1), List.of(CLUSTERS.matchingGaussian()));
    LinearPart part = LinearPart.of(one, LEVELS, Noise.of(1, 4));
    assertThat(shares(part).toArray()).usingComparatorWithPrecision(1e-12).containsOnly(1);
    assertThat(part.above()).isZero();
  }

  @Test
  void theLineIsInterpolatedFromTheTop() {
    Gaussian gaussian = PAIR.matchingGaussian();
    assertThat(part(gaussian, 0.1, 0.4, 0.6, 1).above()).isCloseTo(4 / Math.sqrt(2), within(1e-12));
    assertThat(part(gaussian, 0.9, 0.4, 0.6, 1).above()).isCloseTo(4 / Math.sqrt(2), within(1e-12));
    assertThat(part(gaussian, 0.1, 0.2, 0.3, 0.4).above()).isEqualTo(8);
    assertThat(part(gaussian, 0.6, 0.7, 0.9, 1).above()).isZero();
  }

  private static LinearPart part(Gaussian gaussian, double... shares) {
    return new LinearPart(
        gaussian,
        Vector.of(1, 2, 4, 8),
        java.util.Arrays.stream(shares).mapToObj(s -> new Estimate(s, 0, 1)).toList());
  }

  /// What the choice is for: at few evaluations the Gaussian to the end leaves noise along the wide
  /// directions, data prediction from the start wastes what is known; the line between beats both.
  @Test
  void theLineBeatsBothEnds() {
    LinearPart part = LinearPart.of(CLUSTERS, LEVELS, Noise.of(1, 300));
    double line = error(part.solver(2, false));
    double everywhere = error(new GaussianExponential(part.gaussian(), 2));
    double nowhere = error(new GaussianExponential(part.gaussian(), 2, false, 80));
    assertThat(part.above()).isBetween(0.3, 3.0);
    assertThat(line).isLessThan(0.8 * everywhere).isLessThan(0.95 * nowhere);
  }

  /// Root mean square distance from the fine solution, with 6 evaluations from a closed-form start.
  private static double error(Solver solver) {
    Start start = new Start.Teleport(CLUSTERS.matchingGaussian(), 80, Start.Teleport.Mode.ODE);
    Noise noise = Noise.of(9, 300);
    Batch exact =
        new Sampler(
                new RhoGrid(7).toZero(2, 6, 0.01),
                new SurrogateExponential(CLUSTERS, 1, false, 0.1),
                start)
            .sample(CLUSTERS, noise)
            .orElseThrow();
    Batch drawn =
        new Sampler(new RhoGrid(7).toZero(6, 6, 0.03), solver, start)
            .sample(CLUSTERS, noise)
            .orElseThrow();
    double squares = 0;
    for (double v : drawn.minus(exact).shared()) {
      squares += v * v;
    }
    return Math.sqrt(squares / exact.count());
  }

  @Test
  void impossibleLevelsAreRefused() {
    Gaussian gaussian = PAIR.matchingGaussian();
    Estimate one = new Estimate(1, 0, 1);
    assertThatThrownBy(() -> new LinearPart(gaussian, Vector.of(), List.of()))
        .hasMessageContaining("at least one");
    assertThatThrownBy(() -> new LinearPart(gaussian, Vector.of(2, 1), List.of(one, one)))
        .hasMessageContaining("increase");
  }
}
