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
    int tile = Blas.KERNELS.tile();
    return Math.ceilDiv(n, tile) * tile;
  }

  /// `x` (n x d) with zero rows added up to {@link #padded}; a copy.
  public static double[] pad(double[] x, int n, int d) {
    return Arrays.copyOf(x, Math.multiplyExact(padded(n), d));
  }

  /// `X B` for X of n rows, n padded, and B (k x m). Cost 2nkm.
  public static double[] times(double[] x, int n, Matrix b) {
    double[] out = output(x, n, b.rows(), b.columns());
    multiply(false, x, n, b.rows(), b.columns(), b.shared(), 0, 0, out);
    return out;
  }

  /// `X B^T` for X of n rows, n padded, and B (m x k). Cost 2nkm.
  public static double[] timesTransposed(double[] x, int n, Matrix b) {
    double[] out = output(x, n, b.columns(), b.rows());
    multiply(true, x, n, b.columns(), b.rows(), b.shared(), 0, 0, out);
    return out;
  }

  /// Inner products of X (n x d, n padded) with rows `from .. from+count-1` of a table of rows of
  /// d: writes n x count numbers to `out`. Cost 2 n count d.
  public static void inner(
      double[] x, int n, double[] table, int from, int count, int d, double[] out) {
    requirePadded(n);
    multiply(true, x, n, d, count, table, (long) from * d, 0, out);
  }

  /// Adds to each row of `sum` (n x d, n padded) the combination of rows `from .. from+count-1` of
  /// a table with its own row of `weights` (n x count). Cost 2 n count d.
  public static void addCombinations(
      double[] weights, int n, double[] table, int from, int count, int d, double[] sum) {
    requirePadded(n);
    multiply(false, weights, n, count, d, table, (long) from * d, 1, sum);
  }

  /// `out = X op(B) + beta out`, in calls of a length that suits the kernels.
  private static void multiply(
      boolean transposed,
      double[] x,
      int n,
      int k,
      int m,
      double[] b,
      long offsetB,
      double beta,
      double[] out) {
    if (k == 0 || m == 0) {
      return;
    }
    int most = Blas.KERNELS.most(transposed, k, m);
    for (int row = 0; row < n; row += most) {
      Blas.gemm(
          false,
          transposed,
          Math.min(most, n - row),
          m,
          k,
          1,
          x,
          (long) row * k,
          k,
          b,
          offsetB,
          transposed ? k : m,
          beta,
          out,
          (long) row * m,
          m);
    }
  }

  private static double[] output(double[] x, int n, int k, int m) {
    requirePadded(n);
    if ((long) n * k != x.length) {
      throw new IllegalArgumentException(x.length + " values are not " + n + " rows of " + k);
    }
    return new double[Math.multiplyExact(n, m)];
  }

  private static void requirePadded(int n) {
    int tile = Blas.KERNELS.tile();
    if (n % tile != 0) {
      throw new IllegalArgumentException(
          "the number of rows must be a multiple of " + tile + " (see padded), got " + n);
    }
  }
}
