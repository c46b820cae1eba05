package org.scorefield.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class BetaGridTest {

  /// Closed forms: the arcsine law, the uniform one, and a power.
  @Test
  void quantilesAreThoseOfLawsInClosedForm() {
    for (double p : new double[] {1e-6, 0.01, 0.2, 0.5, 0.77, 0.99}) {
      double sine = Math.sin(Math.PI * p / 2);
      assertThat(new BetaGrid(0.5, 0.5).quantile(p)).isCloseTo(sine * sine, within(1e-13));
      assertThat(new BetaGrid(1, 1).quantile(p)).isCloseTo(p, within(1e-13));
      assertThat(new BetaGrid(3, 1).quantile(p)).isCloseTo(Math.cbrt(p), within(1e-13));
      assertThat(new BetaGrid(1, 3).quantile(p)).isCloseTo(1 - Math.cbrt(1 - p), within(1e-13));
    }
  }

  @Test
  void theMedianOfASymmetricLawIsHalfWay() {
    for (double a : new double[] {0.3, 0.6, 1, 2, 40}) {
      assertThat(new BetaGrid(a, a).quantile(0.5)).isCloseTo(0.5, within(1e-12));
    }
  }

  @Test
  void parametersMustBePositive() {
    assertThatIllegalArgumentException().isThrownBy(() -> new BetaGrid(0, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new BetaGrid(1, Double.NaN));
  }
}
