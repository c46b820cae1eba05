package org.scorefield.convex.relu;

import org.scorefield.array.Vector;
import org.scorefield.convex.ProgramWatch;

/// A way to solve {@link ConeProgram}s. Whatever ends it, the solution is feasible and its
/// certificate exact; the result does not depend on the number of threads.
public interface ConeSolver {

  /// From given weights, which need not be in their cones: the solution at another beta, or a
  /// network's own ({@link ConeProgram#weightsOf}).
  ///
  /// @throws IllegalArgumentException unless beta is positive and finite and the start fits
  ConeSolution solve(ConeProgram program, double beta, Vector start, ProgramWatch watch);

  /// From the empty network.
  default ConeSolution solve(ConeProgram program, double beta, ProgramWatch watch) {
    return solve(program, beta, Vector.adopt(new double[program.weights()]), watch);
  }
}
