package org.scorefield.linear;

/// The mean over an interval of the exponential through two values at its ends, `(a - b) / (ln a -
/// ln b)`: what integrates a power law exactly in the logarithm of its argument. Both are positive.
final class LogarithmicMean {
  /// Below this log ratio the series, whose next term is then under 1e-16.
  private static final double NEAR = 1e-3;

  private LogarithmicMean() {}

  static double of(double a, double b) {
    double x = Math.log(a / b);
    return Math.abs(x) < NEAR
        ? Math.sqrt(a * b) * (1 + x * x / 24 + x * x * x * x / 1920)
        : (a - b) / x;
  }

  /// The derivative by the first value.
  static double slope(double a, double b) {
    double x = Math.log(a / b);
    return Math.abs(x) < NEAR ? 0.5 - x / 6 + x * x / 24 : (1 - of(a, b) / a) / x;
  }
}
