package org.scorefield.sampling.solver;

import org.scorefield.array.Batch;
import org.scorefield.sampling.Stepper;

/// How an ancestral step from `sigma` reaches `next`: down to a level below it by the deterministic
/// flow, then up again by fresh noise, `down^2 + up^2 = next^2`, so that the marginal law is kept:
///
/// `up = eta next sqrt(1 - next^2/sigma^2)`, `down = sqrt(next^2 - up^2)`.
///
/// eta = 0 is the deterministic flow. With eta = 1, `up^2` is the variance of the noisier state
/// given both ends, that of DDPM (Ho et al. 2006.11239; in these units Song et al. 2010.02502,
/// equation 16).
///
/// @param down level the deterministic part steps to
/// @param up standard deviation of the fresh noise
record AncestralSplit(double down, double up) {

  static AncestralSplit of(double sigma, double next, double eta) {
    double ratio = next / sigma;
    double up = eta * next * Math.sqrt((1 - ratio) * (1 + ratio));
    // next^2 - up^2 would cancel where next is far below sigma, and only next = 0 may give 0.
    double down = next * Math.sqrt((1 - eta) * (1 + eta) + eta * ratio * (eta * ratio));
    return new AncestralSplit(down, up);
  }

  /// Takes the steps of `flow` to the level below, and adds the noise.
  static Stepper stepper(Stepper flow, double eta, double noiseScale) {
    return (d, x, sigma, next, noise) -> {
      AncestralSplit split = of(sigma, next, eta);
      Batch below = flow.step(d, x, sigma, split.down(), noise);
      return Draw.add(below, noiseScale * split.up(), noise);
    };
  }

  static void requireEta(double eta) {
    if (!(eta >= 0 && eta <= 1)) {
      throw new IllegalArgumentException(
          "eta must be between 0 (deterministic) and 1 (fully ancestral), got " + eta);
    }
  }
}
