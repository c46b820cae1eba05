package org.scorefield.linalg;

import java.util.Arrays;

/// Products on the calling thread, for algorithms that split their work over threads themselves: by
/// component of a mixture, by block of a training set.
///
/// As in {@link Products}, the bits of a row of the result depend on that row and on the other
/// factor only. Here the caller keeps the rows in arrays of {@link #padded} length, the extra rows
/// zero.
public final class Panels {
  private Panels() {}

  /// The number of rows to allocate for n: the next multiple of the tile.
  public static int padded(int n) {
    return Math.ceilDiv(n, Products.TILE) * Products.TILE;
  }

  /// `x` (n x d) with zero rows added up to {@link #padded}; a copy.
  public static double[] pad(double[] x, int n, int d) {
    return Arrays.copyOf(x, Math.multiplyExact(padded(n), d));
  }

  /// `X B` for X of n rows, n padded, and B (k x m). Cost 2nkm.
  public static double[] times(double[] x, int n, Matrix b) {
    double[] out = output(x, n, b.rows(), b.columns());
    if (out.length > 0 && b.rows() > 0) {
      Blas.gemm(
          false,
          false,
          n,
          b.columns(),
          b.rows(),
          1,
          x,
          0,
          b.rows(),
          b.shared(),
          0,
          b.columns(),
          0,
          out,
          0,
          b.columns());
    }
    return out;
  }

  /// `X B^T` for X of n rows, n padded, and B (m x k). Cost 2nkm.
  public static double[] timesTransposed(double[] x, int n, Matrix b) {
    double[] out = output(x, n, b.columns(), b.rows());
    if (out.length > 0 && b.columns() > 0) {
      Blas.gemm(
          false,
          true,
          n,
          b.rows(),
          b.columns(),
          1,
          x,
          0,
          b.columns(),
          b.shared(),
          0,
          b.columns(),
          0,
          out,
          0,
          b.rows());
    }
    return out;
  }

  /// Inner products of X (n x d, n padded) with rows `from .. from+count-1` of a table of rows of
  /// d: writes n x count numbers to `out`. Cost 2 n count d.
  public static void inner(
      double[] x, int n, double[] table, int from, int count, int d, double[] out) {
    requirePadded(n);
    Blas.gemm(false, true, n, count, d, 1, x, 0, d, table, (long) from * d, d, 0, out, 0, count);
  }

  /// Adds to each row of `sum` (n x d, n padded) the combination of rows `from .. from+count-1` of
  /// a table with its own row of `weights` (n x count). Cost 2 n count d.
  public static void addCombinations(
      double[] weights, int n, double[] table, int from, int count, int d, double[] sum) {
    requirePadded(n);
    Blas.gemm(
        false, false, n, d, count, 1, weights, 0, count, table, (long) from * d, d, 1, sum, 0, d);
  }

  private static double[] output(double[] x, int n, int k, int m) {
    requirePadded(n);
    if ((long) n * k != x.length) {
      throw new IllegalArgumentException(x.length + " values are not " + n + " rows of " + k);
    }
    return new double[Math.multiplyExact(n, m)];
  }

  private static void requirePadded(int n) {
    if (n % Products.TILE != 0) {
      throw new IllegalArgumentException(
          "the number of rows must be a multiple of " + Products.TILE + " (see padded), got " + n);
    }
  }
}
