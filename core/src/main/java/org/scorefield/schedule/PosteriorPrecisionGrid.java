package org.scorefield.schedule;

import org.scorefield.array.Vector;

/// Levels geometric in `1/c^2 + 1/sigma^2`, the precision of what is known of a clean sample once
/// its noisy one is seen:
///
/// `1/sigma_i^2 = 1/sigma_max^2 + (1/c^2 + 1/sigma_max^2) (e^(r_i) - 1)`, r uniform from 0.
///
/// Best for ancestral sampling of DDPM (the denoiser frozen over each step) on isotropic Gaussian
/// data of standard deviation c: its noise is too small by the factor `e^t`, t the step in the
/// logarithm of that precision, which adds `(e^t - 1 - t)/2` nats a direction to the divergence of
/// the path. That is convex in t, and the sum of the t is fixed: no other grid of the same ends has
/// a smaller one, for any number of steps. It is {@link TotalVarianceGrid} turned around: sigma
/// against 1/sigma, c against 1/c.
///
/// @param scale c, the standard deviation of the data, > 0
public record PosteriorPrecisionGrid(double scale) implements GridRule {

  public PosteriorPrecisionGrid {
    Domain.positive("the data's standard deviation c of a posterior-precision grid", scale);
  }

  @Override
  public String name() {
    return "posterior-precision:" + Levels.plain(scale);
  }

  @Override
  public Vector levels(int count, double sigmaMax, double sigmaMin) {
    double least = 1 / (sigmaMax * sigmaMax);
    double total = 1 / (scale * scale) + least;
    double range =
        Math.log1p((sigmaMax / sigmaMin - 1) * (sigmaMax / sigmaMin + 1) * least / total);
    return Levels.between(
        count,
        sigmaMax,
        sigmaMin,
        fraction -> 1 / Math.sqrt(least + total * Math.expm1(fraction * range)));
  }
}
