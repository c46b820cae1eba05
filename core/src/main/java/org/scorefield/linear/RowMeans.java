package org.scorefield.linear;

import org.scorefield.metric.Estimate;

/// Means of numbers that belong to n independent rows, with one or more draws of noise each. Draws
/// of one row are not independent, so the standard error is that of the mean of row means. Not safe
/// to share between threads.
final class RowMeans {
  private final double[] values;
  private final int repeats;

  /// @param rows n
  /// @param repeats draws a row; draw j of row i is value `i * repeats + j`
  RowMeans(int rows, int repeats) {
    this.values = new double[rows];
    this.repeats = repeats;
  }

  void add(int sample, double value) {
    values[sample / repeats] += value / repeats;
  }

  int count() {
    return values.length;
  }

  Estimate mean() {
    return Estimate.mean(values);
  }

  /// The ratio of two means, with the standard error of its linearisation. 0 over 0 is 0.
  Estimate over(RowMeans denominator) {
    double bottom = denominator.mean().value();
    double top = mean().value();
    if (top == 0 && bottom == 0) {
      return new Estimate(0, 0, count());
    }
    double ratio = top / bottom;
    double[] influences = new double[count()];
    for (int i = 0; i < influences.length; i++) {
      influences[i] = (values[i] - ratio * denominator.values[i]) / bottom;
    }
    return new Estimate(ratio, Estimate.mean(influences).standardError(), count());
  }
}
