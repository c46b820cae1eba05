package org.scorefield.design;

import org.scorefield.array.Vector;
import org.scorefield.linear.Amplification;
import org.scorefield.sampling.Solver;
import org.scorefield.schedule.TimeGrid;

/// Whether a solver remembers: one that does not does to two steps in a row what it does to each.
final class OneStep {
  private static final Vector LAMBDA = Vector.of(1);
  private static final double TOLERANCE = 1e-9;

  private OneStep() {}

  static boolean is(Solver solver) {
    double whole = factor(solver, 4, 2, 1.2, 0.5);
    double parts = factor(solver, 4, 2) * factor(solver, 2, 1.2) * factor(solver, 1.2, 0.5);
    return Math.abs(whole - parts) <= TOLERANCE * Math.abs(parts);
  }

  private static double factor(Solver solver, double... levels) {
    return Amplification.of(solver, TimeGrid.of(levels), LAMBDA).factors().get(0);
  }
}
