package org.scorefield.metric;

/// Which values of a metric are good, so that a table can sort and a report can colour.
public enum Better {
  /// The smaller the better: a distance.
  SMALLER,
  /// The larger the better: a share of samples that pass.
  LARGER,
  /// The nearer to {@link Metric#target} the better; to overshoot is as bad as to fall short.
  TARGET;

  /// Whether `value` is strictly better than `other`. A NaN is not better than anything, and
  /// nothing is better than it.
  public boolean prefers(double value, double other, double target) {
    return switch (this) {
      case SMALLER -> value < other;
      case LARGER -> value > other;
      case TARGET -> Math.abs(value - target) < Math.abs(other - target);
    };
  }
}
