package org.scorefield.engine.experiment;

/// What can be studied of a training run while it goes.
public enum Study {
  /// How the loss falls: exponentially, and at what rate, or not.
  CONVERGENCE,
  /// The shape of the loss over noise levels, early and late.
  BELL,
  /// How much of the error is optimisation, estimation and approximation; needs the exact law.
  DECOMPOSITION
}
