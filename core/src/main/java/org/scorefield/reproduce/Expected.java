package org.scorefield.reproduce;

import org.scorefield.metric.Estimate;

/// What should come out, and who says so. A number that is itself measured by chance may miss by
/// three of its standard errors beyond the tolerance.
public sealed interface Expected {

  /// Standard errors of a measured number that are put down to chance.
  double CHANCE = 3;

  /// Where the expectation comes from.
  String source();

  /// Whether a measured number is as expected.
  boolean metBy(Estimate measured);

  /// A value, to a tolerance.
  ///
  /// @param value expected
  /// @param tolerance largest distance from it, >= 0
  record Near(double value, double tolerance, String source) implements Expected {
    public Near {
      if (!(tolerance >= 0)) {
        throw new IllegalArgumentException("a tolerance must not be negative, got " + tolerance);
      }
    }

    @Override
    public boolean metBy(Estimate measured) {
      return Math.abs(measured.value() - value) <= tolerance + chance(measured);
    }
  }

  /// A range, ends included. One-sided with an infinite end.
  record Within(double least, double most, String source) implements Expected {
    public Within {
      if (!(least <= most)) {
        throw new IllegalArgumentException(
            "a range needs its lower end first, got " + least + " and " + most);
      }
    }

    @Override
    public boolean metBy(Estimate measured) {
      return measured.value() >= least - chance(measured)
          && measured.value() <= most + chance(measured);
    }
  }

  /// Nothing: the number is there for comparison.
  record Nothing() implements Expected {
    @Override
    public String source() {
      return "";
    }

    @Override
    public boolean metBy(Estimate measured) {
      return true;
    }
  }

  static Expected near(double value, double tolerance, String source) {
    return new Near(value, tolerance, source);
  }

  /// A value, to a fraction of itself.
  static Expected nearly(double value, double fraction, String source) {
    return new Near(value, fraction * Math.abs(value), source);
  }

  static Expected atMost(double most, String source) {
    return new Within(Double.NEGATIVE_INFINITY, most, source);
  }

  static Expected atLeast(double least, String source) {
    return new Within(least, Double.POSITIVE_INFINITY, source);
  }

  private static double chance(Estimate measured) {
    return measured.standardError() > 0 ? CHANCE * measured.standardError() : 0;
  }
}
