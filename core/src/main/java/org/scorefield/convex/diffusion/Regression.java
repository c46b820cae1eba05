package org.scorefield.convex.diffusion;

import org.scorefield.convex.Certificate;
import org.scorefield.convex.ProgramWatch;
import org.scorefield.convex.VectorFunction;

/// The convex program that finds a raw function, solved at one beta after another, each from where
/// the last one ended. Confined to one thread.
interface Regression {

  /// beta from which on only the affine part is in use.
  double largestBeta();

  /// @param beta > 0; falling from call to call is fastest
  Solved solve(double beta, ProgramWatch watch);

  /// @param function F
  /// @param certificate of the program at this beta
  /// @param active gates, or kinks, in use
  /// @param steps taken at this beta
  record Solved(VectorFunction function, Certificate certificate, int active, int steps) {}
}
