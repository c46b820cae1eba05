package org.scorefield.sampling;

import org.scorefield.array.Batch;
import org.scorefield.denoise.Denoiser;
import org.scorefield.random.Noise;

/// One run of a {@link Solver}: the history of a multistep method lives here and dies with the run.
/// Only {@link Sampler} calls it.
@FunctionalInterface
public interface Stepper {

  /// The state at noise level `next`, given the state `x` at level `sigma`.
  ///
  /// @param d the model
  /// @param x state at `sigma`, unscaled: x0 + sigma n
  /// @param sigma current noise level, > 0
  /// @param next level to reach, `0 <= next < sigma`
  /// @param noise random numbers of this step, for the samples of `x`
  Batch step(Denoiser d, Batch x, double sigma, double next, Noise noise);
}
