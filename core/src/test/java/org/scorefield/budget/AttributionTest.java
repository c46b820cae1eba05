package org.scorefield.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.scorefield.budget.GaussianCases.part;

import org.junit.jupiter.api.Test;

class AttributionTest {
  private static final double ROUNDING = 1e-15;

  private static double on(boolean cause, double value) {
    return cause ? value : 0;
  }

  @Test
  void causesThatAddUpKeepWhatTheyAre() {
    Attribution sum = Attribution.of("error", (i, d, s) -> .5 + on(i, 1) + on(d, 2) + on(s, -4));
    for (ErrorBudget shared : new ErrorBudget[] {sum.telescoped(), sum.shapley()}) {
      assertThat(part(shared, "start")).isCloseTo(1, within(ROUNDING));
      assertThat(part(shared, "discretisation")).isCloseTo(2, within(ROUNDING));
      assertThat(part(shared, "score")).isCloseTo(-4, within(ROUNDING));
      assertThat(part(shared, "early stopping")).isEqualTo(.5);
      assertThat(shared.sum().value()).isCloseTo(-.5, within(4 * ROUNDING));
      assertThat(shared.rule()).isEqualTo(ErrorBudget.Rule.IDENTITY);
    }
  }

  /// What only all three do together is a third of each; in the order of the run it is the last's.
  @Test
  void whatOnlyAllDoTogetherIsSharedEqually() {
    Attribution all = Attribution.of("error", (i, d, s) -> i && d && s ? 6 : 0);
    for (ErrorBudget.Part p : all.shapley().parts()) {
      assertThat(p.value().value()).isCloseTo(2, within(ROUNDING));
    }
    assertThat(part(all.telescoped(), "score")).isEqualTo(6);
    assertThat(all.shapley().parts()).hasSize(3);
  }

  /// What two do together is half of each, and nothing of the third.
  @Test
  void whatTwoDoTogetherIsHalfOfEach() {
    Attribution startScore = Attribution.of("error", (i, _, s) -> i && s ? 1 : 0);
    assertThat(part(startScore.shapley(), "start")).isCloseTo(.5, within(ROUNDING));
    assertThat(part(startScore.shapley(), "discretisation")).isCloseTo(0, within(ROUNDING));
    assertThat(part(startScore.shapley(), "score")).isCloseTo(.5, within(ROUNDING));
    Attribution stepsScore = Attribution.of("error", (_, d, s) -> d && s ? 1 : 0);
    assertThat(part(stepsScore.shapley(), "start")).isCloseTo(0, within(ROUNDING));
    assertThat(part(stepsScore.shapley(), "discretisation")).isCloseTo(.5, within(ROUNDING));
    Attribution startSteps = Attribution.of("error", (i, d, _) -> i && d ? 1 : 0);
    assertThat(part(startSteps.shapley(), "score")).isCloseTo(0, within(ROUNDING));
    assertThat(part(startSteps.shapley(), "start")).isCloseTo(.5, within(ROUNDING));
  }
}
