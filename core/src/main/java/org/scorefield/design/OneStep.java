package org.scorefield.design;

import org.scorefield.array.Vector;
import org.scorefield.linear.Amplification;
import org.scorefield.sampling.Solver;
import org.scorefield.schedule.TimeGrid;

/// Whether a solver remembers: one that does not does to two steps in a row what it does to each.
final class OneStep {
  private static final Vector LAMBDA = Vector.of(1);
  private static final double TOLERANCE = 1e-9;

  /// More steps than any warm-up has.
  private static final double[] LEVELS = {6, 5, 3.7, 3, 2.2, 1.5, 1.1, 0.7, 0.5};

  private OneStep() {}

  static boolean is(Solver given) {
    Solver solver = new Transfer(Amplification.inOwnAxes(LAMBDA), 1).solver(given);
    double parts = 1;
    for (int i = 0; i + 1 < LEVELS.length; i++) {
      parts *= factor(solver, LEVELS[i], LEVELS[i + 1]);
    }
    return Math.abs(factor(solver, LEVELS) - parts) <= TOLERANCE * Math.abs(parts);
  }

  private static double factor(Solver solver, double... levels) {
    return Amplification.of(solver, TimeGrid.of(levels), LAMBDA).factors().get(0);
  }
}
