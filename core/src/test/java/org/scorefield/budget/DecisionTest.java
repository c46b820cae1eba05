package org.scorefield.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.scorefield.metric.Estimate;
import org.scorefield.schedule.LogUniformGrid;
import org.scorefield.schedule.RhoGrid;

class DecisionTest {
  private static final Scheme EDM = Scheme.plain("EDM", new RhoGrid(7).toMin(12, 20, 0.01));
  private static final Scheme SONG = Scheme.plain("Song", new LogUniformGrid().toMin(12, 20, 0.01));

  private static Decision decision(double difference, double standardError) {
    return new Decision(EDM, SONG, new Estimate(difference, standardError, 100));
  }

  @Test
  void theOneOfSmallerCostWinsIfTheDifferenceIsBeyondChance() {
    assertThat(decision(-0.3, 0.1).verdict()).isEqualTo(Decision.Verdict.FIRST);
    assertThat(decision(0.3, 0.1).verdict()).isEqualTo(Decision.Verdict.SECOND);
    assertThat(decision(0.3, 0.1).words())
        .isEqualTo("Song has the smaller path divergence, by 0.300 nats (standard error 0.1)");
  }

  @Test
  void withinTwoStandardErrorsItIsATie() {
    assertThat(decision(0.19, 0.1).verdict()).isEqualTo(Decision.Verdict.TIE);
    assertThat(decision(-0.19, 0.1).words()).startsWith("tie: EDM and Song differ by 0.19 nats");
  }

  @Test
  void aTieNeedsAsManyMoreRowsAsTheSquareOfWhatIsMissing() {
    assertThat(decision(0.1, 0.1).rowsNeeded()).isCloseTo(4, within(1e-12));
    assertThat(decision(0.4, 0.1).rowsNeeded()).isLessThan(1);
  }

  @Test
  void schemesOfOtherEndsAreNotCompared() {
    Scheme other = Scheme.plain("other", new RhoGrid(7).toMin(12, 20, 0.02));
    assertThatThrownBy(() -> new Decision(EDM, other, new Estimate(0, 0, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("last levels are 0.01 and 0.02");
  }

  @Test
  void aDifferenceOfUnknownErrorDecidesNothing() {
    assertThat(Decision.Verdict.of(new Estimate(-1, Double.NaN, 1)))
        .isEqualTo(Decision.Verdict.TIE);
    assertThat(Decision.Verdict.of(new Estimate(-1, 0.4, 9))).isEqualTo(Decision.Verdict.FIRST);
  }
}
