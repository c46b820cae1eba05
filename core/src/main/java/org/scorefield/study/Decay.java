package org.scorefield.study;

/// How the distance of a loss to its floor falls with the step k, from 1 at k = 0.
public enum Decay {
  /// `exp(-r k)`: the law of gradient descent on one mode, and the bound of Wang, He and Tao
  /// (2406.12839, theorem 1).
  EXPONENTIAL(1, 1),
  /// `exp(-(r k)^b)`, b below 1: a spread of rates.
  STRETCHED(0.1, 3),
  /// `(1 + r k)^-b`: rates down to 0, as modes of ever smaller eigenvalue are learned.
  POWER(0.05, 20);

  private final double leastExponent;
  private final double mostExponent;

  Decay(double leastExponent, double mostExponent) {
    this.leastExponent = leastExponent;
    this.mostExponent = mostExponent;
  }

  /// @param rate r, per step
  /// @param exponent b; of no effect on the exponential
  public double at(double step, double rate, double exponent) {
    return switch (this) {
      case EXPONENTIAL -> Math.exp(-rate * step);
      case STRETCHED -> Math.exp(-Math.pow(rate * step, exponent));
      case POWER -> Math.pow(1 + rate * step, -exponent);
    };
  }

  boolean hasExponent() {
    return leastExponent < mostExponent;
  }

  /// Least exponent a fit considers.
  double leastExponent() {
    return leastExponent;
  }

  double mostExponent() {
    return mostExponent;
  }
}
