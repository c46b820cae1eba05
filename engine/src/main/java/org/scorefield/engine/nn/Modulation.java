package org.scorefield.engine.nn;

/// How a block of a {@link UNet} learns the noise level and the condition.
public enum Modulation {
  /// Scales and shifts each channel after the second normalisation (Dhariwal and Nichol 2105.05233,
  /// "adaptive group normalisation").
  SCALE_SHIFT,
  /// Adds to each channel before the second normalisation (Ho et al. 2006.11239; DDPM++ of Song et
  /// al. 2011.13456).
  ADD
}
