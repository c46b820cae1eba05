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
