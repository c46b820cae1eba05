package org.scorefield.design;

import org.scorefield.schedule.GridRule;
import org.scorefield.schedule.TimeGrid;

/// A grid to compare, and what to call it.
public record NamedGrid(String name, TimeGrid grid) {

  /// The grid of a rule that ends at 0, under the rule's name.
  public static NamedGrid of(GridRule rule, int steps, double sigmaMax, double sigmaMin) {
    return new NamedGrid(rule.name(), rule.toZero(steps, sigmaMax, sigmaMin));
  }
}
