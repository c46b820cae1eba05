package org.scorefield.sampling.solver;

import org.scorefield.array.Batch;
import org.scorefield.random.Noise;

/// The one way the solvers of this package add noise to a state.
final class Draw {
  private Draw() {}

  /// `x + deviation z` with z the standard normals of `noise`; draws nothing if deviation is 0.
  static Batch add(Batch x, double deviation, Noise noise) {
    return deviation == 0 ? x : x.plus(noise.normal(x.shape()), deviation);
  }
}
