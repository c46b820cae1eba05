package org.scorefield.linear;

import org.scorefield.array.Vector;
import org.scorefield.denoise.Denoiser;

/// A denoiser of Gaussian data in the axes of their principal directions, one component a mode,
/// that acts on each component alone and affinely: the exact one, or one that is wrong in a known
/// way. What {@link AffineRun} runs a solver on.
public interface ModeModel extends Denoiser {

  /// lambda, the variance of the data along each component.
  Vector variances();

  /// The same model of one component.
  ModeModel mode(int k);

  /// Whether it leaves 0 where it is, at every level; then a run from 0 need not be made.
  boolean centred();
}
