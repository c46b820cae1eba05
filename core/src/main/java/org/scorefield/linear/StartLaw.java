package org.scorefield.linear;

/// The law of the state that a run starts from, mode by mode, when the data are Gaussian.
public sealed interface StartLaw {

  /// Variance of a start at level `sigma` along a direction of variance lambda.
  double variance(double lambda, double sigma);

  /// How far the mean of the start is from that of the data, in units of the mean of the data along
  /// the same direction: 0 where it is the data's, -1 where it is 0.
  double meanOffset(double lambda, double sigma);

  /// The exact law at the first level, `N(mu, Sigma + sigma^2 I)`: how an EXACT teleport starts. No
  /// error of the start.
  record Exact() implements StartLaw {
    @Override
    public double variance(double lambda, double sigma) {
      return lambda + sigma * sigma;
    }

    @Override
    public double meanOffset(double lambda, double sigma) {
      return 0;
    }
  }

  /// White noise `sigma_max z`, carried by the exact flow from `sigmaMax` to the first level: an
  /// ODE teleport, and, where the first level is sigmaMax, the usual start. It has a little too
  /// little variance, `sigma_max^2/(lambda + sigma_max^2)` of it, and the wrong mean.
  ///
  /// @param sigmaMax level of the white noise, > 0
  record White(double sigmaMax) implements StartLaw {
    public White {
      if (!(sigmaMax > 0) || !Double.isFinite(sigmaMax)) {
        throw new IllegalArgumentException("sigma_max must be positive, got " + sigmaMax);
      }
    }

    @Override
    public double variance(double lambda, double sigma) {
      double flow = flow(lambda, sigma);
      return flow * flow * sigmaMax * sigmaMax;
    }

    @Override
    public double meanOffset(double lambda, double sigma) {
      return -flow(lambda, sigma);
    }

    private double flow(double lambda, double sigma) {
      if (sigma > sigmaMax * (1 + 1e-12)) {
        throw new IllegalArgumentException(
            "the first level "
                + sigma
                + " is above sigma_max = "
                + sigmaMax
                + ", where the white noise is; start the grid at or below it");
      }
      return Amplification.exact(lambda, sigmaMax, sigma);
    }
  }
}
