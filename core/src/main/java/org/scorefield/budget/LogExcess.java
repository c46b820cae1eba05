package org.scorefield.budget;

/// `x - ln(1 + x)`, which most divergences between Gaussians are made of: for variances P of the
/// first and s of the second it is `2 KL` at `x = P/s - 1`. Relative error below 1e-11 at any x >
/// -1, small ones included.
final class LogExcess {
  private static final double SMALL = 0.01;

  private LogExcess() {}

  static double of(double x) {
    if (Math.abs(x) < SMALL) {
      double tail = 1.0 / 4 - x * (1.0 / 5 - x * (1.0 / 6 - x / 7));
      return x * x * (1.0 / 2 - x * (1.0 / 3 - x * tail));
    }
    return x - Math.log(1 + x);
  }
}
