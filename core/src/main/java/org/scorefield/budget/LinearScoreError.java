package org.scorefield.budget;

import java.util.function.DoubleUnaryOperator;

/// How the score of a model of Gaussian data is wrong, when it is wrong linearly: along a direction
/// of mean m and variance lambda it is
///
/// `s_theta(y; sigma) = -(1 + eps) (y - m - b)/(lambda + sigma^2)`,
///
/// too strong by a factor and drawn to the wrong mean. eps and b may depend on the noise level;
/// they are the same for every direction. The sign of b is in axes that are turned so that no
/// component of the mean is negative: b > 0 puts the mean farther out.
///
/// The runs of every solver with such a model have a law in closed form ({@link GaussianOutput}),
/// so what a score error does to the samples can be known and not only bounded.
public sealed interface LinearScoreError {
  /// No error.
  LinearScoreError NONE = new Constant(0, 0);

  /// eps at a noise level.
  double relative(double sigma);

  /// b at a noise level, in units of the data.
  double shift(double sigma);

  /// The same at every level.
  ///
  /// @param relative eps; -1 would be a model that answers 0
  /// @param shift b, in units of the data
  record Constant(double relative, double shift) implements LinearScoreError {
    public Constant {
      if (!Double.isFinite(relative) || !Double.isFinite(shift)) {
        throw new IllegalArgumentException(
            "the error of a score is finite, got eps = %s and b = %s".formatted(relative, shift));
      }
    }

    @Override
    public double relative(double sigma) {
      return relative;
    }

    @Override
    public double shift(double sigma) {
      return shift;
    }
  }

  /// Functions of the level.
  ///
  /// @param relative eps by sigma
  /// @param shift b by sigma
  record Varying(DoubleUnaryOperator relative, DoubleUnaryOperator shift)
      implements LinearScoreError {
    @Override
    public double relative(double sigma) {
      return finite(relative.applyAsDouble(sigma), sigma);
    }

    @Override
    public double shift(double sigma) {
      return finite(shift.applyAsDouble(sigma), sigma);
    }

    private static double finite(double value, double sigma) {
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException(
            "the error of the score at sigma = %s is %s; give functions that are finite at every level"
                .formatted(sigma, value));
      }
      return value;
    }
  }
}
