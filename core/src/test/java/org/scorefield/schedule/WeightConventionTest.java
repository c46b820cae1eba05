package org.scorefield.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.api.Test;
import org.scorefield.array.Vector;

class WeightConventionTest {
  private static final TimeGrid POLYNOMIAL = new RhoGrid(7).toMin(18, 80, 0.002);
  private static final TimeGrid EXPONENTIAL = new LogUniformGrid().toMin(18, 80, 0.002);

  /// The printed objective of EDM on a grid: beta at each level but the last, without the constant
  /// of the normal density.
  private static Vector betas(TimeGrid grid) {
    double constant = 1.2 * Math.sqrt(2 * Math.PI);
    return Vector.generate(
        grid.steps(),
        k -> constant * new EdmWeighting().total(grid.sigma(k), new LognormalLevels()));
  }

  /// The factor of the score error in theorem 3, `max_j sigma_t^2/w(t)`, for EDM's beta on two
  /// grids; sigma_t^2 = 1/2 d sigma^2/dt. Golden: from the printed formulas, in double precision.
  @Test
  void theFactorOfTheScoreErrorHasThePublishedValuesAtTheHighestLevel() {
    Schedule edm = new Edm();
    Vector polynomial = WeightConvention.PAPER.weights(betas(POLYNOMIAL), POLYNOMIAL, edm);
    Vector exponential =
        WeightConvention.PAPER.weights(betas(EXPONENTIAL), EXPONENTIAL, new VarianceExploding());
    double first = largest(polynomial, POLYNOMIAL, edm);
    double second = largest(exponential, EXPONENTIAL, new VarianceExploding());
    assertThat(first / 3330.20744).isCloseTo(1, within(1e-7));
    assertThat(second / 4321.43451).isCloseTo(1, within(1e-7));
    assertThat(first).isEqualTo(factor(polynomial, POLYNOMIAL, edm, 0));
    assertThat(second).isEqualTo(factor(exponential, EXPONENTIAL, new VarianceExploding(), 0));
    assertThat(first / second).isCloseTo(0.7706255, within(1e-6));
  }

  private static double largest(Vector weights, TimeGrid grid, Schedule clock) {
    double largest = 0;
    for (int k = 0; k < grid.steps(); k++) {
      largest = Math.max(largest, factor(weights, grid, clock, k));
    }
    return largest;
  }

  private static double factor(Vector weights, TimeGrid grid, Schedule clock, int k) {
    double t = clock.time(grid.sigma(k));
    return clock.sigma(t) * clock.sigmaDerivative(t) / weights.get(k);
  }

  /// How far the excess of the objective bounds the score error of sampling on its grid, `kappa =
  /// max_j (1 - v_(j-1)/v_j)/beta_j`. With beta taken level by level two grids differ, because they
  /// are two objectives; with one continuous objective, integrated over each interval, the
  /// difference goes. Golden: from the formulas, in double precision.
  @Test
  void pointwiseBetasOnTwoGridsAreTwoObjectives() {
    int[] steps = {18, 100, 1000};
    double[] known = {0.66790, 0.54363, 0.51806};
    for (int i = 0; i < 3; i++) {
      TimeGrid polynomial = new RhoGrid(7).toMin(steps[i], 80, 0.002);
      TimeGrid exponential = new LogUniformGrid().toMin(steps[i], 80, 0.002);
      double pointwise =
          kappa(betas(polynomial), polynomial) / kappa(betas(exponential), exponential);
      assertThat(pointwise).isCloseTo(known[i], within(1e-5));
    }
    TimeGrid polynomial = new RhoGrid(7).toMin(10_000, 80, 0.002);
    TimeGrid exponential = new LogUniformGrid().toMin(10_000, 80, 0.002);
    double fixed =
        kappa(integrated(polynomial), polynomial) / kappa(integrated(exponential), exponential);
    assertThat(fixed).isCloseTo(1, within(0.01));
  }

  private static Vector integrated(TimeGrid grid) {
    Vector betas = betas(grid);
    return Vector.generate(grid.steps(), k -> betas.get(k) * (grid.sigma(k) - grid.sigma(k + 1)));
  }

  private static double kappa(Vector betas, TimeGrid grid) {
    double largest = 0;
    for (int k = 0; k < grid.steps(); k++) {
      double ratio = grid.sigma(k + 1) / grid.sigma(k);
      largest = Math.max(largest, (1 - ratio * ratio) / betas.get(k));
    }
    return largest;
  }

  @ParameterizedTest
  @EnumSource(WeightConvention.class)
  void weightsAndBetasAreEachOthersInverse(WeightConvention convention) {
    Vector betas = Vector.generate(18, k -> 1 + k * k);
    for (Schedule clock : new Schedule[] {new Edm(), new VarianceExploding(), new VpLinear()}) {
      Vector again =
          convention.betas(convention.weights(betas, POLYNOMIAL, clock), POLYNOMIAL, clock);
      assertThat(again.toArray()).containsExactly(betas.toArray(), within(1e-9));
    }
  }

  /// The same w under the two conventions: betas differ by sigma.
  @Test
  void theCorrectBetaIsThePrintedOneOverSigma() {
    Vector weights = Vector.generate(18, k -> 1 + k);
    Vector printed = WeightConvention.PAPER.betas(weights, POLYNOMIAL, new Edm());
    Vector correct = WeightConvention.CORRECT.betas(weights, POLYNOMIAL, new Edm());
    for (int k = 0; k < 18; k++) {
      assertThat(printed.get(k) / correct.get(k) / POLYNOMIAL.sigma(k)).isCloseTo(1, within(1e-13));
    }
  }

  /// Truth: the weighted score loss of a fixed error on the grid, summed as the definition says, is
  /// the weighted noise loss under the correct convention and not under the printed one.
  @Test
  void onlyTheCorrectConventionKeepsTheLoss() {
    Vector weights = Vector.generate(18, k -> 1 / (1.0 + k));
    double noiseError = 0.3;
    double score = 0;
    for (int k = 0; k < 18; k++) {
      double scoreError = noiseError / POLYNOMIAL.sigma(k);
      double duration = POLYNOMIAL.sigma(k) - POLYNOMIAL.sigma(k + 1);
      score += weights.get(k) * duration * scoreError * scoreError;
    }
    double square = noiseError * noiseError;
    double correct = WeightConvention.CORRECT.betas(weights, POLYNOMIAL, new Edm()).sum() * square;
    double printed = WeightConvention.PAPER.betas(weights, POLYNOMIAL, new Edm()).sum() * square;
    assertThat(correct / score).isCloseTo(1, within(1e-13));
    assertThat(Math.abs(printed / score - 1)).isGreaterThan(0.1);
  }

  @Test
  void oneNumberForEachIntervalIsNeeded() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WeightConvention.CORRECT.betas(Vector.of(1, 2), POLYNOMIAL, new Edm()))
        .withMessageContaining("18 intervals")
        .withMessageContaining("got 2");
  }
}
