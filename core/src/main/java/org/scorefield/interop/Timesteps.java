package org.scorefield.interop;

import java.util.Arrays;
import java.util.List;
import org.scorefield.array.Vector;
import org.scorefield.schedule.DiscreteSchedule;
import org.scorefield.schedule.Spacing;

/// Which timesteps of a table a run visits, from the highest down. Schedulers place them by one of
/// three rules ({@link Spacing}), in two ways: some visit both ends of the table, others leave the
/// lowest out because their last step goes there.
final class Timesteps {
  private static final List<String> BY_LINSPACE = List.of("linspace", "leading", "trailing");
  private static final List<String> BY_LEADING = List.of("leading", "linspace", "trailing");

  private Timesteps() {}

  /// Fractional where the rule is linspace; both ends are visited.
  static Vector fractional(Options options, int timesteps, int steps) {
    return inTable(options, timesteps, indices(options, BY_LINSPACE, timesteps, steps));
  }

  /// The same, rounded; leading is usual.
  static Vector whole(Options options, int timesteps, int steps) {
    Vector indices = indices(options, BY_LEADING, timesteps, steps);
    return inTable(options, timesteps, Vector.generate(steps, i -> Math.rint(indices.get(i))));
  }

  /// Rounded, with the lowest left out unless the rule is trailing.
  ///
  /// @param highest one more than the highest timestep that may be visited
  static Vector aboveTheLowest(Options options, int timesteps, int highest, int steps) {
    Spacing spacing = spacing(options, BY_LINSPACE);
    Vector indices =
        switch (spacing) {
          case LINSPACE -> head(Spacing.LINSPACE.indices(highest, steps + 1), steps);
          case LEADING -> offset(options, head(Spacing.LEADING.indices(highest, steps + 1), steps));
          case TRAILING -> trailing(timesteps, highest, steps);
        };
    return inTable(options, timesteps, Vector.generate(steps, i -> Math.rint(indices.get(i))));
  }

  /// Levels of a table at timesteps; sigma is taken linear between two.
  static double[] levels(DiscreteSchedule table, Vector timesteps) {
    DiscreteSchedule linear = table.interpolated(DiscreteSchedule.Interpolation.LINEAR);
    return timesteps.stream().map(linear::sigma).toArray();
  }

  private static Vector indices(Options options, List<String> rules, int timesteps, int steps) {
    Spacing spacing = spacing(options, rules);
    Vector indices = spacing.indices(timesteps, steps);
    return spacing == Spacing.LEADING ? offset(options, indices) : indices;
  }

  private static Spacing spacing(Options options, List<String> rules) {
    String label = options.oneOf("timestep_spacing", rules);
    return Arrays.stream(Spacing.values())
        .filter(spacing -> spacing.label().equals(label))
        .findFirst()
        .orElseThrow();
  }

  private static Vector offset(Options options, Vector indices) {
    int offset = options.whole("steps_offset", 0);
    return offset == 0 ? indices : Vector.generate(indices.size(), i -> indices.get(i) + offset);
  }

  /// From the highest that may be visited, in steps that are made for the whole table.
  private static Vector trailing(int timesteps, int highest, int steps) {
    double step = (double) timesteps / steps;
    return Vector.generate(steps, i -> Math.rint(highest - i * step) - 1);
  }

  private static Vector head(Vector indices, int count) {
    return Vector.generate(count, indices::get);
  }

  private static Vector inTable(Options options, int timesteps, Vector indices) {
    if (indices.first() > timesteps - 1 || indices.last() < 0) {
      throw new IllegalArgumentException(
          "%s visits timesteps %s to %s of a table from 0 to %d at %d steps; choose another number of steps, or correct 'steps_offset' or 'lambda_min_clipped'"
              .formatted(
                  options.name(), indices.first(), indices.last(), timesteps - 1, indices.size()));
    }
    return indices;
  }
}
