package org.scorefield.convex;

import org.scorefield.array.Batch;
import org.scorefield.array.Vector;
import org.scorefield.linalg.Factorizations;
import org.scorefield.linalg.Matrix;
import org.scorefield.linalg.Products;
import org.scorefield.linalg.SymmetricEigen;

/// Minimises over the unpenalised `V x + c` in closed form: residuals are projected by `Pi = I - Q
/// Q^T`, Q an orthonormal basis of the columns of X and of ones, as far as they are free.
///
/// @param part what is free
/// @param basis Q, n x k
/// @param rows X, centred when c is free, n x d
/// @param precision `(X^T X)^-1`, d x d; 0 x 0 without skip connection
/// @param mean of the rows that was taken off; 0 when c is not free
public record AffineProjection(
    AffinePart part, Matrix basis, double[] rows, Matrix precision, double[] mean) {

  /// @throws IllegalArgumentException if V is not determined by the data
  public static AffineProjection of(Batch x, AffinePart part) {
    int n = x.count();
    int d = x.dimension();
    double[] mean = part.bias() ? mean(x.shared(), n, d) : new double[d];
    double[] rows = less(x, mean);
    int columns = (part.skip() ? d : 0) + (part.bias() ? 1 : 0);
    Matrix precision =
        part.skip() ? precision(rows, n, d, part.bias()) : Matrix.adopt(0, 0, new double[0]);
    double[] free = new double[Math.multiplyExact(n, columns)];
    for (int r = 0; r < n; r++) {
      if (part.skip()) {
        System.arraycopy(rows, r * d, free, r * columns, d);
      }
      if (part.bias()) {
        free[r * columns + columns - 1] = 1;
      }
    }
    Matrix basis = Factorizations.orthonormalBasis(Matrix.adopt(n, columns, free));
    return new AffineProjection(part, basis, rows, precision, mean);
  }

  /// Whether the data determine V, if it is free.
  public static boolean determines(Batch x, AffinePart part) {
    int n = x.count();
    int d = x.dimension();
    double[] rows = part.bias() ? less(x, mean(x.shared(), n, d)) : x.shared();
    return !part.skip()
        || rank(SymmetricEigen.of(Products.transposeTimes(rows, rows, n, d, d))) == d;
  }

  private static double[] less(Batch x, double[] mean) {
    double[] rows = x.toArray();
    for (int k = 0; k < rows.length; k++) {
      rows[k] -= mean[k % mean.length];
    }
    return rows;
  }

  private static long rank(SymmetricEigen eigen) {
    double floor = 1e-12 * eigen.values().first();
    return eigen.values().stream().filter(v -> v > floor).count();
  }

  private static Matrix precision(double[] rows, int n, int d, boolean centred) {
    Matrix root = root(Products.transposeTimes(rows, rows, n, d, d), n, centred);
    return root.timesTransposed(root);
  }

  /// K with `K K^T = (X^T X)^-1`, so that the columns of `X K` are orthonormal.
  ///
  /// @param moments `X^T X`, d x d
  /// @param n rows of X
  /// @param centred whether their mean was taken off
  /// @throws IllegalArgumentException if the rows do not span all components
  public static Matrix root(Matrix moments, long n, boolean centred) {
    int d = moments.rows();
    SymmetricEigen eigen = SymmetricEigen.of(moments);
    long rank = rank(eigen);
    if (rank < d) {
      throw new IllegalArgumentException(
          "the skip connection is not determined: "
              + n
              + " rows"
              + (centred ? ", less their mean," : "")
              + " span "
              + rank
              + " of d = "
              + d
              + " components; leave it out, take more rows than components, or work in the"
              + " principal directions of the data");
    }
    double[] scaled = eigen.vectors().toArray();
    for (int k = 0; k < scaled.length; k++) {
      scaled[k] /= Math.sqrt(eigen.values().get(k % d));
    }
    return Matrix.adopt(d, d, scaled);
  }

  private static double[] mean(double[] s, int n, int d) {
    double[] mean = new double[d];
    for (int k = 0; k < n * d; k++) {
      mean[k % d] += s[k] / n;
    }
    return mean;
  }

  /// `Pi S`, n x q.
  public double[] project(double[] s) {
    if (basis.columns() == 0) {
      return s;
    }
    int n = basis.rows();
    Matrix inner = Matrix.adopt(basis.columns(), s.length / n, inner(s));
    double[] span = Products.times(basis.shared(), n, inner);
    for (int k = 0; k < span.length; k++) {
      span[k] = s[k] - span[k];
    }
    return span;
  }

  /// `Q^T S`, k x q.
  public double[] inner(double[] s) {
    int n = basis.rows();
    return Products.transposeTimes(basis.shared(), s, n, basis.columns(), s.length / n).toArray();
  }

  /// `X (X^T X)^-1`, n x d.
  public double[] dualOfTrace() {
    return Products.times(rows, basis.rows(), precision);
  }

  /// `tr (X^T X)^-1`.
  public double tracePrecision() {
    double sum = 0;
    for (int j = 0; j < precision.rows(); j++) {
      sum += precision.get(j, j);
    }
    return sum;
  }

  /// `V^T = (X^T X)^-1 (X^T R - trace I)` for R of n x q, V being q x d; 0 without skip connection.
  ///
  /// @param trace 0 unless q = d
  public Matrix slope(double[] r, double trace, int q) {
    int d = mean.length;
    if (!part.skip()) {
      return Matrix.adopt(q, d, new double[q * d]);
    }
    double[] right = Products.transposeTimes(rows, r, basis.rows(), d, q).toArray();
    for (int j = 0; trace != 0 && j < d; j++) {
      right[j * q + j] -= trace;
    }
    return precision.times(Matrix.adopt(d, q, right)).transpose();
  }

  /// `c = mean of R - V mean`, q; 0 if c is not free.
  public Vector offset(double[] r, Matrix slope, int q) {
    if (!part.bias()) {
      return Vector.adopt(new double[q]);
    }
    double[] c = mean(r, basis.rows(), q);
    double[] moved = Products.timesTransposed(mean, 1, slope);
    return Vector.generate(q, j -> c[j] - moved[j]);
  }
}
