package org.scorefield.sampling.solver;

import org.scorefield.array.Batch;
import org.scorefield.array.Vector;
import org.scorefield.denoise.Denoiser;
import org.scorefield.random.Noise;

/// A chain of Langevin moves at one noise level.
///
/// @param kernel the move
/// @param moves how many, at least 1
/// @param size a, in units of variance, > 0
public record LangevinChain(LangevinKernel kernel, int moves, double size) {

  public LangevinChain {
    Parameters.requirePositive("the size of a Langevin move", size);
    if (moves < 1) {
      throw new IllegalArgumentException("need at least 1 move, got " + moves);
    }
  }

  /// The state after all moves, one independent chain a sample.
  ///
  /// @param d the model
  /// @param x states to start from
  /// @param sigma noise level of the target law, > 0
  /// @param noise random numbers of the chain, for the samples of x
  public Result run(Denoiser d, Batch x, double sigma, Noise noise) {
    Batch state = x;
    double[] accepted = new double[x.count()];
    for (int k = 0; k < moves; k++) {
      LangevinKernel.Move move = kernel.move(d, state, sigma, size, noise.child(k));
      state = move.state();
      for (int i = 0; i < accepted.length; i++) {
        accepted[i] += move.accepted().get(i) / moves;
      }
    }
    return new Result(state, Vector.adopt(accepted));
  }

  /// @param state after the last move
  /// @param acceptance share of the proposals each sample took
  public record Result(Batch state, Vector acceptance) {}
}
