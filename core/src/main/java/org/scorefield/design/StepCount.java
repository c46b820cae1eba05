package org.scorefield.design;

import java.util.OptionalInt;
import org.scorefield.sampling.Solver;
import org.scorefield.schedule.LogUniformGrid;
import org.scorefield.schedule.TimeGrid;

/// How many steps a number of evaluations buys.
public final class StepCount {
  /// With fewer there is no level to place.
  private static final int LEAST = 2;

  private StepCount() {}

  /// The most steps to sigma = 0 that the solver makes within so many evaluations; at least 2.
  ///
  /// @throws IllegalArgumentException if the solver decides its evaluations as it goes, or needs
  ///   more for two steps
  public static int within(Solver solver, int evaluations) {
    int needed = evaluations(solver, LEAST);
    if (needed > evaluations) {
      throw new IllegalArgumentException(
          "the solver '"
              + solver.name()
              + "' needs "
              + needed
              + " evaluations for the shortest grid there is to choose, of "
              + LEAST
              + " steps, got "
              + evaluations
              + "; allow at least "
              + needed);
    }
    int steps = LEAST;
    while (evaluations(solver, steps + 1) <= evaluations) {
      steps++;
    }
    return steps;
  }

  /// Evaluations of a run of so many steps to sigma = 0.
  public static int evaluations(Solver solver, int steps) {
    TimeGrid grid = new LogUniformGrid().toZero(steps, 10, 0.1);
    OptionalInt count = solver.evaluations(grid);
    return count.orElseThrow(() ->
        new IllegalArgumentException(
            "the solver '"
                + solver.name()
                + "' decides its evaluations as it goes; a grid can be designed for solvers of"
                + " fixed steps"));
  }
}
