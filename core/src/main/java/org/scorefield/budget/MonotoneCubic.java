package org.scorefield.budget;

/// The cubic on [0, 1] with given values and slopes at both ends, made monotone by limiting the
/// slopes to three times the rise (Fritsch and Carlson, SIAM J. Numer. Anal. 17, 1980).
record MonotoneCubic(double from, double to, double left, double right) {

  /// @param left slope at 0; what points against the rise counts as 0
  static MonotoneCubic of(double from, double to, double left, double right) {
    double rise = to - from;
    return new MonotoneCubic(from, to, limited(left, rise), limited(right, rise));
  }

  private static double limited(double slope, double rise) {
    double steepest = 3 * rise;
    return steepest > 0 ? Math.clamp(slope, 0, steepest) : Math.clamp(slope, steepest, 0);
  }

  double at(double t) {
    double rise = to - from;
    return from + t * (left + t * (3 * rise - 2 * left - right + t * (left + right - 2 * rise)));
  }

  double slope(double t) {
    double rise = to - from;
    return left + t * (2 * (3 * rise - 2 * left - right) + 3 * t * (left + right - 2 * rise));
  }

  /// Where it takes a value, by Newton's method kept in a shrinking bracket.
  ///
  /// @param value between the ends
  double inverse(double value) {
    double low = 0;
    double high = 1;
    double t = to == from ? 0.5 : (value - from) / (to - from);
    for (int iteration = 0; iteration < 60; iteration++) {
      double off = at(t) - value;
      if (off < 0 == to > from) {
        low = t;
      } else {
        high = t;
      }
      double newton = t - off / slope(t);
      double next = newton > low && newton < high ? newton : (low + high) / 2;
      if (Math.abs(next - t) < 1e-15) {
        return next;
      }
      t = next;
    }
    return t;
  }
}
