package org.scorefield.linear;

/// Where a finite dataset stops being a model of its law. Below
///
/// `sigma_c = sqrt(tr Sigma / (2 ln N))`
///
/// the softmax weights of the empirical denoiser of N rows gather on a single row, as in Derrida's
/// random-energy model: the exponents `-|x - x_i|^2 / 2 sigma^2` of N rows then differ by more than
/// ln N. Above it, the empirical law stands for the true one in estimates from data alone; at it
/// and below, it only remembers.
public final class Condensation {
  private Condensation() {}

  /// sigma_c for N rows.
  ///
  /// @param totalVariance trace of the covariance
  /// @param rows N, at least 2
  public static double sigma(double totalVariance, long rows) {
    if (!(totalVariance >= 0) || rows < 2) {
      throw new IllegalArgumentException(
          "need a variance of at least 0 and at least 2 rows, got "
              + totalVariance
              + " and "
              + rows);
    }
    return Math.sqrt(totalVariance / (2 * Math.log(rows)));
  }
}
