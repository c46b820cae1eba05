package org.scorefield.sampling;

import org.scorefield.analytic.Gaussian;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.random.Noise;

/// Where a run starts: the state at the first noise level of its grid.
public sealed interface Start {

  /// The state at noise level `sigma` for the samples of `noise`.
  Batch at(double sigma, Shape shape, Noise noise);

  /// White noise of level sigma: `x = sigma z`. Right where sigma is far above the scale of the
  /// data.
  record Prior() implements Start {
    @Override
    public Batch at(double sigma, Shape shape, Noise noise) {
      return white(shape, noise).times(sigma);
    }
  }

  /// A closed-form jump: at high noise every score is nearly that of a Gaussian with the data's
  /// mean and covariance, so the trajectory from `sigmaMax` down to the first level of the grid
  /// needs no model (Wang and Vastola 2311.10892).
  ///
  /// @param gaussian with the data's mean and covariance
  /// @param sigmaMax the level at which the skipped part of the run would have started
  /// @param mode which of the two jumps
  record Teleport(Gaussian gaussian, double sigmaMax, Mode mode) implements Start {

    /// The two jumps of a {@link Teleport}.
    public enum Mode {
      /// The probability-flow ODE solved from `sigmaMax z`: keeps the map from seed to image of the
      /// full run, and with it the full run's small bias from starting at `N(0, sigmaMax^2)`.
      ODE,
      /// The exact noisy law of the Gaussian from the same z: no bias, nearly the same image.
      EXACT
    }

    public Teleport {
      if (!(sigmaMax > 0) || !Double.isFinite(sigmaMax)) {
        throw new IllegalArgumentException("sigma_max must be positive, got " + sigmaMax);
      }
    }

    @Override
    public Batch at(double sigma, Shape shape, Noise noise) {
      if (sigma > sigmaMax) {
        throw new IllegalArgumentException(
            "sigma_skip = " + sigma + " is above sigma_max = " + sigmaMax + "; choose it below");
      }
      Batch z = white(shape, noise);
      return switch (mode) {
        case ODE -> gaussian.flow(z.times(sigmaMax), sigmaMax, sigma);
        case EXACT -> gaussian.noisy(z, sigma);
      };
    }
  }

  /// States computed elsewhere; sample i of the run starts from row i.
  record Given(Batch states) implements Start {
    @Override
    public Batch at(double sigma, Shape shape, Noise noise) {
      if (!states.shape().equals(shape) || noise.firstSample() + noise.count() > states.count()) {
        throw new IllegalArgumentException(
            "samples "
                + noise.firstSample()
                + " to "
                + (noise.firstSample() + noise.count())
                + " of shape "
                + shape
                + " were asked of "
                + states);
      }
      return states.slice((int) noise.firstSample(), noise.count());
    }
  }

  private static Batch white(Shape shape, Noise noise) {
    return noise.child("start").normal(shape);
  }
}
