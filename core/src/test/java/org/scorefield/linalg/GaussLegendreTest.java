package org.scorefield.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GaussLegendreTest {

  private static double integral(GaussLegendre rule, DoubleUnaryOperator f) {
    double sum = 0;
    for (int i = 0; i < rule.points(); i++) {
      sum += rule.weight(i) * f.applyAsDouble(rule.node(i));
    }
    return sum;
  }

  private static double monomial(int power) {
    return power % 2 == 0 ? 2.0 / (power + 1) : 0;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 8, 16, 20, 40, 101})
  void isExactForPolynomialsOfDegreeTwoNMinusOne(int n) {
    GaussLegendre rule = GaussLegendre.of(n);
    for (int power = 0; power < 2 * n; power++) {
      int p = power;
      assertThat(integral(rule, x -> Math.pow(x, p))).isCloseTo(monomial(p), within(4e-15));
    }
    for (int i = 1; i < n; i++) {
      assertThat(rule.node(i)).isGreaterThan(rule.node(i - 1));
    }
  }

  /// The error at degree 2n is known: `2^(2n+1) (n!)^4 / ((2n+1) (2n)!^2)`.
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 8})
  void isNotExactBeyond(int n) {
    double error = 2.0 / (2 * n + 1);
    for (int k = 1; k <= n; k++) {
      double ratio = 2.0 * k / (n + k);
      error *= ratio * ratio;
    }
    double missed = monomial(2 * n) - integral(GaussLegendre.of(n), x -> Math.pow(x, 2 * n));
    assertThat(missed).isCloseTo(error, within(1e-14));
  }

  @Test
  void threePointsAreThoseOfTheTables() {
    GaussLegendre rule = GaussLegendre.of(3);
    assertThat(rule.node(2)).isCloseTo(Math.sqrt(0.6), within(1e-16));
    assertThat(rule.weight(1)).isCloseTo(8 / 9.0, within(1e-15));
    assertThat(rule.weight(0)).isCloseTo(5 / 9.0, within(1e-15));
  }

  @Test
  void noPointsAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GaussLegendre.of(0))
        .withMessageContaining("got 0");
  }
}
