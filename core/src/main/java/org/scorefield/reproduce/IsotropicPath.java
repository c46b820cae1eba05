package org.scorefield.reproduce;

import org.scorefield.budget.EpsilonLoss;
import org.scorefield.budget.NoiseChoice;
import org.scorefield.budget.PathCost;
import org.scorefield.schedule.TimeGrid;

/// One component of isotropic Gaussian data, sampled with the exact score: its loss, and the path
/// divergence that discretisation leaves.
///
/// @param variance of the data, >= 0
record IsotropicPath(double variance) implements EpsilonLoss {
  @Override
  public int dimension() {
    return 1;
  }

  @Override
  public double at(double sigma) {
    return variance / (variance + sigma * sigma);
  }

  /// Of a grid with a step noise, in nats.
  double divergence(TimeGrid grid, NoiseChoice noise) {
    return divergence(grid.first(), grid.last(), PathCost.of(noise.on("", grid, this), this));
  }

  /// Of a path cost between two levels: the cost and the fall of entropy.
  double divergence(double first, double last, double cost) {
    return Math.log((variance + first * first) / (variance + last * last)) / 2 + cost;
  }
}
