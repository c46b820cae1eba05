package org.scorefield.convex;

/// What a hidden unit does with its pre-activation z: piecewise linear and positively homogeneous,
/// `f(c z) = c f(z)` for c >= 0, which is what makes the training of two layers convex.
public enum Activation {
  /// `max(z, 0)`; derivative 1 for z >= 0 and 0 below.
  RELU {
    @Override
    public double value(double z) {
      return Math.max(z, 0);
    }

    @Override
    public double derivative(double z) {
      return z >= 0 ? 1 : 0;
    }
  },

  /// `|z|`; derivative 1 for z >= 0 and -1 below.
  ABSOLUTE {
    @Override
    public double value(double z) {
      return Math.abs(z);
    }

    @Override
    public double derivative(double z) {
      return z >= 0 ? 1 : -1;
    }
  };

  public abstract double value(double z);

  /// The derivative; at the kink z = 0 that of the right side. Score matching sees derivatives at
  /// the data, where kinks like to be, so the convention is part of the objective.
  public abstract double derivative(double z);

  /// How much the slope rises over the kink: 1 or 2.
  public double kink() {
    return derivative(0) - derivative(-1);
  }
}
