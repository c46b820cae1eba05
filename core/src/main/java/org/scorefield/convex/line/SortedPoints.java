package org.scorefield.convex.line;

import java.util.Arrays;
import org.scorefield.array.Vector;

/// Data on the line, `x_1 < x_2 < ... < x_n`: finite, distinct, at least two.
///
/// @param values ascending
public record SortedPoints(Vector values) {

  public SortedPoints {
    double[] x = values.shared();
    if (x.length < 2) {
      throw new IllegalArgumentException(
          "a score on the line needs at least 2 data points, got " + x.length);
    }
    for (int i = 0; i < x.length; i++) {
      if (!Double.isFinite(x[i])) {
        throw new IllegalArgumentException(
            "data must be finite, point " + i + " in ascending order is " + x[i]);
      }
      if (i > 0 && x[i] == x[i - 1]) {
        throw new IllegalArgumentException(
            "data must be distinct, "
                + x[i]
                + " occurs more than once; keep one of each, or add noise: denoising score matching"
                + " does so by itself");
      }
      if (i > 0 && x[i] < x[i - 1]) {
        throw new IllegalArgumentException(
            "data must ascend, got "
                + x[i - 1]
                + " before "
                + x[i]
                + "; SortedPoints.of sorts them");
      }
    }
    if (!Double.isFinite(variance(x))) {
      throw new IllegalArgumentException(
          "data from "
              + x[0]
              + " to "
              + x[x.length - 1]
              + " have no finite variance; rescale them");
    }
  }

  /// Data in any order.
  public static SortedPoints of(double... data) {
    double[] sorted = data.clone();
    Arrays.sort(sorted);
    return new SortedPoints(Vector.adopt(sorted));
  }

  /// Number of points n.
  public int size() {
    return values.size();
  }

  public double first() {
    return values.first();
  }

  public double last() {
    return values.last();
  }

  public double mean() {
    return mean(values.shared());
  }

  /// The mean of the squared deviations, over n.
  public double variance() {
    return variance(values.shared());
  }

  /// The points less their mean over their standard deviation.
  SortedPoints standardised() {
    double mean = mean();
    double scale = Math.sqrt(variance());
    double[] x = values.shared();
    double[] unit = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      unit[i] = (x[i] - mean) / scale;
      if (i > 0 && !(unit[i] > unit[i - 1])) {
        throw new IllegalArgumentException(
            "the points %s and %s coincide to rounding beside a deviation of %s; keep one of them"
                .formatted(x[i - 1], x[i], scale));
      }
    }
    return new SortedPoints(Vector.adopt(unit));
  }

  private static double mean(double[] x) {
    double shift = x[0];
    double sum = 0;
    for (double v : x) {
      sum += v - shift;
    }
    return shift + sum / x.length;
  }

  private static double variance(double[] x) {
    double mean = mean(x);
    double sum = 0;
    for (double v : x) {
      sum += (v - mean) * (v - mean);
    }
    return sum / x.length;
  }
}
