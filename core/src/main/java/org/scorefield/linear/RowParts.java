package org.scorefield.linear;

import java.util.Arrays;
import java.util.stream.IntStream;

/// Parts of a list of rows.
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
}
