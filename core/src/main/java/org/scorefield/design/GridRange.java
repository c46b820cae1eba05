package org.scorefield.design;

import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import org.scorefield.array.Vector;
import org.scorefield.schedule.GridRule;
import org.scorefield.schedule.TimeGrid;

/// The noise levels at which a model may be asked, and the grids that standard samplers make of
/// them.
///
/// A network that was trained at a table of levels answers at any other as at the nearest one of
/// the table: a grid between its levels steps by one noise level and asks about another. So grids
/// are moved to the levels that the model really has; where two fall together the lower one takes
/// the next level below, and a grid of more steps than there are levels does not exist.
///
/// @param sigmaMax level of the white noise that runs start from
/// @param sigmaMin last positive level
/// @param clock the rule that is uniform in the model's own time
/// @param nearest the level at which the model is really asked; the identity if it knows all
public record GridRange(
    double sigmaMax, double sigmaMin, GridRule clock, DoubleUnaryOperator nearest) {
  /// How far below a level the next one of a table is looked for: 4 in ln sigma is beyond any gap.
  private static final int LOOKS = 400;

  private static final double LOOK = 0.99;

  public GridRange {
    if (!(sigmaMin > 0) || !(sigmaMax > sigmaMin) || !Double.isFinite(sigmaMax)) {
      throw new IllegalArgumentException(
          "noise levels must fall from a finite sigma_max to a positive sigma_min, got "
              + sigmaMax
              + " and "
              + sigmaMin);
    }
  }

  /// Of a model that answers at every level.
  public GridRange(double sigmaMax, double sigmaMin, GridRule clock) {
    this(sigmaMax, sigmaMin, clock, DoubleUnaryOperator.identity());
  }

  /// The grid of a rule from sigma_max by way of sigma_min to 0, on levels that the model has.
  public Optional<TimeGrid> toZero(GridRule rule, int steps) {
    return snapped(rule.toZero(steps, sigmaMax, sigmaMin));
  }

  /// A grid on levels that the model has; empty if it has too few.
  public Optional<TimeGrid> snapped(TimeGrid grid) {
    double[] levels = grid.sigmas().toArray();
    double above = Double.POSITIVE_INFINITY;
    for (int i = 0; i < levels.length && levels[i] > 0; i++) {
      double level = below(nearest.applyAsDouble(levels[i]), above);
      if (!(level > 0) || !(level < above)) {
        return Optional.empty();
      }
      levels[i] = level;
      above = level;
    }
    return Optional.of(new TimeGrid(Vector.adopt(levels)));
  }

  /// The level itself if it is below `above`, else the next one that is; 0 if there is none.
  private double below(double level, double above) {
    double found = level;
    double from = above;
    for (int i = 0; found >= above && i < LOOKS; i++) {
      from *= LOOK;
      found = nearest.applyAsDouble(from);
    }
    return found < above ? found : 0;
  }
}
