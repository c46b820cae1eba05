package org.scorefield.linalg;

import java.util.Arrays;
import org.scorefield.array.Rows;

/// Products of a batch of rows with a matrix.
///
/// **The bits of a row of the result depend on that row and the matrix only**, not on how many rows
/// there are or where it stands among them. A BLAS does not promise this: for a handful of rows,
/// for the last rows of a call and for small products it switches to other kernels, that add in
/// another order. Rows are therefore given to it in calls whose length suits its kernels ({@link
/// Kernels}), the last one filled up with zeros. `ProductsTest` and `KernelsTest` hold it.
public final class Products {
  /// Rows that are enough to keep the BLAS at its best speed.
  private static final int BLOCK = 128;

  /// Rows below which each thread would mostly be busy with its own copy of the matrix.
  private static final int LEAST = 16;

  /// Multiplications below which another thread costs more than it saves.
  private static final int WORK = 1 << 18;

  /// Columns of a tile of a gram or of a panel of a transposed product: the partition is fixed, so
  /// that the number of threads cannot change a bit.
  private static final int PANEL = 128;

  private Products() {}

  /// `X B` for X of n rows (n x k, row-major) and B (k x m). Cost 2nkm.
  public static double[] times(double[] x, int n, Matrix b) {
    return multiply(x, n, b, false);
  }

  /// `X B^T` for X of n rows (n x k, row-major) and B (m x k). Cost 2nkm.
  public static double[] timesTransposed(double[] x, int n, Matrix b) {
    return multiply(x, n, b, true);
  }

  private static double[] multiply(double[] x, int n, Matrix b, boolean transposed) {
    int k = transposed ? b.columns() : b.rows();
    int m = transposed ? b.rows() : b.columns();
    if ((long) n * k != x.length) {
      throw new IllegalArgumentException(
          x.length + " values are not " + n + " rows of the " + k + " that " + b + " multiplies");
    }
    double[] out = new double[Math.multiplyExact(n, m)];
    if (n == 0 || k == 0 || m == 0) {
      return out;
    }
    int tile = Blas.KERNELS.tile(transposed, k, m);
    int most = Blas.KERNELS.most(transposed, k, m);
    Rows.parallel(
        n,
        blockFor(n, (long) k * m),
        (from, to) -> {
          int rest = (to - from) % tile;
          int end = to - rest;
          for (int row = from; row < end; row += most) {
            int rows = Math.min(most, end - row);
            gemm(transposed, rows, m, k, x, (long) row * k, b, out, (long) row * m);
          }
          if (rest > 0) {
            double[] padded = new double[tile * k];
            System.arraycopy(x, end * k, padded, 0, rest * k);
            double[] result = new double[tile * m];
            gemm(transposed, tile, m, k, padded, 0, b, result, 0);
            System.arraycopy(result, 0, out, end * m, rest * m);
          }
        });
    return out;
  }

  /// Rows a thread takes at a time. The split changes no bit, so it may go by what is fast.
  private static int blockFor(int n, long rowCost) {
    int cores = Runtime.getRuntime().availableProcessors();
    long worth = Math.max(1, Math.min(Math.ceilDiv(n, LEAST), n * rowCost / WORK));
    int blocks = (int) Math.min(worth, (long) Math.ceilDiv(n, cores * BLOCK) * cores);
    return Panels.padded(Math.ceilDiv(n, blocks));
  }

  private static void gemm(
      boolean transposed,
      int rows,
      int m,
      int k,
      double[] x,
      long offsetX,
      Matrix b,
      double[] out,
      long offsetOut) {
    Blas.gemm(
        false,
        transposed,
        rows,
        m,
        k,
        1,
        x,
        offsetX,
        k,
        b.shared(),
        0,
        b.columns(),
        0,
        out,
        offsetOut,
        m);
  }

  /// `A^T B` for A (n x p) and B (n x q), both row-major: the sum over rows of outer products. Cost
  /// 2npq, in parallel over panels of columns of A, never over the sum.
  public static Matrix transposeTimes(double[] a, double[] b, int n, int p, int q) {
    double[] out = new double[Math.multiplyExact(p, q)];
    addTransposeTimes(a, b, n, p, q, out);
    return Matrix.adopt(p, q, out);
  }

  /// Adds `A^T B` of n more rows to the p x q accumulator `out`, row-major.
  public static void addTransposeTimes(double[] a, double[] b, int n, int p, int q, double[] out) {
    if ((long) n * p > a.length || (long) n * q > b.length || (long) p * q != out.length) {
      throw new IllegalArgumentException(
          n
              + " rows of "
              + p
              + " and "
              + q
              + " do not fit "
              + a.length
              + ", "
              + b.length
              + " values and a product of "
              + out.length);
    }
    if (n > 0 && p > 0 && q > 0) {
      Rows.parallel(
          p,
          PANEL,
          (from, to) ->
              Blas.gemm(
                  true,
                  false,
                  to - from,
                  q,
                  n,
                  1,
                  a,
                  from,
                  p,
                  b,
                  0,
                  q,
                  1,
                  out,
                  (long) from * q,
                  q));
    }
  }

  /// Adds `X^T X` of n more rows (n x d) to the upper triangle of the d x d accumulator `gram`,
  /// row-major. Cost nd^2, in parallel over tiles of the gram, never over the sum. Call {@link
  /// #mirror} once at the end.
  public static void addGram(double[] x, int n, int d, double[] gram) {
    if ((long) n * d > x.length || (long) d * d != gram.length) {
      throw new IllegalArgumentException(
          n + " rows of " + d + " do not fit " + x.length + " values and a gram of " + gram.length);
    }
    if (n == 0) {
      return;
    }
    int panels = (d + PANEL - 1) / PANEL;
    Rows.parallel(
        panels * panels,
        1,
        (tile, end) -> {
          int row = tile / panels * PANEL;
          int column = tile % panels * PANEL;
          int height = Math.min(PANEL, d - row);
          int width = Math.min(PANEL, d - column);
          long at = (long) row * d + column;
          if (row == column) {
            Blas.addGram(height, n, x, row, d, gram, at, d);
          } else if (row < column) {
            Blas.gemm(true, false, height, width, n, 1, x, row, d, x, column, d, 1, gram, at, d);
          }
        });
  }

  /// Copies the upper triangle of a d x d row-major array onto the lower one.
  public static void mirror(double[] gram, int d) {
    for (int i = 0; i < d; i++) {
      for (int j = 0; j < i; j++) {
        gram[i * d + j] = gram[j * d + i];
      }
    }
  }

  /// Squared Euclidean norm of each of n rows of d.
  public static double[] squaredNorms(double[] x, int n, int d) {
    double[] out = new double[n];
    Arrays.setAll(
        out,
        i -> {
          double sum = 0;
          for (int j = i * d; j < (i + 1) * d; j++) {
            sum += x[j] * x[j];
          }
          return sum;
        });
    return out;
  }
}
