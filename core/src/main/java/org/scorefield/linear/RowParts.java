package org.scorefield.linear;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.scorefield.metric.Estimate;

/// Parts of a list of rows, and means over rows.
final class RowParts {
  private RowParts() {}

  /// The first or the second half.
  static int[] half(int[] rows, int half) {
    int middle = rows.length / 2;
    return half == 0
        ? Arrays.copyOfRange(rows, 0, middle)
        : Arrays.copyOfRange(rows, middle, rows.length);
  }

  /// All but every K-th row, from the k-th on.
  static int[] without(int[] rows, int k, int blocks) {
    return IntStream.range(0, rows.length).filter(i -> i % blocks != k).map(i -> rows[i]).toArray();
  }

  /// The mean with its standard error.
  static Estimate mean(double[] values) {
    int n = values.length;
    double mean = Arrays.stream(values).sum() / n;
    double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
    return new Estimate(mean, Math.sqrt(squares / (n - 1.0) / n), n);
  }
}
