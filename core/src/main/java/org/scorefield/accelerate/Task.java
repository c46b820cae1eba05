package org.scorefield.accelerate;

import org.scorefield.analytic.Gaussian;
import org.scorefield.design.Aim;

/// What a sampler is wanted for.
///
/// @param gaussian of the data: their mean, scale and principal directions
/// @param sigmaMax level of the white noise that runs start from
/// @param sigmaMin lowest positive level at which the model is asked
/// @param evaluations of the model a sample, at least 2
/// @param aim what for
public record Task(Gaussian gaussian, double sigmaMax, double sigmaMin, int evaluations, Aim aim) {

  public Task {
    if (!(0 < sigmaMin && sigmaMin < sigmaMax && Double.isFinite(sigmaMax))) {
      throw new IllegalArgumentException(
          "the noise levels must be 0 < sigma_min < sigma_max, got %s and %s"
              .formatted(sigmaMin, sigmaMax));
    }
    if (evaluations < 2) {
      throw new IllegalArgumentException(
          "a grid needs at least 2 steps to have a shape, got " + evaluations + " evaluations");
    }
  }
}
