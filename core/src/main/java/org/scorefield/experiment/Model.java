package org.scorefield.experiment;

import org.scorefield.analytic.Distribution;
import org.scorefield.denoise.Denoiser;

/// A model and its card.
///
/// @param denoiser what it computes
/// @param card what is known about it
public record Model(Denoiser denoiser, ModelCard card) {

  /// The model as a law whose noisy versions are all known.
  ///
  /// @throws IllegalArgumentException if it is a denoiser and nothing more
  public Distribution law() {
    if (denoiser instanceof Distribution law) {
      return law;
    }
    throw new IllegalArgumentException(
        "a model of kind "
            + card.kind()
            + " is a denoiser without a law in closed form; this needs a gaussian, gmm or empirical model");
  }
}
