package org.scorefield.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Grids that are the optimum for isotropic Gaussian data, of one question each.
class GaussianOptimalGridsTest {
  private static final double C = 0.5;
  private static final double LAM = C * C;
  private static final double TOP = 80;
  private static final double BOTTOM = 0.002;

  @ParameterizedTest
  @ValueSource(doubles = {1e-3, 0.5, 30})
  void eachIsUniformInItsOwnMeasure(double c) {
    double lam = c * c;
    assertUniform(new TotalVarianceGrid(c), v -> Math.log(lam + v));
    assertUniform(new InverseDeviationGrid(c), v -> 1 / Math.sqrt(lam + v));
    assertUniform(new PosteriorPrecisionGrid(c), v -> Math.log(1 / lam + 1 / v));
  }

  private static void assertUniform(GridRule rule, DoubleUnaryOperator measureOfVariance) {
    TimeGrid grid = rule.toMin(9, 20, 0.01);
    double step =
        (measureOfVariance.applyAsDouble(400) - measureOfVariance.applyAsDouble(1e-4)) / 9;
    for (int k = 0; k < 9; k++) {
      double fall =
          measureOfVariance.applyAsDouble(square(grid.sigma(k)))
              - measureOfVariance.applyAsDouble(square(grid.sigma(k + 1)));
      assertThat(fall / step).as(rule.name()).isCloseTo(1, within(1e-7));
    }
  }

  /// Between ends so close that the measures of both agree to most of their digits, all are uniform
  /// in sigma; a formula that subtracts them would give noise.
  @Test
  void closeLevelsLoseNoDigits() {
    double low = 0.002;
    double high = low * (1 + 1e-9);
    for (GridRule rule :
        List.of(
            new TotalVarianceGrid(100),
            new InverseDeviationGrid(100),
            new PosteriorPrecisionGrid(100),
            new TotalVarianceGrid(1e-4),
            new InverseDeviationGrid(1e-4),
            new PosteriorPrecisionGrid(1e-4))) {
      TimeGrid grid = rule.toMin(10, high, low);
      for (int k = 0; k <= 10; k++) {
        assertThat(grid.sigma(k) / low - 1)
            .as(rule.name())
            .isCloseTo(1e-9 * (10 - k) / 10, within(2e-15));
      }
    }
  }

  /// Golden: an independent program. 18 steps from 80 to .002, data of variance 1/4.
  @Test
  void pathDivergencesAreTheKnownOnes() {
    assertThat(scorePath(new TotalVarianceGrid(C).toMin(18, TOP, BOTTOM)))
        .isCloseTo(1.19600797, Percentage.withPercentage(1e-6));
    assertThat(scorePath(new RhoGrid(7).toMin(18, TOP, BOTTOM)))
        .isCloseTo(1.5359017, Percentage.withPercentage(1e-5));
    assertThat(scorePath(new LogUniformGrid().toMin(18, TOP, BOTTOM)))
        .isCloseTo(1.91969, Percentage.withPercentage(1e-4));
    assertThat(denoiserPath(new PosteriorPrecisionGrid(C).toMin(18, TOP, BOTTOM)))
        .isCloseTo(2.10041, Percentage.withPercentage(1e-3));
    assertThat(denoiserPath(new RhoGrid(7).toMin(18, TOP, BOTTOM)))
        .isCloseTo(11.0132, Percentage.withPercentage(1e-3));
    assertThat(denoiserPath(new LogUniformGrid().toMin(18, TOP, BOTTOM)))
        .isCloseTo(4.44944, Percentage.withPercentage(1e-3));
  }

  /// The steps are equal in `ln(lam + v)` and each costs its square over 4: `range^2/(4N)`.
  @Test
  void theBestPathDivergenceFallsAsOneOverTheSteps() {
    double found = scorePath(new TotalVarianceGrid(C).toMin(1000, TOP, BOTTOM));
    assertThat(found).isCloseTo(0.0256706, Percentage.withPercentage(1e-3));
    double range = Math.log((LAM + TOP * TOP) / (LAM + BOTTOM * BOTTOM));
    assertThat(found).isCloseTo(range * range / 4000, Percentage.withPercentage(0.4));
  }

  /// Moving any level of the optimum, either way, makes it worse.
  @Test
  void noNeighbourHasALesserPathDivergence() {
    TimeGrid score = new TotalVarianceGrid(C).toMin(12, TOP, BOTTOM);
    TimeGrid denoiser = new PosteriorPrecisionGrid(C).toMin(12, TOP, BOTTOM);
    for (int k = 1; k < 12; k++) {
      for (double factor : new double[] {0.98, 1.02}) {
        assertThat(scorePath(moved(score, k, factor))).isGreaterThan(scorePath(score));
        assertThat(denoiserPath(moved(denoiser, k, factor))).isGreaterThan(denoiserPath(denoiser));
      }
    }
  }

  /// Golden: an independent program; 1000 steps.
  @Test
  void theSamplesAreClosestOnTheInverseDeviationGrid() {
    double best = marginal(new InverseDeviationGrid(C).toMin(1000, TOP, BOTTOM));
    double tangent = marginal(new TangentGrid(C).toMin(1000, TOP, BOTTOM));
    double edm = marginal(new RhoGrid(7).toMin(1000, TOP, BOTTOM));
    double exponential = marginal(new LogUniformGrid().toMin(1000, TOP, BOTTOM));
    assertThat(best).isCloseTo(3.92083e-6, Percentage.withPercentage(0.1));
    assertThat(tangent).isCloseTo(5.98818e-6, Percentage.withPercentage(0.1));
    assertThat(edm).isCloseTo(2.78312e-5, Percentage.withPercentage(0.1));
    assertThat(exponential).isCloseTo(2.80685e-5, Percentage.withPercentage(0.1));
    for (double other : new double[] {0.8 * C, 1.25 * C}) {
      assertThat(marginal(new InverseDeviationGrid(other).toMin(1000, TOP, BOTTOM)))
          .isGreaterThan(best);
    }
  }

