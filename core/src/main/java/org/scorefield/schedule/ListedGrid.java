package org.scorefield.schedule;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.scorefield.array.Vector;

/// Levels given one by one: a published or tuned list. {@link #grid} is the list as it stands. As a
/// rule, it keeps the list's shape: ln sigma is taken linear between its levels, resampled at equal
/// fractions of the list and stretched to the ends that are asked for, as optimised lists (Sabour
/// et al. 2404.14507) are used for other numbers of steps.
///
/// @param grid the list, of at least two positive levels
public record ListedGrid(TimeGrid grid) implements GridRule {

  public ListedGrid {
    if (grid.steps() < (grid.endsAtZero() ? 2 : 1)) {
      throw new IllegalArgumentException(
          "a list of noise levels needs at least two positive ones, got " + grid.sigmas());
    }
  }

  public static ListedGrid of(double... sigmas) {
    return new ListedGrid(TimeGrid.of(sigmas));
  }

  @Override
  public String name() {
    return Arrays.stream(grid.sigmas().shared())
        .mapToObj(Levels::plain)
        .collect(Collectors.joining(","));
  }

  @Override
  public Vector levels(int count, double sigmaMax, double sigmaMin) {
    int last = grid.steps() - (grid.endsAtZero() ? 1 : 0);
    double top = Math.log(grid.first());
    double fall = Math.log(grid.sigma(last)) - top;
    double ratio = Math.log(sigmaMin / sigmaMax);
    return Levels.between(
        count,
        sigmaMax,
        sigmaMin,
        fraction -> {
          double position = fraction * last;
          int below = (int) Math.min(position, last - 1);
          double weight = position - below;
          double logarithm =
              (1 - weight) * Math.log(grid.sigma(below)) + weight * Math.log(grid.sigma(below + 1));
          return sigmaMax * Math.exp((logarithm - top) / fall * ratio);
        });
  }
}
