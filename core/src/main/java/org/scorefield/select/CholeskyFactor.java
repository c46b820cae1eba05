package org.scorefield.select;

import java.util.Arrays;
import org.scorefield.linalg.Factorizations;
import org.scorefield.linalg.Matrix;

/// The lower triangular L of `A = L L^T`, kept up to date while A grows by outer products. Confined
/// to one thread.
final class CholeskyFactor {
  private final int n;
  private final double[] l;

  private CholeskyFactor(int n, double[] l) {
    this.n = n;
    this.l = l;
  }

  /// Of a positive definite matrix.
  static CholeskyFactor of(Matrix a) {
    return new CholeskyFactor(a.rows(), Factorizations.cholesky(a).toArray());
  }

  /// Of `a I`.
  static CholeskyFactor diagonal(int n, double a) {
    return new CholeskyFactor(n, Matrix.diagonal(n, i -> Math.sqrt(a)).toArray());
  }

  /// The factor of `A + x x^T`, by Givens rotations: backward stable. Cost 3n^2.
  void add(double[] x) {
    double[] rest = x.clone();
    for (int j = 0; j < n; j++) {
      double diagonal = l[j * n + j];
      double radius = Math.hypot(diagonal, rest[j]);
      double cosine = diagonal / radius;
      double sine = rest[j] / radius;
      l[j * n + j] = radius;
      for (int i = j + 1; i < n; i++) {
        double below = l[i * n + j];
        l[i * n + j] = cosine * below + sine * rest[i];
        rest[i] = cosine * rest[i] - sine * below;
      }
    }
  }

  /// `L^-1 b`.
  double[] forward(double[] b) {
    double[] u = b.clone();
    for (int i = 0; i < n; i++) {
      double sum = u[i];
      for (int j = 0; j < i; j++) {
        sum -= l[i * n + j] * u[j];
      }
      u[i] = sum / l[i * n + i];
    }
    return u;
  }

  /// `L^-T u`.
  double[] backward(double[] u) {
    double[] w = u.clone();
    for (int i = n - 1; i >= 0; i--) {
      w[i] /= l[i * n + i];
      for (int j = 0; j < i; j++) {
        w[j] -= l[i * n + j] * w[i];
      }
    }
    return w;
  }

  /// `A^-1 B`, column by column. Cost 2n^2 a column.
  Matrix solve(Matrix b) {
    Matrix columns = b.transpose();
    double[] out = new double[n * b.columns()];
    for (int k = 0; k < b.columns(); k++) {
      System.arraycopy(backward(forward(columns.row(k))), 0, out, k * n, n);
    }
    return Matrix.adopt(b.columns(), n, out).transpose();
  }

  /// `x^T A^-1 x`.
  double inverseForm(double[] x) {
    return Arrays.stream(forward(x)).map(u -> u * u).sum();
  }

  /// `ln |A|`.
  double logDeterminant() {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += Math.log(l[i * n + i]);
    }
    return 2 * sum;
  }
}
