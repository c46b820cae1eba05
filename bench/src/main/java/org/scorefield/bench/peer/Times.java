package org.scorefield.bench.peer;

import java.util.Arrays;
import org.scorefield.array.Vector;

/// The same thing measured several times: seconds, or ratios of seconds.
///
/// @param sorted at least one value, ascending
public record Times(Vector sorted) {
  public Times {
    if (sorted.size() == 0) {
      throw new IllegalArgumentException("need at least one measurement, got none");
    }
    double[] ascending = sorted.toArray();
    Arrays.sort(ascending);
    sorted = Vector.adopt(ascending);
  }

  public static Times of(double... values) {
    return new Times(Vector.of(values));
  }

  public double median() {
    int n = sorted.size();
    return (sorted.get((n - 1) / 2) + sorted.get(n / 2)) / 2;
  }

  public double least() {
    return sorted.first();
  }

  public double most() {
    return sorted.last();
  }

  /// The same in another unit.
  public Times times(double factor) {
    return new Times(Vector.generate(sorted.size(), i -> factor * sorted.get(i)));
  }
}
