package org.scorefield.metric;

import java.util.Arrays;

/// The k smallest of a row of distances.
final class Nearest {
  private Nearest() {}

  /// Indices of the k smallest of `values[at .. at+n-1]`, counted from `at`, smallest first; of
  /// equal values the first comes first. Cost `n` comparisons and few moves.
  static int[] indices(int k, double[] values, int at, int n) {
    int[] index = new int[k];
    double[] least = new double[k];
    Arrays.fill(least, Double.POSITIVE_INFINITY);
    for (int j = 0; j < n; j++) {
      double v = values[at + j];
      if (v < least[k - 1]) {
        int i = k - 1;
        while (i > 0 && least[i - 1] > v) {
          least[i] = least[i - 1];
          index[i] = index[i - 1];
          i--;
        }
        least[i] = v;
        index[i] = j;
      }
    }
    return index;
  }
}
