package org.scorefield.sampling.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.scorefield.sampling.solver.DataSlope.HEUN;
import static org.scorefield.sampling.solver.DataSlope.MIDPOINT;
import static org.scorefield.sampling.solver.Dpmpp3M.Curvature.EXACT;
import static org.scorefield.sampling.solver.Dpmpp3M.Curvature.PUBLISHED;

import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.scorefield.Overshooting;
import org.scorefield.analytic.Gaussian;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.linalg.Matrix;
import org.scorefield.linear.LinearResponse;
import org.scorefield.random.Noise;
import org.scorefield.sampling.Sampler;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.Start;
import org.scorefield.schedule.LogUniformGrid;
import org.scorefield.schedule.RhoGrid;
import org.scorefield.schedule.TimeGrid;

/// On a Gaussian every solver is linear, so its output law is known exactly; see {@link
/// LinearResponse}.
class StochasticGaussianTest {
  private static final TimeGrid EDM_18 = new RhoGrid(7).toZero(18, 80, 0.002);

  /// The response with the exact denoiser of N(mean, lambda).
  private static LinearResponse response(Solver solver, TimeGrid grid, double mean, double lambda) {
    return LinearResponse.of(
        solver, grid, Gaussian.isotropic(Shape.vector(1), Vector.of(mean), lambda));
  }

  @ParameterizedTest
  @CsvSource({"100, 113.770591", "1, 1.23116697", "0.01, 0.0142708307"})
  void churnLeavesTheVarianceItsRecursionPredicts(double lambda, double expected) {
    Solver churn = new HeunChurn(40, 0.05, 50, 1.003);
    LinearResponse response = response(churn, EDM_18, 0, lambda);
    assertThat(response.misfit()).isLessThan(1e-10);
    assertThat(response.variance(80 * 80)).isCloseTo(expected, within(1e-8 * expected));
    assertThat(response.variance(80 * 80)).isCloseTo(churnRecursion(40, lambda), within(1e-10));
  }

  /// Below 18 (sqrt(2) - 1) = 7.5 the amount is not cut, and its share of each step counts.
  @ParameterizedTest
  @ValueSource(doubles = {0.5, 3, 7})
  void moderateChurnIsSpreadOverTheSteps(double churn) {
    Solver solver = new HeunChurn(churn, 0.05, 50, 1.003);
    for (double lambda : new double[] {100, 1, 0.01}) {
      assertThat(response(solver, EDM_18, 0, lambda).variance(80 * 80))
          .isCloseTo(churnRecursion(churn, lambda), Percentage.withPercentage(1e-9));
    }
  }

  /// Variance after EDM's stochastic Heun, mode by mode, written down from the algorithm.
  private static double churnRecursion(double churn, double lambda) {
    double v = 80 * 80;
    for (int k = 0; k < 18; k++) {
      double a = EDM_18.sigma(k);
      double b = EDM_18.sigma(k + 1);
      double gamma = a >= 0.05 && a <= 50 ? Math.min(churn / 18, Math.sqrt(2) - 1) : 0;
      double hat = a * (1 + gamma);
      v += 1.003 * 1.003 * (hat * hat - a * a);
      double there = hat / (lambda + hat * hat);
      double euler = 1 + (b - hat) * there;
      double f = b == 0 ? euler : 1 + (b - hat) / 2 * (there + b / (lambda + b * b) * euler);
      v *= f * f;
    }
    return v;
  }

  @Test
  void churnRecursionHoldsInTheMeanOfManySamples() {
    int n = 400_000;
    Shape three = Shape.vector(3);
    Gaussian data =
        new Gaussian(three, Vector.of(0, 0, 0), Matrix.identity(3), Vector.of(100, 1, 0.01), 0);
    Batch x =
        new Sampler(EDM_18, new HeunChurn(40, 0.05, 50, 1.003), new Start.Prior())
            .sample(data, Noise.of(5, n))
            .orElseThrow();
    double[] lambda = {100, 1, 0.01};
    for (int j = 0; j < 3; j++) {
      double expected = churnRecursion(40, lambda[j]);
      double standardError = expected * Math.sqrt(2.0 / n);
      assertThat(Estimated.of(x, j).variance()).isCloseTo(expected, within(4 * standardError));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, -0.00750000, 0.78311883",
    "0.1, -0.00349967, 0.63451470",
    "-0.1, -0.01509522, 1.01562425"
  })
  void frozenScoreFollowsItsRecursionEvenForAWrongScore(double eps, double e, double s) {
    TimeGrid grid = new RhoGrid(7).toMin(12, 10, 0.05);
    LinearResponse response =
        LinearResponse.of(FrozenScoreSde.plain(), grid, new Overshooting(1.5, 0.5, eps));
    assertThat(response.misfit()).isLessThan(1e-12);
    assertThat(response.mean(0) - 1.5).isCloseTo(e, within(1e-8));
    assertThat(response.variance(100)).isCloseTo(s, within(1e-8));
  }

