package org.scorefield.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.scorefield.budget.Agreement.Sampler;

class AgreementTest {
  private static final Agreement AGREEMENT =
      new Agreement(
          List.of(
              new Sampler("a", "one", -3, 0.2),
              new Sampler("b", "one", -2, 0.1),
              new Sampler("a", "two", 5, 0.7),
              new Sampler("b", "two", 6, 0.8)));

  @Test
  void theChosenAndTheBestAreTheLeastPredictedAndRealised() {
    assertThat(AGREEMENT.chosen()).isEqualTo(new Sampler("a", "one", -3, 0.2));
    assertThat(AGREEMENT.best()).isEqualTo(new Sampler("b", "one", -2, 0.1));
    assertThat(AGREEMENT.place()).isEqualTo(2);
  }

  /// One pair of six is in the wrong order; among the grids at the first noise it is the only one.
  @Test
  void theOrderAmongSomeMayBeWrongWhereThatOfAllIsRight() {
    assertThat(AGREEMENT.correlation().kendall()).isEqualTo(4 / 6.0);
    assertThat(AGREEMENT.among(s -> s.noise().equals("one")).correlation().kendall()).isEqualTo(-1);
    assertThat(AGREEMENT.among(s -> s.noise().equals("two")).correlation().kendall()).isEqualTo(1);
  }

  @Test
  void oneSamplerHasNoOrder() {
    assertThatThrownBy(() -> AGREEMENT.among(s -> s.predicted() == 5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least 2 samplers, got 1");
  }
}
