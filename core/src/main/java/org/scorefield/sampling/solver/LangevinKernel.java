package org.scorefield.sampling.solver;

import org.scorefield.array.Batch;
import org.scorefield.array.Vector;
import org.scorefield.denoise.Denoiser;
import org.scorefield.random.Noise;

/// One move of a Markov chain that has, nearly or exactly, the law p(.; sigma) of data with noise
/// as its stationary law. Both kinds propose
///
/// `y = x + (a/2) score(x; sigma) + sqrt(a) z`.
public sealed interface LangevinKernel permits Ula, Mala {

  /// What it adds to the name of a solver.
  String label();

  /// Evaluations of the denoiser a move.
  int evaluations();

  /// One move of every sample, each on its own.
  ///
  /// @param d the model
  /// @param x states
  /// @param sigma noise level of the target law, > 0
  /// @param size a, in units of variance, > 0
  /// @param noise random numbers of this move
  Move move(Denoiser d, Batch x, double sigma, double size, Noise noise);

  /// @param state after the move
  /// @param accepted 1 for each sample that took the proposal, 0 for one that stayed
  record Move(Batch state, Vector accepted) {}
}
