package org.scorefield.engine.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AveragingTest {
  @ParameterizedTest
  @ValueSource(doubles = {0.01, 0.05, 0.1, 0.2, 0.28})
  void theExponentGivesTheWidth(double width) {
    double g = new Averaging(width).exponent();
    assertThat(Math.sqrt((g + 1) / ((g + 2) * (g + 2) * (g + 3)))).isCloseTo(width, within(1e-12));
  }

  /// EDM2 (2312.02696, section 3.1) gives 6.94 and 16.97 for 0.10 and 0.05.
  @Test
  void exponentsAreThosePublished() {
    assertThat(new Averaging(0.10).exponent()).isCloseTo(6.94, within(0.005));
    assertThat(new Averaging(0.05).exponent()).isCloseTo(16.97, within(0.005));
  }

  /// The share of step u in the average after t steps is `prod (kept) (1 - kept(u))`; its mean and
  /// deviation over u/t are those of the density `(g+1) u^g`.
  @ParameterizedTest
  @ValueSource(doubles = {0.05, 0.1, 0.2})
  void stepsHaveTheWeightsOfThePowerProfile(double width) {
    Averaging averaging = new Averaging(width);
    int t = 4000;
    double g = averaging.exponent();
    double left = 1;
    double total = 0;
    double first = 0;
    double second = 0;
    for (int u = t; u >= 1; u--) {
      double share = left * (1 - averaging.kept(u));
      double at = (u - 0.5) / t;
      total += share;
      first += share * at;
      second += share * at * at;
      left *= averaging.kept(u);
    }
    double mean = (g + 1) / (g + 2);
    assertThat(total).isCloseTo(1, within(1e-12));
    assertThat(first).isCloseTo(mean, within(1e-3));
    assertThat(Math.sqrt(second - first * first)).isCloseTo(width, within(1e-3 * width + 1e-4));
  }

  @Test
  void theStartIsForgottenInTheFirstStep() {
    assertThat(new Averaging(0.1).kept(1)).isZero();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, 0.29, Double.NaN})
  void widthsThatNoProfileHasAreRefused(double width) {
    assertThatThrownBy(() -> new Averaging(width))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("between 0 and 0.28")
        .hasMessageContaining(Double.toString(width));
  }
}
