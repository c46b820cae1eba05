package org.scorefield.analytic;

/// Sums over the components of one row, in a fixed order with four partial sums: the order is part
/// of the result and does not depend on anything but the length.
final class Sums {
  private Sums() {}

  /// Sum of `(a_j - b_j)^2` over d components from the given offsets.
  static double squaredDistance(double[] a, int fromA, double[] b, int fromB, int d) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int j = 0;
    for (; j + 3 < d; j += 4) {
      double e0 = a[fromA + j] - b[fromB + j];
      double e1 = a[fromA + j + 1] - b[fromB + j + 1];
      double e2 = a[fromA + j + 2] - b[fromB + j + 2];
      double e3 = a[fromA + j + 3] - b[fromB + j + 3];
      s0 += e0 * e0;
      s1 += e1 * e1;
      s2 += e2 * e2;
      s3 += e3 * e3;
    }
    for (; j < d; j++) {
      double e = a[fromA + j] - b[fromB + j];
      s0 += e * e;
    }
    return (s0 + s1) + (s2 + s3);
  }

  /// Sum of `w_j (a_j - b_j)^2` over d components; the weights start at 0.
  static double weightedSquaredDistance(
      double[] w, double[] a, int fromA, double[] b, int fromB, int d) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int j = 0;
    for (; j + 3 < d; j += 4) {
      double e0 = a[fromA + j] - b[fromB + j];
      double e1 = a[fromA + j + 1] - b[fromB + j + 1];
      double e2 = a[fromA + j + 2] - b[fromB + j + 2];
      double e3 = a[fromA + j + 3] - b[fromB + j + 3];
      s0 += w[j] * e0 * e0;
      s1 += w[j + 1] * e1 * e1;
      s2 += w[j + 2] * e2 * e2;
      s3 += w[j + 3] * e3 * e3;
    }
    for (; j < d; j++) {
      double e = a[fromA + j] - b[fromB + j];
      s0 += w[j] * e * e;
    }
    return (s0 + s1) + (s2 + s3);
  }

  /// Sum of `a_j^2` over d components.
  static double squares(double[] a, int from, int d) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int j = 0;
    for (; j + 3 < d; j += 4) {
      s0 += a[from + j] * a[from + j];
      s1 += a[from + j + 1] * a[from + j + 1];
      s2 += a[from + j + 2] * a[from + j + 2];
      s3 += a[from + j + 3] * a[from + j + 3];
    }
    for (; j < d; j++) {
      s0 += a[from + j] * a[from + j];
    }
    return (s0 + s1) + (s2 + s3);
  }

  /// `log sum exp` of `width` numbers, with the largest taken out first; -infinity if all are.
  static double logSumExp(double[] values, int from, int width) {
    double max = Double.NEGATIVE_INFINITY;
    for (int k = from; k < from + width; k++) {
      max = Math.max(max, values[k]);
    }
    if (max == Double.NEGATIVE_INFINITY) {
      return max;
    }
    double sum = 0;
    for (int k = from; k < from + width; k++) {
      sum += Math.exp(values[k] - max);
    }
    return max + Math.log(sum);
  }

  /// Softmax in place of `width` numbers, with the largest taken out first. Entries below
  /// `negligible` become 0; a NaN, or infinite exponents throughout, make all entries NaN.
  static void softmax(double[] values, int from, int width, double negligible) {
    double max = Double.NEGATIVE_INFINITY;
    for (int k = from; k < from + width; k++) {
      max = Math.max(max, values[k]);
    }
    double sum = 0;
    for (int k = from; k < from + width; k++) {
      values[k] = Math.exp(values[k] - max);
      sum += values[k];
    }
    for (int k = from; k < from + width; k++) {
      double w = values[k] / sum;
      values[k] = w < negligible ? 0 : w;
    }
  }
}
