package org.scorefield.interop;

import java.util.List;
import java.util.Optional;
import org.scorefield.array.Vector;
import org.scorefield.sampling.Solver;
import org.scorefield.schedule.DiscreteSchedule;
import org.scorefield.schedule.GridRule;
import org.scorefield.schedule.LogUniformGrid;

/// The schedulers that came from k-diffusion: they step in x0 + sigma n, at levels of the table
/// that may lie between two timesteps or be placed anew between their ends.
final class EulerFamily {
  private EulerFamily() {}

  /// Euler, LMS and Euler ancestral, whose rates usually run from 1e-4 to 0.02.
  static SchedulerClass.Importer usual(Solver solver) {
    return (options, steps) -> draft(options, steps, solver, 1e-4, 0.02);
  }

  /// The others, from 0.00085 to 0.012.
  static SchedulerClass.Importer latent(Solver solver) {
    return (options, steps) -> draft(options, steps, solver, 0.00085, 0.012);
  }

  private static Draft draft(
      Options options, int steps, Solver solver, double usualStart, double usualEnd) {
    DiscreteSchedule table = SingleTable.of(options, usualStart, usualEnd);
    Vector timesteps = Timesteps.fractional(options, table.timesteps(), steps);
    double[] visited = Timesteps.levels(table, timesteps);
    boolean logarithmic =
        options.oneOf("interpolation_type", List.of("linear", "log_linear")).equals("log_linear");
    Optional<GridRule> rule = Ladder.rule(options);
    double[] levels =
        rule.map(r ->
                Ladder.levels(
                    r,
                    steps,
                    options.number("sigma_max").orElse(visited[0]),
                    options.number("sigma_min").orElse(visited[steps - 1])))
            .orElse(visited);
    Draft draft = Draft.of(solver, Ladder.grid(levels, last(options, table)));
    if (logarithmic && rule.isEmpty()) {
      draft =
          Draft.of(
                  solver,
                  new LogUniformGrid().toMin(steps, table.sigmas().last(), table.sigmas().first()))
              .saying(
                  "With interpolation_type log_linear it tells the network timesteps of the linspace rule, whatever the level; here the timestep of the level.");
    }
    return started(options, draft).thresholded(options, false);
  }

  private static double last(Options options, DiscreteSchedule table) {
    return options.oneOf("final_sigmas_type", List.of("zero", "sigma_min")).equals("zero")
        ? 0
        : table.sigmas().first();
  }

  private static Draft started(Options options, Draft draft) {
    boolean leading =
        options
            .oneOf("timestep_spacing", List.of("linspace", "leading", "trailing"))
            .equals("leading");
    return leading ? draft.startingFromUnitVariance() : draft;
  }
}
