package org.scorefield.linalg;

/// Least squares of a few features, drawn to 0: minimises
///
/// `|t - sum_a w_a f_a|^2 + ridge sum_a w_a^2 |f_a|^2`.
///
/// The penalty is in units of each feature's own square, so that it means the same for all of them.
public final class Ridge {
  private Ridge() {}

  /// The weights, from inner products.
  ///
  /// @param gram `<f_a, f_b>`, m x m, row-major
  /// @param right `<f_a, t>`, m
  /// @param ridge > 0
  public static double[] solve(double[] gram, double[] right, double ridge) {
    int m = right.length;
    double[] penalised = gram.clone();
    for (int a = 0; a < m; a++) {
      penalised[a * m + a] = gram[a * m + a] * (1 + ridge) + Double.MIN_NORMAL;
    }
    Matrix lower = Factorizations.cholesky(Matrix.adopt(m, m, penalised));
    double[] z = right.clone();
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < i; j++) {
        z[i] -= lower.get(i, j) * z[j];
      }
      z[i] /= lower.get(i, i);
    }
    for (int i = m - 1; i >= 0; i--) {
      for (int j = i + 1; j < m; j++) {
        z[i] -= lower.get(j, i) * z[j];
      }
      z[i] /= lower.get(i, i);
    }
    return z;
  }
}
