package org.scorefield.design;

import java.util.Arrays;
import org.scorefield.array.Batch;
import org.scorefield.denoise.Denoiser;
import org.scorefield.schedule.TimeGrid;

/// The grid that a model's own trajectories ask for, by dynamic programming over the local errors
/// of Euler's method (GITS, Chen et al. 2405.11326): of the levels of a fine grid, the N + 1 that
/// minimise
///
/// `c(i_0, i_1) + g c(i_1, i_2) + g^2 c(i_2, i_3) + ...`, `c(i, j) = mean |x_i + (sigma_j -
/// sigma_i) e_i - x_j|`
///
/// along teacher trajectories x with slopes `e = (x - D)/sigma`; the mean is over samples. The
/// errors of later steps count more by the factor g, which stands for what a step does to the error
/// it inherits.
///
/// Cost: one evaluation a level of the fine grid, then `M^2 n d / 2` multiplications for M levels
/// and `M^2 N` for the path. The teacher's grid in the paper is rho = 7 with 60 steps.
///
/// @param coefficient g; 1.15 in the paper
public record GitsGrid(double coefficient) {

  public GitsGrid {
    if (!(coefficient > 0) || !Double.isFinite(coefficient)) {
      throw new IllegalArgumentException(
          "the coefficient must be positive and finite, got "
              + coefficient
              + "; 1.15 is the published one");
    }
  }

  public GitsGrid() {
    this(1.15);
  }

  /// The grid of `steps` steps from the first to the last level of the trajectories.
  ///
  /// @param model whose trajectories they are
  /// @throws IllegalArgumentException if they have fewer steps than that
  public TimeGrid grid(Denoiser model, Trajectories teacher, int steps) {
    requireSteps(teacher, steps);
    return teacher.grid(path(costs(model, teacher), steps));
  }

  static void requireSteps(Trajectories teacher, int steps) {
    if (steps < 1 || steps > teacher.levels().steps()) {
      throw new IllegalArgumentException(
          "a grid of "
              + steps
              + " steps cannot be chosen among the levels of trajectories of "
              + teacher.levels().steps()
              + "; it takes from 1 step to as many as they have");
    }
  }

  /// c(i, j) for i < j.
  static double[][] costs(Denoiser model, Trajectories teacher) {
    int last = teacher.levels().steps();
    double[][] costs = new double[last + 1][last + 1];
    for (int i = 0; i < last; i++) {
      double sigma = teacher.levels().sigma(i);
      Batch x = teacher.state(i);
      Batch denoised = model.denoise(x, sigma);
      for (int j = i + 1; j <= last; j++) {
        double keep = teacher.levels().sigma(j) / sigma;
        Batch step = Batch.combine(keep, x, 1 - keep, denoised);
        costs[i][j] = Distances.mean(step, teacher.state(j)) * Math.sqrt(x.dimension());
      }
    }
    return costs;
  }

  /// The cheapest path of `steps` steps from the first level to the last: `V_k(i) = min_j c(i, j) +
  /// g V_(k-1)(j)`.
  int[] path(double[][] costs, int steps) {
    int last = costs.length - 1;
    double[][] value = new double[steps + 1][last + 1];
    int[][] next = new int[steps + 1][last + 1];
    Arrays.fill(value[0], Double.POSITIVE_INFINITY);
    value[0][last] = 0;
    for (int k = 1; k <= steps; k++) {
      for (int i = 0; i <= last; i++) {
        value[k][i] = Double.POSITIVE_INFINITY;
        for (int j = i + 1; j <= last; j++) {
          double through = costs[i][j] + coefficient * value[k - 1][j];
          if (through < value[k][i]) {
            value[k][i] = through;
            next[k][i] = j;
          }
        }
      }
    }
    int[] path = new int[steps + 1];
    for (int k = 0; k < steps; k++) {
      path[k + 1] = next[steps - k][path[k]];
    }
    return path;
  }
}
