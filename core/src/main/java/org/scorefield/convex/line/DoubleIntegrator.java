package org.scorefield.convex.line;

/// The linear systems of the interior-point method, each solved in O(n) by two sweeps. Minimise
/// over u_1 ... u_n
///
/// `sum_i (s_i + u_i)^2 / 2 + sum_j d_j (R_j - a_j)^2 / 2`
///
/// for the double integrator `F_i = F_{i-1} + u_i`, `R_{j+1} = R_j + h_j F_j` from `F_0 = 0` and a
/// given R_1, to `F_n = 0`, `R_n = 0`.
///
/// This is smoothing: F is a random walk with increments of mean -s_i and variance 1, and R_j is
/// observed as a_j with precision d_j. The forward sweep is a Kalman filter, the backward sweep the
/// adjoint one (Bryson and Frazier 1963), whose variables are what is sought: the adjoint of F is
/// the piecewise linear function s + u itself, that of R its slope.
///
/// The covariance of (F, R) is kept as `F = q R + e`, var R = B, var e = A. Its determinant A B
/// does not change as R moves on, so every update is a sum, product or quotient of numbers that are
/// not negative: no digit is lost to cancellation, however uneven the spacings h and however far
/// apart the precisions, which in the last iterations span the range of the floating point.
final class DoubleIntegrator {
  private final double[] spacings;
  private final double[] precisions;
  private final double[] regressions;
  private final double[] variances;
  private final double lastVariance;

  /// The covariances; cost 10n.
  ///
  /// @param spacings h, n - 1
  /// @param precisions d_j >= 0; the first and the last are not read
  DoubleIntegrator(double[] spacings, double[] precisions) {
    this.spacings = spacings;
    this.precisions = precisions;
    int n = precisions.length;
    regressions = new double[n];
    variances = new double[n];
    double a = 1;
    double b = 0;
    double q = 0;
    for (int j = 1; j < n; j++) {
      double h = spacings[j - 1];
      double stretch = 1 + h * q;
      double moved = stretch * stretch * b + h * h * a;
      q = (q * stretch * b + h * a) / moved;
      a = 1 + a * (b / moved);
      regressions[j] = q;
      variances[j] = moved;
      b = j == n - 1 ? 0 : moved / (1 + precisions[j] * moved);
    }
    lastVariance = a;
  }

  /// @param function s + u
  /// @param r R_1 ... R_n
  record Smoothed(double[] function, double[] r) {}

  /// The minimum; cost 20n.
  ///
  /// @param s minus the means of the increments
  /// @param pull `d_j a_j`; the first and the last are not read
  /// @param start R_1
  Smoothed smooth(double[] s, double[] pull, double start) {
    int n = s.length;
    double[] r = new double[n];
    double meanF = -s[0];
    double meanR = start;
    for (int j = 1; j < n; j++) {
      meanR += spacings[j - 1] * meanF;
      r[j] = meanR;
      double move = innovation(j, meanR, pull) * variances[j];
      meanR += move;
      meanF += regressions[j] * move - s[j];
    }
    double[] function = new double[n];
    double adjointF = -meanF / lastVariance;
    double adjointR = 0;
    function[n - 1] = adjointF;
    for (int j = n - 1; j > 0; j--) {
      double kept = j == n - 1 ? 0 : 1 / (1 + precisions[j] * variances[j]);
      double pulled = kept * (adjointR + regressions[j] * adjointF);
      adjointR = innovation(j, r[j], pull) + pulled - regressions[j] * adjointF;
      r[j] = j == n - 1 ? 0 : r[j] + variances[j] * (innovation(j, r[j], pull) + pulled);
      adjointF += spacings[j - 1] * adjointR;
      function[j - 1] = adjointF;
    }
    r[0] = start;
    return new Smoothed(function, r);
  }

  /// The innovation over its variance, `(a - R) / (B + 1/d)`.
  private double innovation(int j, double mean, double[] pull) {
    return j == precisions.length - 1
        ? -mean / variances[j]
        : (pull[j] - precisions[j] * mean) / (1 + precisions[j] * variances[j]);
  }
}