  @Test
  void frozenScoreOnATenfoldExponentialGridIsHandCheckable() {
    TimeGrid grid = new LogUniformGrid().toMin(4, 10, 0.1);
    LinearResponse response = response(FrozenScoreSde.plain(), grid, 1, 1);
    assertThat(response.mean(0) - 1).isCloseTo(-0.01, within(1e-14));
    assertThat(response.variance(100)).isCloseTo(3.912729132, within(1e-9));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.01, 0.25, 30})
  void isotropicNoiseIsExactForItsGaussianInAnyNumberOfSteps(double c2) {
    for (int steps : new int[] {1, 2, 7}) {
      TimeGrid grid = new RhoGrid(7).toMin(steps, 80, 0.02);
      Solver exact = new FrozenScoreSde(new StepNoise.Isotropic(c2));
      LinearResponse response = response(exact, grid, -0.4, c2);
      assertThat(response.variance(c2 + 6400))
          .isCloseTo(c2 + 0.0004, within(1e-11 * (c2 + 0.0004) + 1e-13));
      assertThat(response.mean(-0.4)).isCloseTo(-0.4, within(1e-12));
    }
  }

  @Test
  void optimalNoiseIsTheIsotropicOneWhereTheLossIsThatOfAnIsotropicGaussian() {
    TimeGrid grid = new RhoGrid(7).toMin(18, 80, 0.002);
    double c2 = 0.25;
    Vector loss = Vector.generate(18, k -> c2 / (c2 + grid.sigma(k) * grid.sigma(k)));
    Vector given = StepNoise.Given.optimal(grid, loss).variances(grid);
    Vector isotropic = new StepNoise.Isotropic(c2).variances(grid);
    for (int k = 0; k < 18; k++) {
      assertThat(given.get(k)).isCloseTo(isotropic.get(k), Percentage.withPercentage(1e-10));
    }
  }

  @Test
  void optimalNoiseStaysBetweenItsBounds() {
    TimeGrid grid = new RhoGrid(7).toMin(6, 80, 0.002);
    Vector low = StepNoise.Given.optimal(grid, Vector.of(-1, -1, -1, -1, 0, 0)).variances(grid);
    Vector high = StepNoise.Given.optimal(grid, Vector.of(9, 9, 9, 9, 1, 1)).variances(grid);
    for (int k = 0; k < 6; k++) {
      assertThat(low.get(k))
          .isCloseTo(
              new StepNoise.FrozenDenoiser().variances(grid).get(k),
              Percentage.withPercentage(1e-9));
      assertThat(high.get(k)).isEqualTo(new StepNoise.FrozenScore().variances(grid).get(k));
    }
    assertThat(new StepNoise.Isotropic(0).variances(grid).get(2))
        .isCloseTo(low.get(2), Percentage.withPercentage(1e-9));
  }

  @Test
  void noiseForAnotherGridIsRefusedWithTheCure() {
    Solver given = new FrozenScoreSde(new StepNoise.Given(Vector.of(1, 2)));
    assertThatThrownBy(() -> given.begin(EDM_18))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 noise variances for a grid of 18 steps");
  }

  /// Those that draw one normal a step; {@link LangevinTest} has the others.
  static final List<Solver> SINGLE_DRAW =
      Solvers.STOCHASTIC.stream().filter(s -> !(s instanceof AnnealedLangevin)).toList();

  static final List<Solver> MEASURED =
      Stream.concat(
              SINGLE_DRAW.stream(),
              Stream.of(
                  new EulerAncestral(0.5, 1),
                  new HeunChurn(10, 0, Double.POSITIVE_INFINITY, 1),
                  new FrozenScoreSde(new StepNoise.Isotropic(0.1)),
                  new GaussianSde(Gaussian.isotropic(Shape.vector(1), Vector.of(0), 0.1)),
                  new Dpmpp1Sde(0.5, 1),
                  new Dpmpp2MSde(0, 1, HEUN),
                  new Dpmpp2MSde(0.5, 1, MIDPOINT),
                  new Dpmpp3MSde(0, 1, PUBLISHED),
                  new Dpmpp3MSde(1, 1, EXACT)))
          .toList();

  /// The weak order is that of the output's variance, to the last level, from the exact law at the
  /// first.
  @ParameterizedTest
  @FieldSource("MEASURED")
  void varianceConvergesAtTheDeclaredOrder(Solver solver) {
    double coarse = varianceError(solver, 128);
    double fine = varianceError(solver, 256);
    assertThat(Math.log(Math.abs(coarse / fine)) / Math.log(2))
        .as("%s: %s, %s", solver.name(), coarse, fine)
        .isCloseTo(solver.order(), within(0.15));
  }

  private static double varianceError(Solver solver, int steps) {
    double lambda = 0.25;
    double top = 3000;
    double bottom = 0.02;
    TimeGrid grid = new LogUniformGrid().toMin(steps, top, bottom);
    LinearResponse response = response(solver, grid, 0.3, lambda);
    assertThat(response.misfit()).isLessThan(1e-10);
    return response.variance(lambda + top * top) / (lambda + bottom * bottom) - 1;
  }

  /// The same law again, by plain sampling: were the noise of two steps correlated, or not of unit
  /// variance, the fit above would not see it.
  @ParameterizedTest
  @FieldSource("SINGLE_DRAW")
  void manySamplesHaveTheMeanAndVarianceOfTheExactRecursion(Solver solver) {
    int n = 40_000;
    double lambda = 0.25;
    Batch x =
        new Sampler(EDM_18, solver, new Start.Prior())
            .sample(Gaussian.isotropic(Shape.vector(1), Vector.of(0.3), lambda), Noise.of(11, n))
            .orElseThrow();
    LinearResponse response = response(solver, EDM_18, 0.3, lambda);
    double variance = response.variance(6400);
    Estimated measured = Estimated.of(x, 0);
    assertThat(measured.mean()).isCloseTo(response.mean(0), within(4 * Math.sqrt(variance / n)));
    assertThat(measured.variance()).isCloseTo(variance, within(4 * variance * Math.sqrt(2.0 / n)));
  }
}
