package org.scorefield.schedule;

import org.scorefield.array.Vector;

/// How the total weighting beta of the error of the noise on a grid relates to the weight w(t) of
/// the error of the score in continuous time, in the notation of Wang, He and Tao (2406.12839):
///
/// `beta_j = w(t_j) (t_j - t_(j-1)) / sigma_j^p`.
///
/// The score error is the noise error over sigma, so squares give p = 2. The paper prints p = 1
/// (its appendix C multiplies by a spurious sigma when it changes variables). An objective written
/// in free beta is the same under both; what changes is every statement about w, such as the factor
/// `sigma_t^2/w(t)` of its theorem 3.
///
/// Interval k of a grid lies between its levels k and k+1 and belongs to level k, the noisier one.
public enum WeightConvention {
  /// As printed: p = 1.
  PAPER(1),
  /// As it follows from the definition of the score: p = 2.
  CORRECT(2);

  private final int power;

  WeightConvention(int power) {
    this.power = power;
  }

  /// p, the power of sigma.
  public int power() {
    return power;
  }

  /// beta for the weight w of each interval.
  ///
  /// @param weights w at every level but the last, noisiest first
  /// @param grid the levels
  /// @param clock the process whose time w refers to
  public Vector betas(Vector weights, TimeGrid grid, Schedule clock) {
    require(weights, grid);
    return Vector.generate(grid.steps(), k -> weights.get(k) * factor(grid, clock, k));
  }

  /// w of each interval for its beta: the inverse of {@link #betas}.
  public Vector weights(Vector betas, TimeGrid grid, Schedule clock) {
    require(betas, grid);
    return Vector.generate(grid.steps(), k -> betas.get(k) / factor(grid, clock, k));
  }

  private double factor(TimeGrid grid, Schedule clock, int k) {
    double duration = clock.time(grid.sigma(k)) - clock.time(grid.sigma(k + 1));
    return duration / Math.pow(grid.sigma(k), power);
  }

  private static void require(Vector values, TimeGrid grid) {
    if (values.size() != grid.steps()) {
      throw new IllegalArgumentException(
          "need one number for each of the "
              + grid.steps()
              + " intervals of the grid, got "
              + values.size());
    }
  }
}
