package org.scorefield.schedule;

/// The conditions that arguments of a {@link Schedule} meet.
final class Domain {
  private Domain() {}

  /// Requires a time of the schedule.
  static double time(Schedule schedule, double t) {
    if (!(t >= schedule.minTime() && t <= schedule.maxTime())) {
      throw new IllegalArgumentException(
          schedule.name()
              + " runs from t = "
              + schedule.minTime()
              + " to t = "
              + schedule.maxTime()
              + ", got t = "
              + t);
    }
    return t;
  }

  /// Requires a noise level between `lowest` and `highest`; rounding beyond the ends is forgiven.
  static double sigma(Schedule schedule, double sigma, double lowest, double highest) {
    double slack = 1e-12;
    if (!(sigma >= lowest * (1 - slack) && sigma <= highest * (1 + slack))) {
      throw new IllegalArgumentException(
          schedule.name()
              + " reaches noise levels from sigma = "
              + lowest
              + " to "
              + highest
              + ", got "
              + sigma
              + "; choose a level between them, or a schedule that reaches further, such as edm");
    }
    return Math.clamp(sigma, lowest, highest);
  }

  /// Cuts what rounding put beyond the ends of the schedule's time.
  static double within(Schedule schedule, double t) {
    return Math.clamp(t, schedule.minTime(), schedule.maxTime());
  }

  static double positive(String name, double value) {
    if (!(value > 0) || !Double.isFinite(value)) {
      throw new IllegalArgumentException(name + " must be positive and finite, got " + value);
    }
    return value;
  }

  static double finite(String name, double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(name + " must be finite, got " + value);
    }
    return value;
  }

  /// Requires a probability that a quantile exists for at both ends.
  static double share(double u) {
    if (!(u > 0 && u < 1)) {
      throw new IllegalArgumentException(
          "a quantile is asked for at a probability strictly between 0 and 1, got " + u);
    }
    return u;
  }
}
