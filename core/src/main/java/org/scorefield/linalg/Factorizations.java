package org.scorefield.linalg;

/// Cholesky factors and orthonormal bases, by LAPACK.
public final class Factorizations {
  private Factorizations() {}

  /// The lower triangular L with `A = L L^T`. Cost n^3/3.
  ///
  /// @throws ArithmeticException if A is not positive definite; the message names the minor
  public static Matrix cholesky(Matrix a) {
    int n = a.rows();
    if (n != a.columns()) {
      throw new IllegalArgumentException("need a square matrix, got " + a);
    }
    double[] work = a.toArray();
    int info = n == 0 ? 0 : Blas.cholesky(n, work);
    if (info != 0) {
      throw new ArithmeticException(
          "the matrix is not positive definite (its leading minor of order " + info + " is not)");
    }
    for (int i = 0; i < n; i++) {
      java.util.Arrays.fill(work, i * n + i + 1, (i + 1) * n, 0);
    }
    return Matrix.adopt(n, n, work);
  }

  /// An orthonormal basis of the span of the columns of A (n x k, n >= k), by QR. Cost 4nk^2.
  public static Matrix orthonormalBasis(Matrix a) {
    if (a.rows() < a.columns()) {
      throw new IllegalArgumentException(
          "need at least as many rows as columns, got " + a.rows() + " x " + a.columns());
    }
    double[] work = a.toArray();
    if (a.columns() > 0) {
      Blas.orthonormalise(a.rows(), a.columns(), work);
    }
    return Matrix.adopt(a.rows(), a.columns(), work);
  }
}
