package org.scorefield.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.scorefield.linalg.Matrix;

class UStatisticTest {

  /// Signs in equal numbers have mean 0 and square 1, so all sums of the kernel xy are known: the
  /// conditional means vanish, and the variance is its second-order part alone, `2 xi_xx/n^2 + 2
  /// xi_yy/m^2 + 4 xi_xy/(n m)`, with `xi_xx = (n/(n-1))^2` and `xi_xy = 1 + 1/(n-1) + 1/(m-1)`.
  @ParameterizedTest
  @CsvSource({"10, 10", "4, 100", "60, 6"})
  void ofSignsItIsTheClosedForm(int n, int m) {
    Points.Pair pair = new Points.Pair(signs(n), signs(m));
    Estimate estimate = UStatistic.of(pair, UStatistic.Of.PRODUCT, product -> product);
    double a = n - 1;
    double b = m - 1;
    assertThat(estimate.value()).isCloseTo(-1 / a - 1 / b, within(1e-15));
    double variance = 2 / (a * a) + 2 / (b * b) + 4 * (1 + 1 / a + 1 / b) / (n * m);
    assertThat(estimate.standardError()).isCloseTo(Math.sqrt(variance), within(1e-14));
    assertThat(estimate.n()).isEqualTo(Math.min(n, m));
  }

  private static Points signs(int n) {
    double[] values = new double[n];
    Arrays.setAll(values, i -> i % 2 == 0 ? 1 : -1);
    return Points.of(Matrix.adopt(n, 1, values));
  }
}
