package org.scorefield.analytic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ExponentialTest {
  private static double[] of(double... x) {
    double[] out = x.clone();
    Exponential.ofDifferences(out, new double[x.length], new double[x.length], x.length);
    return out;
  }

  @Test
  void isWithinOneUlpOnADenseRange() {
    int n = 1 << 12;
    double[] x = new double[n];
    double[] shift = new double[n];
    Arrays.fill(shift, 3);
    double[] scratch = new double[n];
    double worst = 0;
    double at = 0;
    while (at > -708) {
      for (int i = 0; i < n; i++) {
        x[i] = 3 + at;
        at -= 0.00031;
      }
      double[] exponents = Arrays.stream(x).map(v -> v - 3).toArray();
      Exponential.ofDifferences(x, shift, scratch, n);
      for (int i = 0; i < n && exponents[i] > -708; i++) {
        double expected = StrictMath.exp(exponents[i]);
        worst = Math.max(worst, Math.abs(x[i] - expected) / Math.ulp(expected));
      }
    }
    assertThat(worst).isBetween(0.5, 1.0);
  }

  @Test
  void endsOfTheRangeAreExact() {
    assertThat(of(0, -0.0)).containsExactly(1, 1);
    assertThat(of(-709, -745, -1e300, Double.NEGATIVE_INFINITY)).containsOnly(0);
    assertThat(of(-708.5)[0]).isPositive();
    assertThat(of(Double.NaN)).containsExactly(Double.NaN);
    double tiny = -0x1p-60;
    assertThat(of(tiny)).containsExactly(1);
  }
}
