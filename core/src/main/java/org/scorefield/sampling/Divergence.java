package org.scorefield.sampling;

import org.scorefield.denoise.Denoiser;
import org.scorefield.denoise.PosteriorCovariance;

/// How a {@link Likelihood} finds the trace of the denoiser's Jacobian, `tr dD/dx`.
public sealed interface Divergence {

  /// Largest dimension for which {@link #bestFor} takes differences in every direction.
  int FEW = 32;

  /// Step of a central difference in units of sigma: for models in double precision. One in single
  /// precision wants about 0.02.
  double DOUBLE_PRECISION_STEP = 1e-4;

  /// The second-order Tweedie formula, `tr dD/dx = tr Cov[x0 | x] / sigma^2`; for denoisers with
  /// {@link PosteriorCovariance}. No error.
  record Exact() implements Divergence {}

  /// Central differences along each of the d directions: 2d evaluations, an error of `O(step^2)`.
  ///
  /// @param step of the difference in units of sigma, > 0
  record Differences(double step) implements Divergence {
    public Differences {
      requireStep(step);
    }
  }

  /// The estimate of Hutchinson (1990), `E[z . J z]` over random z, each by one central difference
  /// along z: 2 evaluations a probe. The same probes are used along the whole trajectory (Grathwohl
  /// et al. 1810.01367), so that the integrand is smooth.
  ///
  /// @param probes number of z, at least 1; 2 or more give a standard error
  /// @param law of the components of z
  /// @param step of the difference in units of sigma, > 0
  record Hutchinson(int probes, Law law, double step) implements Divergence {

    /// Law of the components of a probe; mean 0, variance 1.
    public enum Law {
      /// +1 or -1: the least variance, and none for a diagonal Jacobian.
      RADEMACHER,
      /// Standard normal.
      GAUSSIAN
    }

    public Hutchinson {
      requireStep(step);
      if (probes < 1) {
        throw new IllegalArgumentException(
            "Hutchinson's estimate needs at least 1 probe, and 2 for a standard error, got "
                + probes);
      }
    }
  }

  /// Exact where the model can, differences in few dimensions, 16 Rademacher probes otherwise.
  static Divergence bestFor(Denoiser d) {
    if (d instanceof PosteriorCovariance) {
      return new Exact();
    }
    return d.shape().size() <= FEW
        ? new Differences(DOUBLE_PRECISION_STEP)
        : new Hutchinson(16, Hutchinson.Law.RADEMACHER, DOUBLE_PRECISION_STEP);
  }

  private static void requireStep(double step) {
    if (!(step > 0) || !Double.isFinite(step)) {
      throw new IllegalArgumentException(
          "the step of a difference is a positive part of sigma, such as 1e-4, got " + step);
    }
  }
}
