package org.scorefield.convex.relu;

import org.scorefield.array.Vector;

/// What every solver asks for.
final class Requirements {
  private Requirements() {}

  static void positive(double tolerance, int iterations) {
    if (!(tolerance > 0) || iterations < 1) {
      throw new IllegalArgumentException(
          "a solver needs a positive tolerance and at least one iteration, got "
              + tolerance
              + " and "
              + iterations);
    }
  }

  static void solvable(ConeProgram program, double beta, Vector start) {
    if (!(beta > 0) || !Double.isFinite(beta)) {
      throw new IllegalArgumentException(
          "beta must be positive and finite, got " + beta + "; see ConeProgram.largestBeta");
    }
    program.requireWeights(start);
    if (!start.stream().allMatch(Double::isFinite)) {
      throw new IllegalArgumentException(
          "the start holds a NaN or an infinity; start from the empty network instead");
    }
  }
}
