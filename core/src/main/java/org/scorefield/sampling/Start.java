package org.scorefield.sampling;

import java.util.List;
import org.scorefield.analytic.ClassLaws;
import org.scorefield.analytic.Distribution;
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

  /// A jump that needs no model: at high noise every score is nearly that of a law known in closed
  /// form, best of all the Gaussian with the data's mean and covariance, so the way from `sigmaMax`
  /// down to the first level of the grid is that law's (Wang and Vastola 2311.10892).
  ///
  /// @param surrogate the law that stands in for the model
  /// @param sigmaMax the level at which the skipped part of the run would have started
  /// @param mode which of the two jumps
  record Teleport(Surrogate surrogate, double sigmaMax, Mode mode) implements Start {

    /// The two jumps of a {@link Teleport}.
    public enum Mode {
      /// The probability-flow ODE solved from `sigmaMax z`: keeps the map from seed to image of the
      /// full run, and with it the full run's small bias from starting at `N(0, sigmaMax^2)`.
      ODE,
      /// The exact noisy law of the surrogate, made from the same z: no bias. Of a Gaussian nearly
      /// the same image; of a mixture each sample draws its component anew.
      EXACT
    }

    public Teleport {
      requireLevel(sigmaMax);
    }

    /// A jump with the law itself and the Gaussian of its mean and covariance.
    public Teleport(Distribution law, double sigmaMax, Mode mode) {
      this(new Surrogate(law), sigmaMax, mode);
    }

    @Override
    public Batch at(double sigma, Shape shape, Noise noise) {
      requireBelow(sigma, sigmaMax);
      return jump(surrogate, mode, white(shape, noise), noise.child("teleport"), sigmaMax, sigma);
    }
  }

  /// A {@link Teleport} in which each sample takes the law of its class, for models that are told
  /// the class too.
  ///
  /// @param laws one for each class
  /// @param classes the class of each sample, by its index; beyond the end the list begins again
  /// @param sigmaMax as in {@link Teleport}
  /// @param mode which of the two jumps
  record ClassTeleport(
      List<Surrogate> laws, List<Integer> classes, double sigmaMax, Teleport.Mode mode)
      implements Start {

    public ClassTeleport {
      requireLevel(sigmaMax);
      laws = List.copyOf(laws);
      classes = List.copyOf(classes);
      if (classes.isEmpty()) {
        throw new IllegalArgumentException("need the class of at least one sample");
      }
      for (int c : classes) {
        java.util.Objects.checkIndex(c, laws.size());
      }
    }

    /// Jumps with the laws of a bank.
    public ClassTeleport(
        ClassLaws laws, List<Integer> classes, double sigmaMax, Teleport.Mode mode) {
      this(laws.gaussians().stream().map(Surrogate::new).toList(), classes, sigmaMax, mode);
    }

    @Override
    public Batch at(double sigma, Shape shape, Noise noise) {
      requireBelow(sigma, sigmaMax);
      Batch white = white(shape, noise);
      Batch[] states = new Batch[noise.count()];
      for (int i = 0; i < states.length; i++) {
        int index = (int) ((noise.firstSample() + i) % classes.size());
        states[i] =
            jump(
                laws.get(classes.get(index)),
                mode,
                white.slice(i, 1),
                noise.slice(i, 1).child("teleport"),
                sigmaMax,
                sigma);
      }
      return states.length == 0 ? white : Batch.concat(List.of(states));
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

  private static Batch jump(
      Surrogate surrogate, Teleport.Mode mode, Batch z, Noise noise, double from, double to) {
    return switch (mode) {
      case ODE -> surrogate.flow(z.times(from), from, to);
      case EXACT -> surrogate.noisy(z, noise, to);
    };
  }

  private static void requireLevel(double sigmaMax) {
    if (!(sigmaMax > 0) || !Double.isFinite(sigmaMax)) {
      throw new IllegalArgumentException("sigma_max must be positive, got " + sigmaMax);
    }
  }

  private static void requireBelow(double sigma, double sigmaMax) {
    if (!(sigma <= sigmaMax)) {
      throw new IllegalArgumentException(
          "sigma_skip = " + sigma + " is above sigma_max = " + sigmaMax + "; choose it below");
    }
  }
}
