package org.scorefield.analytic;

/// Sums over some rows of a dataset with weights `exp(-|x - x_i|^2 / 2 sigma^2)`, for n samples x:
/// total weight, weighted row, weighted squared norm. Weights are held relative to the largest so
/// far, `exp(e_i - max)`, so that nothing over- or underflows (Milakov and Gimelshein 1805.02867).
///
/// Mutable while it is being filled, by one thread.
final class EmpiricalAverage {
  private final int count;
  private final int d;
  private final double[] max;
  private final double[] total;
  private final double[] squares;
  private final double[] sum;

  /// @param count samples, n
  /// @param padded n padded for the BLAS
  EmpiricalAverage(int count, int padded, int d) {
    this.count = count;
    this.d = d;
    this.max = new double[count];
    java.util.Arrays.fill(max, Double.NEGATIVE_INFINITY);
    this.total = new double[count];
    this.squares = new double[count];
    this.sum = new double[padded * d];
  }

  int count() {
    return count;
  }

  double max(int i) {
    return max[i];
  }

  /// The weighted rows, n padded x d, relative to the maximum; to be added to.
  double[] sums() {
    return sum;
  }

  /// Takes the weights of sample i relative to `newMax` from now on, if it is larger.
  void raise(int i, double newMax) {
    if (newMax <= max[i]) {
      return;
    }
    double factor = Math.exp(max[i] - newMax);
    max[i] = newMax;
    if (total[i] == 0) {
      return;
    }
    total[i] *= factor;
    squares[i] *= factor;
    for (int j = i * d; j < (i + 1) * d; j++) {
      sum[j] *= factor;
    }
  }

  /// Counts a weight, already relative to the maximum, of a row of the given squared norm.
  void count(int i, double weight, double squaredNorm) {
    total[i] += weight;
    squares[i] += weight * squaredNorm;
  }

  /// Adds the row at `from` of a table with a weight relative to the maximum.
  void addRow(int i, double weight, double[] table, int from) {
    for (int j = 0; j < d; j++) {
      sum[i * d + j] += weight * table[from + j];
    }
  }

  /// Adds the sums over other rows.
  void merge(EmpiricalAverage other) {
    for (int i = 0; i < count; i++) {
      raise(i, Math.max(max[i], other.max[i]));
      double factor = other.total[i] == 0 ? 0 : Math.exp(other.max[i] - max[i]);
      if (factor == 0) {
        continue;
      }
      total[i] += factor * other.total[i];
      squares[i] += factor * other.squares[i];
      for (int j = i * d; j < (i + 1) * d; j++) {
        sum[j] += factor * other.sum[j];
      }
    }
  }

  /// Component j of the weighted mean row for sample i.
  double mean(int i, int j) {
    return sum[i * d + j] / total[i];
  }

  /// Logarithm of the total weight of sample i.
  double logTotal(int i) {
    return max[i] + Math.log(total[i]);
  }

  /// Trace of the weighted covariance of the rows for sample i.
  double trace(int i) {
    double meanSquare = 0;
    for (int j = 0; j < d; j++) {
      double m = mean(i, j);
      meanSquare += m * m;
    }
    return Math.max(0, squares[i] / total[i] - meanSquare);
  }
}
