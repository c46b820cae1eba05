package org.scorefield.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.scorefield.metric.Estimate;

class ErrorBudgetTest {
  private static ErrorBudget budget(ErrorBudget.Rule rule, double measured, double error) {
    return new ErrorBudget(
        "nats",
        rule,
        List.of(
            ErrorBudget.Part.exact("start", 0.1),
            new ErrorBudget.Part("discretisation", new Estimate(0.6, 0.03, 50)),
            new ErrorBudget.Part("score", new Estimate(0.3, 0.04, 80))),
        Optional.of(new Estimate(measured, error, 1000)));
  }

  @Test
  void partsAddUpAndErrorsAddInSquares() {
    Estimate sum = budget(ErrorBudget.Rule.IDENTITY, 1, 0).sum();
    assertThat(sum.value()).isCloseTo(1, within(1e-15));
    assertThat(sum.standardError()).isCloseTo(0.05, within(1e-15));
  }

  @Test
  void whatIsUnexplainedIsTheMeasuredErrorWithoutTheParts() {
    Estimate left = budget(ErrorBudget.Rule.IDENTITY, 1.2, 0.12).unexplained().orElseThrow();
    assertThat(left.value()).isCloseTo(0.2, within(1e-12));
    assertThat(left.standardError()).isCloseTo(0.13, within(1e-12));
  }

  @Test
  void anIdentityFailsOnBothSidesABoundOnOne() {
    assertThat(budget(ErrorBudget.Rule.IDENTITY, 0.5, 0).holds(0.1, 3)).isFalse();
    assertThat(budget(ErrorBudget.Rule.IDENTITY, 1.5, 0).holds(0.1, 3)).isFalse();
    assertThat(budget(ErrorBudget.Rule.IDENTITY, 1.05, 0).holds(0.1, 3)).isTrue();
    assertThat(budget(ErrorBudget.Rule.BOUND, 0.5, 0).holds(0.1, 3)).isTrue();
    assertThat(budget(ErrorBudget.Rule.BOUND, 1.5, 0).holds(0.1, 3)).isFalse();
  }

  @Test
  void theLargestPartDominates() {
    assertThat(budget(ErrorBudget.Rule.BOUND, 1, 0).dominant().name()).isEqualTo("discretisation");
  }
}
