package org.scorefield.analytic;

import org.scorefield.array.Batch;
import org.scorefield.denoise.Denoiser;
import org.scorefield.denoise.LogDensity;
import org.scorefield.random.Noise;

/// A law whose noisy versions are all known: an exact denoiser, the log density at any noise level,
/// and exact samples.
public interface Distribution extends Denoiser, LogDensity {

  /// Independent samples of the clean law, one for each index of `noise`.
  Batch sample(Noise noise);

  /// Root mean square over components of the standard deviation: the scale to which noise levels
  /// relate (EDM's sigma_data).
  double scale();

  /// The Gaussian with the mean and covariance of this law: what its score tends to at high noise,
  /// and where a closed-form start takes its trajectory from.
  Gaussian matchingGaussian();
}
