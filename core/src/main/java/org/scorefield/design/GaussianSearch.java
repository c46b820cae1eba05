package org.scorefield.design;

import java.util.Comparator;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.scorefield.schedule.TimeGrid;

/// The grid of least {@link Objective}: {@link Bfgs} over the ratios of neighbouring levels ({@link
/// GridVariables}) on the logarithm of the objective, from each of the grids given, the best of the
/// minima. Milliseconds, up to seconds where there are many steps and errors that cancel to next to
/// nothing.
final class GaussianSearch {
  private static final Bfgs METHOD = new Bfgs(1e-5, 0.7, 150, 1e-6);

  private GaussianSearch() {}

  static TimeGrid best(
      ToDoubleFunction<TimeGrid> objective, List<TimeGrid> starts, BooleanSupplier cancelled) {
    double first = starts.getFirst().first();
    ToDoubleFunction<double[]> logarithm =
        theta -> Math.log(objective.applyAsDouble(GridVariables.grid(first, theta)));
    Stream<TimeGrid> minima =
        starts.stream()
            .map(start -> METHOD.minimise(logarithm, GridVariables.of(start), cancelled))
            .map(minimum -> GridVariables.grid(first, minimum.at()));
    return minima.min(Comparator.comparingDouble(objective)).orElseThrow();
  }
}
