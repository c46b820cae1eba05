package org.scorefield.design;

import org.scorefield.array.Vector;
import org.scorefield.schedule.TimeGrid;

/// Free coordinates of the grids that start at one level and end at 0: `theta_j = ln ln(sigma_j /
/// sigma_{j+1})`, j = 0 .. N-2. Every theta is a grid, and every such grid has its theta, so a
/// search needs no constraints; the lowest positive level is free.
final class GridVariables {
  /// The least logarithm of a ratio of neighbours, so that they stay apart.
  private static final double LEAST = 1e-9;

  /// The most logarithm of the ratio of the first level to the last, so that it stays positive.
  private static final double RANGE = 600;

  private GridVariables() {}

  static double[] of(TimeGrid grid) {
    if (!grid.endsAtZero()) {
      throw new IllegalArgumentException("a search is over grids that end at 0, got " + grid);
    }
    double[] theta = new double[grid.steps() - 1];
    for (int j = 0; j < theta.length; j++) {
      theta[j] = Math.log(Math.log(grid.sigma(j) / grid.sigma(j + 1)));
    }
    return theta;
  }

  static TimeGrid grid(double sigmaMax, double[] theta) {
    double[] sigmas = new double[theta.length + 2];
    sigmas[0] = sigmaMax;
    for (int j = 0; j < theta.length; j++) {
      double fall = Math.clamp(Math.exp(theta[j]), LEAST, RANGE / theta.length);
      sigmas[j + 1] = sigmas[j] * Math.exp(-fall);
    }
    return new TimeGrid(Vector.adopt(sigmas));
  }
}
