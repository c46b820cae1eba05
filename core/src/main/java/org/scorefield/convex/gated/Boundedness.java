package org.scorefield.convex.gated;

import org.scorefield.convex.ProgramWatch;

/// Between which values of beta score matching over given gates begins to have a lower bound.
///
/// Two patterns that differ in one row let the trace term fall linearly at no cost in the square
/// term, so for d >= 2 the bound is at least 1/2 for ReLU (1 for the absolute value) as soon as
/// both are there, and at least 1 with a gate open at a single row. In general it is `beta_min =
/// min_L max_i dualNorm(F_i^T L + C_i)`, which is bracketed here: below by directions without a
/// bound, above by points of the dual constraints.
///
/// **A lower value is found, not proved**: below it every point of the dual constraints would be
/// ten thousand times as large as the scale of the program, which we take for none.
///
/// @param lower beta_min is at least this, unless such a point is there
/// @param upper and at most this
public record Boundedness(double lower, double upper) {
  private static final int ITERATIONS = 4000;
  private static final int HALVINGS = 40;

  public Boundedness {
    if (!(lower >= 0) || !(upper >= 0)) {
      throw new IllegalArgumentException(
          "bounds of beta are not negative, got " + lower + " and " + upper);
    }
  }

  /// Halves the bracket until it is as narrow as wanted, or until a point can be told neither way.
  /// Each halving costs tens to thousands of gradients of the program.
  ///
  /// @param tolerance relative width, > 0
  /// @return 0 and 0 for denoising score matching, which is bounded for every beta
  public static Boundedness of(GatedProgram program, double tolerance, ProgramWatch watch) {
    if (!(tolerance > 0)) {
      throw new IllegalArgumentException("a tolerance must be positive, got " + tolerance);
    }
    if (!program.matchesScores()) {
      return new Boundedness(0, 0);
    }
    double[] point = DualFeasibility.start(program);
    double upper = DualFeasibility.largest(program, point);
    double lower = 0;
    for (int k = 0; k < HALVINGS && upper - lower > tolerance * upper; k++) {
      double target = lower + 0.4 * (upper - lower);
      double goal = lower + 0.6 * (upper - lower);
      switch (DualFeasibility.search(program, target, goal, point, ITERATIONS, watch)) {
        case DualFeasibility.Inside inside -> {
          upper = inside.reached();
          point = inside.lambda();
        }
        case DualFeasibility.Outside outside ->
            lower = Math.min(upper, Math.max(target, outside.lowerBound()));
        case DualFeasibility.Undecided _ -> {
          return new Boundedness(lower, upper);
        }
      }
    }
    return new Boundedness(lower, upper);
  }
}
