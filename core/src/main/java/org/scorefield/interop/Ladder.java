package org.scorefield.interop;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.scorefield.array.Vector;
import org.scorefield.schedule.BetaGrid;
import org.scorefield.schedule.GridRule;
import org.scorefield.schedule.LogUniformGrid;
import org.scorefield.schedule.RhoGrid;
import org.scorefield.schedule.TimeGrid;

/// From the levels at which a scheduler asks its network to a grid.
final class Ladder {
  /// diffusers ends some grids with one level twice. A step of no length changes no state, but it
  /// counts among the last steps, whose order is lowered, and UniPC corrects the step before with
  /// what is evaluated there; so it is kept, as short as a grid allows.
  private static final double SHORTEST = 1 - 1e-12;

  private Ladder() {}

  /// The rule that places the levels anew between their ends, if the options name one.
  static Optional<GridRule> rule(Options options) {
    List<String> asked =
        List.of("use_karras_sigmas", "use_exponential_sigmas", "use_beta_sigmas", "use_lu_lambdas")
            .stream()
            .filter(options::flag)
            .toList();
    if (asked.size() > 1) {
      throw options.refusal(
          "it asks for " + String.join(" and ", asked) + " at once", "leave one of them true");
    }
    return asked.stream()
        .findFirst()
        .map(key ->
            switch (key) {
              case "use_karras_sigmas" -> new RhoGrid(7);
              case "use_beta_sigmas" -> new BetaGrid(0.6, 0.6);
              default -> new LogUniformGrid();
            });
  }

  /// `count` levels from `max` to `min`.
  static double[] levels(GridRule rule, int count, double max, double min) {
    return rule.levels(count, max, min).toArray();
  }

  /// The levels, then the last one.
  static TimeGrid grid(double[] levels, double last) {
    double[] all = Arrays.copyOf(levels, levels.length + 1);
    all[levels.length] = Math.min(last, levels[levels.length - 1] * SHORTEST);
    return new TimeGrid(Vector.adopt(all));
  }

  /// Whether the last step of a grid of {@link #grid} has no length.
  static boolean endsTwice(TimeGrid grid) {
    return grid.last() > 0.999999 * grid.sigma(grid.steps() - 1);
  }
}
