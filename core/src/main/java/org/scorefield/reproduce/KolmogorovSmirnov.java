package org.scorefield.reproduce;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/// The test of Kolmogorov and Smirnov: whether independent samples are from a continuous law.
///
/// @param distance D, the largest distance of the two distribution functions
/// @param samples n
record KolmogorovSmirnov(double distance, int samples) {

  static KolmogorovSmirnov of(double[] samples, DoubleUnaryOperator cdf) {
    double[] sorted = samples.clone();
    Arrays.sort(sorted);
    double n = sorted.length;
    double largest = 0;
    for (int i = 0; i < sorted.length; i++) {
      double share = cdf.applyAsDouble(sorted[i]);
      largest = Math.max(largest, Math.max(share - i / n, (i + 1) / n - share));
    }
    return new KolmogorovSmirnov(largest, sorted.length);
  }

  /// The chance of a distance as large under the law, `2 sum_k (-1)^(k-1) exp(-2 k^2 t^2)` with `t
  /// = (sqrt(n) + 0.12 + 0.11/sqrt(n)) D` (Stephens 1970).
  double chance() {
    double root = Math.sqrt(samples);
    double t = (root + .12 + .11 / root) * distance;
    if (t < .2) {
      return 1;
    }
    double sum = 0;
    for (int k = 1; k <= 100; k++) {
      sum += (k % 2 == 1 ? 2 : -2) * Math.exp(-2 * k * k * t * t);
    }
    return Math.clamp(sum, 0, 1);
  }
}
