package org.scorefield.metric;

import java.util.function.DoubleUnaryOperator;

/// The unbiased two-sample statistic of a kernel, and its standard error: what the energy distance,
/// the MMD and the KID have in common.
///
///     U = mean_{i != j} k(x_i, x_j) + mean_{i != j} k(y_i, y_j) - 2 mean_{i,j} k(x_i, y_j)
///
/// (Gretton et al. 2012, eq. 3, for any n and m). It is unbiased, so it can be negative; of a set of
/// n rows with itself it is exactly `-2/n (mean k(x, x) - mean_{i != j} k(x_i, x_j))`.
///
/// The variance is that of Hoeffding's decomposition to second order,
///
///     4 zeta_x / n + 4 zeta_y / m + 2 xi_xx / n^2 + 2 xi_yy / m^2 + 4 xi_xy / (n m)
///
/// with zeta the variance of `E[k(x, x')|x] - E[k(x, y)|x]` and xi that of the kernel with its
/// conditional means taken out. The first two vanish as the two laws become one, and then the last
/// three are all there is: both are kept, so the standard error holds near equality and far from
/// it. All are estimated from the sums of the kernel and of its square along each row (compare
/// Sutherland and Deka 2019, 1906.02104). Cost: three all-pairs products, 2 (n + m)^2 d.
final class UStatistic {
  /// What a kernel is a function of.
  enum Of {
    PRODUCT,
    SQUARED_DISTANCE
  }

  private UStatistic() {}

  static Estimate of(Points.Pair pair, Of of, DoubleUnaryOperator kernel) {
    Points x = pair.generated();
    Points y = pair.reference();
    Sums xx = Sums.of(x, x, of, kernel);
    Sums yy = Sums.of(y, y, of, kernel);
    Sums xy = Sums.of(x, y, of, kernel);
    Sums yx = Sums.of(y, x, of, kernel);
    double value = xx.mean() + yy.mean() - 2 * xy.mean();
    return new Estimate(value, Math.sqrt(variance(xx, yy, xy, yx)), pair.count());
  }

  /// NaN below 3 rows a side.
  private static double variance(Sums xx, Sums yy, Sums xy, Sums yx) {
    double n = xx.rows();
    double m = yy.rows();
    if (n < 3 || m < 3) {
      return Double.NaN;
    }
    double cross = crossSecondOrder(xy, yx);
    double second =
        2 * xx.secondOrder() / (n * n) + 2 * yy.secondOrder() / (m * m) + 4 * cross / (n * m);
    second = Math.max(0, second);
    // The spread of the row means holds the second-order part twice (Efron and Stein 1981).
    double rowMeans = 4 * varianceOfDifference(xx, xy) / n + 4 * varianceOfDifference(yy, yx) / m;
    return Math.max(rowMeans - second, second);
  }

  private static double varianceOfDifference(Sums within, Sums across) {
    int n = within.rows();
    double mean = within.mean() - across.mean();
    double sum = 0;
    for (int i = 0; i < n; i++) {
      double deviation = within.rowMean(i) - across.rowMean(i) - mean;
      sum += deviation * deviation;
    }
    return sum / (n - 1);
  }

  private static double crossSecondOrder(Sums xy, Sums yx) {
    double mean = xy.mean();
    return xy.meanSquare() - xy.pairedSquare() - yx.pairedSquare() + mean * mean;
  }

  /// Along each row, the sum of the kernel and of its square over the `columns` partners counted.
  private record Sums(double[] sum, double[] squares, int columns) {

    static Sums of(Points x, Points y, Of of, DoubleUnaryOperator kernel) {
      int n = x.count();
      int m = y.count();
      boolean within = x == y;
      double[] sum = new double[n];
      double[] squares = new double[n];
      Points.RowVisitor visitor =
          (i, values, at) -> {
            double s = 0;
            double q = 0;
            for (int j = 0; j < m; j++) {
              if (!within || j != i) {
                double k = kernel.applyAsDouble(values[at + j]);
                s += k;
                q += k * k;
              }
            }
            sum[i] = s;
            squares[i] = q;
          };
      switch (of) {
        case PRODUCT -> x.products(y, visitor);
        case SQUARED_DISTANCE -> x.squaredDistances(y, visitor);
      }
      return new Sums(sum, squares, within ? m - 1 : m);
    }

    int rows() {
      return sum.length;
    }

    double rowMean(int i) {
      return sum[i] / columns;
    }

    double mean() {
      double total = 0;
      for (double s : sum) {
        total += s;
      }
      return total / rows() / columns;
    }

    double meanSquare() {
      double total = 0;
      for (double q : squares) {
        total += q;
      }
      return total / rows() / columns;
    }

    /// Unbiased for E[ E[k|x]^2 ]: pairs of different partners of the same row.
    double pairedSquare() {
      double total = 0;
      for (int i = 0; i < rows(); i++) {
        total += (sum[i] * sum[i] - squares[i]) / columns / (columns - 1);
      }
      return total / rows();
    }

    double secondOrder() {
      double mean = mean();
      return meanSquare() - 2 * pairedSquare() + mean * mean;
    }
  }
}
