package org.scorefield.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.scorefield.schedule.GridRule;
import org.scorefield.schedule.LogUniformGrid;
import org.scorefield.schedule.RhoGrid;
import org.scorefield.schedule.TimeGrid;

class PublishedRateTest {
  private static final double RATIO = 4e4;
  private static final Percentage EXACT = Percentage.withPercentage(1e-4);

  /// Golden: an independent program.
  @Test
  void factorsAreTheKnownOnes() {
    double best = PublishedRate.optimalExponent(RATIO);
    assertThat(best).isCloseTo(5.298317, EXACT);
    PublishedRate edm = PublishedRate.polynomial(Clock.EDM, 7);
    assertThat(edm.factor(RATIO)).isCloseTo(222.655394, EXACT);
    assertThat(PublishedRate.polynomial(Clock.EDM, best).factor(RATIO))
        .isCloseTo(207.426817, EXACT);
    assertThat(PublishedRate.exponential(Clock.EDM).factor(RATIO)).isCloseTo(112.288668, EXACT);
    assertThat(edm.sharpened(RATIO)).isCloseTo(135.438875, EXACT);
  }

  /// What the factors stand for, at a thousand steps.
  @Test
  void theSharpenedFactorIsTheLimitOfTheSum() {
    double edm = relativeSteps(new RhoGrid(7).toMin(1000, 80, 0.002));
    double song = relativeSteps(new LogUniformGrid().toMin(1000, 80, 0.002));
    assertThat(edm).isCloseTo(133.41, Percentage.withPercentage(.1));
    assertThat(song).isCloseTo(111.11, Percentage.withPercentage(.1));
    for (double rho : new double[] {2, 7, 30}) {
      double fine = relativeSteps(new RhoGrid(rho).toMin(1_000_000, 80, 0.002));
      assertThat(fine)
          .isCloseTo(
              PublishedRate.polynomial(Clock.EDM, rho).sharpened(RATIO),
              Percentage.withPercentage(.05));
    }
  }

  private static double relativeSteps(TimeGrid grid) {
    double sum = 0;
    for (int k = 0; k < grid.steps(); k++) {
      double step = 1 - grid.sigma(k + 1) / grid.sigma(k);
      sum += step * step;
    }
    return sum * grid.steps();
  }

  @Test
  void theBestExponentOfThePaperIsNoneOfTheSharpenedFactor() {
    double best = PublishedRate.optimalExponent(RATIO);
    double published = PublishedRate.polynomial(Clock.EDM, best).factor(RATIO);
    double last = Double.POSITIVE_INFINITY;
    for (double a = 0.5; a < 300; a *= 1.3) {
      PublishedRate rate = PublishedRate.polynomial(Clock.EDM, a);
      assertThat(rate.factor(RATIO)).isGreaterThanOrEqualTo(published);
      assertThat(rate.sharpened(RATIO)).isLessThan(last).isLessThan(rate.factor(RATIO));
      last = rate.sharpened(RATIO);
    }
    assertThat(last).isCloseTo(112.288668, Percentage.withPercentage(.1));
  }

  /// The sum that was simplified, on the levels of the rate: it stays below, up to the square of a
  /// step, and for sharpened factors comes near.
  @ParameterizedTest
  @EnumSource(Clock.class)
  void theNoisePartOfTheTheoremIsWithinTheRate(Clock clock) {
    Moments data = new Moments(5, 5);
    for (PublishedRate rate :
        List.of(
            PublishedRate.polynomial(clock, 3),
            PublishedRate.polynomial(clock, 7),
            PublishedRate.exponential(clock))) {
      TimeGrid grid = rate.rule().toMin(3000, 20, 0.05);
      double ratio = clock.time(20) / clock.time(0.05);
      PublishedBound bound = new PublishedBound(grid, clock, data);
      double charge = clock == Clock.EDM ? 1 : 4;
      double sharp = 5 * rate.sharpened(ratio) / 3000 / charge;
      assertThat(bound.noise()).isCloseTo(sharp, Percentage.withPercentage(1));
      ErrorBudget simple = rate.bound(20, 0.05, 3000, data);
      assertThat(simple.rule()).isEqualTo(ErrorBudget.Rule.BOUND);
      assertThat(simple.parts().get(0).value().value()).isCloseTo(5 / 400.0, EXACT);
      double noise = simple.parts().get(1).value().value();
      assertThat(noise).isCloseTo(5 * rate.factor(ratio) / 3000, EXACT);
      assertThat(bound.noise()).isLessThanOrEqualTo(noise * 1.001);
      assertThat(bound.spacing()).isLessThanOrEqualTo(simple.parts().get(2).value().value());
    }
  }