  @Test
  void withoutSpreadTheTotalVarianceIsThatOfTheNoise() {
    TimeGrid total = new TotalVarianceGrid(1e-9).toMin(18, TOP, BOTTOM);
    TimeGrid geometric = new LogUniformGrid().toMin(18, TOP, BOTTOM);
    for (int k = 0; k <= 18; k++) {
      assertThat(total.sigma(k) / geometric.sigma(k)).isCloseTo(1, within(1e-11));
    }
  }

  @Test
  void thePosteriorPrecisionIsTheTotalVarianceTurnedAround() {
    TimeGrid turned = new TotalVarianceGrid(1 / C).toMin(18, 1 / BOTTOM, 1 / TOP);
    TimeGrid grid = new PosteriorPrecisionGrid(C).toMin(18, TOP, BOTTOM);
    for (int k = 0; k <= 18; k++) {
      assertThat(grid.sigma(k) * turned.sigma(18 - k)).isCloseTo(1, within(1e-12));
    }
  }

  /// Golden: the levels of EDM's 18 steps, as published.
  @Test
  void polynomialAndExponentialLevelsAreThePublishedOnes() {
    double[] edm = {
      80,
      58.6714767,
      42.4151893,
      30.1832581,
      21.1086767,
      14.4808082,
      9.72320136,
      6.37361355,
      4.06612360,
      2.51521898,
      1.50174198,
      .860579274,
      .469979058,
      .242380319,
      .116638564,
      .0515323943,
      .0204353346,
      .00703728434,
      .002
    };
    assertThat(new RhoGrid(7).toMin(18, TOP, BOTTOM).sigmas().toArray())
        .usingComparatorWithPrecision(1e-8 * 80)
        .containsExactly(edm);
    assertThat(new LogUniformGrid().toMin(4, 10, 0.1).sigmas().toArray())
        .usingComparatorWithPrecision(1e-8)
        .containsExactly(10, 3.16227766, 1, .316227766, .1);
  }

  /// What is polynomial in the time of either process is a rho grid.
  @ParameterizedTest
  @ValueSource(doubles = {1, 2, 7, 14})
  void polynomialInTimeIsPolynomialInSigma(double a) {
    assertSame(new UniformTimeGrid(new Edm(), a), new RhoGrid(a));
    assertSame(new UniformTimeGrid(new VarianceExploding(), a), new RhoGrid(a / 2));
  }

  @Test
  void exponentialInTimeIsLogUniformForBothClocks() {
    TimeGrid levels = new LogUniformGrid().toMin(18, TOP, BOTTOM);
    for (Schedule clock : List.of(new Edm(), new VarianceExploding())) {
      double first = clock.time(levels.sigma(0));
      double last = clock.time(levels.sigma(18));
      for (int k = 0; k <= 18; k++) {
        double time = first * Math.pow(last / first, k / 18.0);
        assertThat(clock.time(levels.sigma(k)) / time).isCloseTo(1, within(1e-12));
      }
    }
  }

  @Test
  void aScaleIsPositive() {
    for (String text :
        List.of("total-variance:0", "inverse-deviation:-1", "posterior-precision:0")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Grids.parse(text))
          .withMessageContaining("the data's standard deviation c");
    }
    assertThat(Grids.parse("total-variance")).isEqualTo(new TotalVarianceGrid(1));
  }

  private static void assertSame(GridRule a, GridRule b) {
    TimeGrid first = a.toMin(18, TOP, BOTTOM);
    TimeGrid second = b.toMin(18, TOP, BOTTOM);
    for (int k = 0; k <= 18; k++) {
      assertThat(first.sigma(k) / second.sigma(k)).isCloseTo(1, within(1e-10));
    }
  }

  /// Divergence of the path of the SDE with a frozen score, a direction.
  private static double scorePath(TimeGrid grid) {
    double sum = 0;
    for (int k = 0; k < grid.steps(); k++) {
      double t = Math.log1p(drop(grid, k) / (LAM + square(grid.sigma(k + 1))));
      sum += (t + Math.expm1(-t)) / 2;
    }
    return sum;
  }

  /// The same with a frozen denoiser, from the two transition variances.
  private static double denoiserPath(TimeGrid grid) {
    double sum = 0;
    for (int k = 0; k < grid.steps(); k++) {
      double from = square(grid.sigma(k));
      double to = square(grid.sigma(k + 1));
      double ratio = (LAM + to) / (LAM + from) / (to / from);
      sum += (ratio - 1 - Math.log(ratio)) / 2;
    }
    return sum;
  }

  /// Divergence of the samples of the SDE, begun from the exact law.
  private static double marginal(TimeGrid grid) {
    double s = LAM + square(grid.first());
    for (int k = 0; k < grid.steps(); k++) {
      double a = (LAM + square(grid.sigma(k + 1))) / (LAM + square(grid.sigma(k)));
      s = a * a * s + drop(grid, k);
    }
    double ratio = (LAM + square(grid.last())) / s;
    return (ratio - 1 - Math.log(ratio)) / 2;
  }

  private static TimeGrid moved(TimeGrid grid, int k, double factor) {
    double[] sigmas = grid.sigmas().toArray();
    sigmas[k] *= factor;
    return TimeGrid.of(sigmas);
  }

  private static double drop(TimeGrid grid, int k) {
    return square(grid.sigma(k)) - square(grid.sigma(k + 1));
  }

  private static double square(double x) {
    return x * x;
  }
}
