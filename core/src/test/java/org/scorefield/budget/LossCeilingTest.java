package org.scorefield.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.scorefield.RuleDenoiser;
import org.scorefield.analytic.Gaussian;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;

class LossCeilingTest {
  private static final Shape PLANE = Shape.vector(2);
  private static final Gaussian LAW = Gaussian.isotropic(PLANE, Vector.of(0, 0), 0.25);
  private static final LossCeiling CEILING = new LossCeiling(0.25);
  private static final Measured MEASURED = new Measured(LAW, 20, 0.01, 2000, 1);

  @Test
  void theExactDenoiserIsNeverAbove() {
    LossCeiling.Reading reading = CEILING.read(MEASURED.curve(LAW));
    assertThat(reading.above()).isEmpty();
    assertThat(reading.wrong()).isFalse();
    assertThat(reading.range()).isEqualTo("none");
  }

  /// As of a network whose prediction is taken for another one.
  @Test
  void aModelThatAnswersAnotherQuestionIsAboveNearlyEverywhere() {
    RuleDenoiser minus = new RuleDenoiser(PLANE, (x, sigma) -> LAW.denoise(x, sigma).times(-1));
    LossCeiling.Reading reading = CEILING.read(MEASURED.curve(minus));
    assertThat(reading.wrong()).isTrue();
    assertThat(reading.cure()).contains("of 40 noise levels", "scorefield doctor", "--any-wiring");
  }

  /// As of a network at noise it was not trained on: said, not refused.
  @Test
  void aModelThatIsBadAtHighNoiseAloneIsNotCalledWrong() {
    RuleDenoiser half =
        new RuleDenoiser(PLANE, (x, sigma) -> sigma < 5 ? LAW.denoise(x, sigma) : x.times(0.5));
    LossCeiling.Reading reading = CEILING.read(MEASURED.curve(half));
    assertThat(reading.wrong()).isFalse();
    assertThat(reading.above()).isNotEmpty().allMatch(sigma -> sigma >= 5);
    assertThat(reading.range()).startsWith("sigma 5.").endsWith(" to 20.0");
  }

  @Test
  void aVarianceIsPositive() {
    assertThatThrownBy(() -> new LossCeiling(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must be positive, got 0");
  }
}