  /// `(m + d)(a^2 r^(1/a)/N + a^3 r^(2/a)/N^2)` on sigma = t, without the second on the other.
  @Test
  void theSpacingPartHasASecondOrderOnOneClock() {
    Moments data = new Moments(2, 3);
    double edm = spacing(PublishedRate.polynomial(Clock.EDM, 2).bound(9, 1, 10, data));
    assertThat(edm).isCloseTo(5 * (4 * 3 / 10.0 + 8 * 9 / 100.0), EXACT);
    double song = spacing(PublishedRate.polynomial(Clock.SONG, 2).bound(9, 1, 10, data));
    assertThat(song).isCloseTo(5 * (4 * 9 / 10.0), EXACT);
    double log = Math.log(9);
    double exponential = spacing(PublishedRate.exponential(Clock.EDM).bound(9, 1, 10, data));
    assertThat(exponential).isCloseTo(5 * (log * log / 10 + log * log * log / 100), EXACT);
    double squared = spacing(PublishedRate.exponential(Clock.SONG).bound(9, 1, 10, data));
    assertThat(squared).isCloseTo(5 * (4 * log * log / 10), EXACT);
  }

  private static double spacing(ErrorBudget budget) {
    return budget.parts().get(2).value().value();
  }

  @Test
  void theCorollaryAddsWhatTrainingLeft() {
    Moments data = new Moments(2, 3);
    PublishedRate rate = PublishedRate.polynomial(Clock.EDM, 7);
    double without = rate.bound(80, 0.002, 20, data).sum().value();
    double early = rate.bound(80, 0.002, 20, data, 0.5, 0.01, 0).sum().value();
    double late = rate.bound(80, 0.002, 20, data, 0.5, 0.01, 1000).sum().value();
    assertThat(early - without).isCloseTo(1.5 / 20, within(1e-9));
    assertThat(late - without).isCloseTo((0.5 + Math.pow(.99, 1000)) / 20, within(1e-9));
  }

  /// The rates of the paper: with the first level at `m_2/sqrt(accuracy)`, four times the accuracy
  /// takes so many times the steps.
  @Test
  void stepsGrowWithTheAccuracyAsPublished() {
    Moments data = new Moments(4, 4);
    assertThat(PublishedRate.sigmaMax(0.01, data)).isCloseTo(20, EXACT);
    assertThat(PublishedRate.polynomial(Clock.EDM, 2).steps(0.01, 0.05, data))
        .isCloseTo(4 * 20 * 8 / 0.01, EXACT);
    assertThat(PublishedRate.polynomial(Clock.SONG, 2).steps(0.01, 0.05, data))
        .isCloseTo(4 * 400 * 8 / 0.01, EXACT);
    double log = Math.log(400);
    assertThat(PublishedRate.exponential(Clock.EDM).steps(0.01, 0.05, data))
        .isCloseTo(log * log * 8 / 0.01, EXACT);
    assertThat(PublishedRate.exponential(Clock.SONG).steps(0.01, 0.05, data))
        .isCloseTo(4 * log * log * 8 / 0.01, EXACT);
  }

  @Test
  void theLevelsOfARateAreUniformInThePowerOfTime() {
    for (Clock clock : Clock.values()) {
      GridRule rule = PublishedRate.polynomial(clock, 7).rule();
      TimeGrid grid = rule.toMin(18, 80, 0.002);
      double first = Math.pow(clock.time(80), 1 / 7.0);
      double last = Math.pow(clock.time(0.002), 1 / 7.0);
      for (int k = 0; k <= 18; k++) {
        assertThat(Math.pow(clock.time(grid.sigma(k)), 1 / 7.0))
            .isCloseTo(first + (last - first) * k / 18, within(1e-12));
      }
    }
  }

  @Test
  void anExponentIsPositive() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PublishedRate.polynomial(Clock.EDM, 0))
        .withMessageContaining("must be positive and finite, got 0");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> PublishedRate.exponential(Clock.EDM).bound(80, 1, 9, new Moments(1, 1), 0, 2, 1))
        .withMessageContaining("between 0 and 1, got 2");
  }
}
