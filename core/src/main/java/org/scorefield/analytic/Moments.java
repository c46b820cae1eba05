package org.scorefield.analytic;

import org.scorefield.array.Batch;
import org.scorefield.array.Vector;
import org.scorefield.data.Dataset;
import org.scorefield.linalg.Matrix;
import org.scorefield.linalg.Products;

/// Mean and covariance (divided by N) of a dataset, in one pass over its rows and memory of `d^2 +
/// block * d` numbers. Cost N d^2.
///
/// Rows are shifted by the mean of the first block before they are squared, so that data far from
/// the origin lose no digits.
///
/// @param count N, at least 2
/// @param mean mu, size d
/// @param covariance Sigma, d x d
public record Moments(int count, Vector mean, Matrix covariance) {

  /// @throws IllegalArgumentException if there are fewer than 2 rows or one holds a NaN or infinity
  public static Moments of(Dataset data) {
    requireRows(data);
    int d = data.shape().size();
    int n = data.size();
    int block = Math.min(n, data.comfortableBlock());
    double[] shift = columnMeans(data.rows(0, block));
    double[] gram = new double[Math.multiplyExact(d, d)];
    double[] sum = new double[d];
    for (int from = 0; from < n; from += block) {
      Batch rows = data.rows(from, Math.min(block, n - from));
      requireFinite(data, rows, from);
      double[] centred = rows.toArray();
      for (int at = 0; at < centred.length; at += d) {
        for (int j = 0; j < d; j++) {
          centred[at + j] -= shift[j];
          sum[j] += centred[at + j];
        }
      }
      Products.addGram(centred, rows.count(), d, gram);
    }
    for (int i = 0; i < d; i++) {
      for (int j = i; j < d; j++) {
        gram[i * d + j] = gram[i * d + j] / n - sum[i] / n * (sum[j] / n);
      }
    }
    Products.mirror(gram, d);
    Vector mean = Vector.generate(d, j -> shift[j] + sum[j] / n);
    return new Moments(n, mean, Matrix.adopt(d, d, gram));
  }

  /// The mean alone, in one pass; about the first row, so that data far from the origin lose no
  /// digits. Cost N d.
  ///
  /// @throws IllegalArgumentException if there are no rows or one holds a NaN or infinity
  public static Vector meanOf(Dataset data) {
    if (data.size() < 1) {
      throw new IllegalArgumentException(
          "a mean needs at least 1 row, " + data.name() + " has none");
    }
    int d = data.shape().size();
    int n = data.size();
    int block = data.comfortableBlock();
    double[] shift = data.rows(0, 1).toArray();
    double[] sum = new double[d];
    for (int from = 0; from < n; from += block) {
      Batch rows = data.rows(from, Math.min(block, n - from));
      requireFinite(data, rows, from);
      double[] values = rows.shared();
      for (int at = 0; at < values.length; at += d) {
        for (int j = 0; j < d; j++) {
          sum[j] += values[at + j] - shift[j];
        }
      }
    }
    return Vector.generate(d, j -> shift[j] + sum[j] / n);
  }

  static void requireRows(Dataset data) {
    if (data.size() < 2) {
      throw new IllegalArgumentException(
          "a covariance needs at least 2 rows, " + data.name() + " has " + data.size());
    }
  }

  static void requireFinite(Dataset data, Batch rows, int from) {
    rows.firstNonFinite()
        .ifPresent(i -> {
          throw new IllegalArgumentException(
              "row " + (from + i) + " of " + data.name() + " holds a NaN or an infinity");
        });
  }

  static double[] columnMeans(Batch rows) {
    int d = rows.dimension();
    double[] mean = new double[d];
    double[] values = rows.shared();
    for (int at = 0; at < values.length; at += d) {
      for (int j = 0; j < d; j++) {
        mean[j] += values[at + j];
      }
    }
    for (int j = 0; j < d; j++) {
      mean[j] /= rows.count();
    }
    return mean;
  }
}
