package org.scorefield.schedule;

import java.util.Arrays;
import org.scorefield.array.Vector;

/// A variance-preserving process known at T discrete timesteps, as networks trained in discrete
/// time have it: `z_k = sqrt(abar_k) x0 + sqrt(1 - abar_k) n`, hence `sigma_k = sqrt((1 -
/// abar_k)/abar_k)` and `s_k = sqrt(abar_k)` (Ho et al. 2006.11239). The tables in use are made by
/// {@link DiscreteSchedules}.
///
/// Between timesteps, time is a fractional index and sigma is interpolated, so this is a {@link
/// Schedule} like any other; its derivatives are those of the interpolant, from the right at a
/// timestep.
///
/// @param name the name used on the command line
/// @param sigmas T >= 2 positive noise levels, strictly increasing; the last may be infinite (zero
///   signal-to-noise ratio), and then time ends one index earlier
/// @param interpolation how sigma runs between timesteps
public record DiscreteSchedule(String name, Vector sigmas, Interpolation interpolation)
    implements Schedule {

  /// How sigma runs between two timesteps.
  public enum Interpolation {
    /// sigma is linear in the index.
    LINEAR,
    /// ln sigma is linear in the index.
    LOGARITHMIC
  }

  public DiscreteSchedule {
    int count = sigmas.size();
    if (count < 2) {
      throw new IllegalArgumentException("a discrete schedule needs 2 timesteps, got " + count);
    }
    for (int i = 0; i < count; i++) {
      double sigma = sigmas.get(i);
      boolean zeroSignal = i == count - 1 && count > 2 && sigma == Double.POSITIVE_INFINITY;
      boolean rises = i == 0 ? sigma > 0 : sigma > sigmas.get(i - 1);
      if (!rises || !(Double.isFinite(sigma) || zeroSignal)) {
        throw new IllegalArgumentException(
            "the noise levels of "
                + name
                + " must be positive and rise strictly from timestep to timestep, but timestep "
                + i
                + " has sigma = "
                + sigma
                + (i == 0 ? "" : " after " + sigmas.get(i - 1))
                + "; if the table runs from high noise to low, reverse it");
      }
    }
  }

  /// A table of rates: `abar_k` is the product of `1 - beta_j` over j <= k, summed in logarithms.
  ///
  /// @param betas each strictly between 0 and 1; the last may be 1
  public static DiscreteSchedule ofBetas(String name, Vector betas) {
    double[] sigmas = new double[betas.size()];
    double logSignal = 0;
    for (int i = 0; i < sigmas.length; i++) {
      double beta = betas.get(i);
      if (!(beta > 0 && beta <= 1)) {
        throw new IllegalArgumentException(
            "every beta must lie between 0 and 1, but timestep " + i + " has " + beta);
      }
      logSignal += Math.log1p(-beta);
      sigmas[i] = Math.sqrt(Math.expm1(-logSignal));
    }
    return new DiscreteSchedule(name, Vector.adopt(sigmas), Interpolation.LOGARITHMIC);
  }

  /// A table of `abar`, each between 0 and 1 and strictly decreasing; the last may be 0.
  public static DiscreteSchedule ofAlphasCumprod(String name, Vector alphasCumprod) {
    Vector sigmas =
        Vector.generate(
            alphasCumprod.size(),
            i -> {
              double signal = alphasCumprod.get(i);
              return Math.sqrt((1 - signal) / signal);
            });
    return new DiscreteSchedule(name, sigmas, Interpolation.LOGARITHMIC);
  }

  /// The same table, interpolated otherwise.
  public DiscreteSchedule interpolated(Interpolation other) {
    return new DiscreteSchedule(name, sigmas, other);
  }

  /// Number of timesteps T.
  public int timesteps() {
    return sigmas.size();
  }

  /// `abar` of timestep k, the squared signal coefficient.
  public double alphaCumprod(int timestep) {
    double sigma = sigmas.get(timestep);
    return 1 / (1 + sigma * sigma);
  }

  /// The table shifted and stretched in `sqrt(abar)` so that its first level stays and its last is
  /// pure noise, abar = 0 (Lin et al. 2305.08891, algorithm 1). Networks trained on it must predict
  /// v or x0: noise prediction says nothing at infinite sigma.
  public DiscreteSchedule withZeroTerminalSnr() {
    int last = timesteps() - 1;
    double first = Math.sqrt(alphaCumprod(0));
    double end = Math.sqrt(alphaCumprod(last));
    Vector rescaled =
        Vector.generate(
            timesteps(),
            i -> {
              if (i == 0 || i == last) {
                return i == 0 ? sigmas.first() : Double.POSITIVE_INFINITY;
              }
              double signal = (Math.sqrt(alphaCumprod(i)) - end) * first / (first - end);
              return Math.sqrt((1 - signal) * (1 + signal)) / signal;
            });
    return new DiscreteSchedule(name + "-zero-snr", rescaled, interpolation);
  }

  /// The timestep whose level is nearest to sigma, by ratio. Levels outside the table have its
  /// ends.
  public int nearest(double sigma) {
    double index = index(sigma, Interpolation.LOGARITHMIC);
    int below = (int) index;
    if (below + 1 >= timesteps() || sigma <= sigmas.get(below)) {
      return below;
    }
    double next = sigmas.get(below + 1);
    return sigma / sigmas.get(below) <= next / sigma ? below : below + 1;
  }

  /// The fractional index to tell a network for a noise level: {@link #time}, but levels outside
  /// the table have its ends. This is the noise input of a network trained in discrete time.
  public double noiseInput(double sigma) {
    return index(sigma, interpolation);
  }

  @Override
  public double sigma(double t) {
    int below = below(t);
    return between(below, t - below);
  }

  @Override
  public double scale(double t) {
    return 1 / Math.hypot(1, sigma(t));
  }

  @Override
  public double sigmaDerivative(double t) {
    int below = below(t);
    double low = sigmas.get(below);
    double high = sigmas.get(below + 1);
    return switch (interpolation) {
      case LINEAR -> high - low;
      case LOGARITHMIC -> between(below, t - below) * Math.log(high / low);
    };
  }

  @Override
  public double scaleDerivative(double t) {
    double scale = scale(t);
    return -scale * scale * scale * sigma(t) * sigmaDerivative(t);
  }

  @Override
  public double time(double sigma) {
    return index(
        Domain.sigma(this, sigma, sigmas.first(), sigmas.get((int) maxTime())), interpolation);
  }

  @Override
  public double minTime() {
    return 0;
  }

  @Override
  public double maxTime() {
    return timesteps() - (Double.isFinite(sigmas.last()) ? 1 : 2);
  }

  /// The timestep at or before t that starts an interval.
  private int below(double t) {
    return (int) Math.min(Domain.time(this, t), maxTime() - 1);
  }

  private double between(int below, double fraction) {
    double low = sigmas.get(below);
    double high = sigmas.get(below + 1);
    if (fraction == 0 || fraction == 1) {
      return fraction == 0 ? low : high;
    }
    return switch (interpolation) {
      case LINEAR -> low + fraction * (high - low);
      case LOGARITHMIC -> low * Math.exp(fraction * Math.log(high / low));
    };
  }

  private double index(double sigma, Interpolation rule) {
    if (!(sigma >= 0)) {
      throw new IllegalArgumentException("a noise level must not be negative, got " + sigma);
    }
    int found = Arrays.binarySearch(sigmas.shared(), sigma);
    if (found >= 0) {
      return found;
    }
    int above = -found - 1;
    if (above == 0) {
      return 0;
    }
    if (above > maxTime()) {
      return maxTime();
    }
    double low = sigmas.get(above - 1);
    double high = sigmas.get(above);
    double fraction =
        switch (rule) {
          case LINEAR -> (sigma - low) / (high - low);
          case LOGARITHMIC -> Math.log(sigma / low) / Math.log(high / low);
        };
    return above - 1 + fraction;
  }
}
