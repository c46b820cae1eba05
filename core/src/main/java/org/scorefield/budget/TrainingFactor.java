package org.scorefield.budget;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.scorefield.array.Vector;
import org.scorefield.schedule.EdmWeighting;
import org.scorefield.schedule.LognormalLevels;
import org.scorefield.schedule.TimeGrid;
import org.scorefield.schedule.WeightConvention;

/// How much of the training error reaches the samples, as published (Wang, He and Tao 2406.12839,
/// theorem 3): `max_j sigma_t^2/w(t_j)`, w the weight of the score error in the objective that was
/// trained, on the grid that is sampled. In weights beta on the error of the noise ({@link
/// WeightConvention}),
///
/// `sigma_t^2/w = sigma_t^2 (t_j - t_{j-1})/(beta_j sigma_j^p)`.
///
/// With beta that of EDM at each level the maximum is at the highest level, and what differs
/// between schedules is the factor {@link #ofSpacing} of table 2: smaller for rho = 7 than for the
/// exponential schedule, from which the paper concludes that polynomial levels suit a network that
/// is not well trained. Three things stand against that:
///
/// - p is printed as 1 and must be 2, which changes the factor;
/// - a beta given level by level is another objective on another grid. {@link #kappa}, the constant
///   of the exact inequality `E_S <= kappa (objective - its minimum)`, shows the same advantage
///   with {@link #pointwise} weights and none with {@link #ofOneObjective};
/// - the score part itself tends to an integral over ln sigma that no schedule changes; at few
///   steps either may have the smaller one.
///
/// @param grid levels, the last > 0
/// @param clock of the weight w
/// @param betas weights on the error of the noise, at each level but the last
public record TrainingFactor(TimeGrid grid, Clock clock, Vector betas) {
  public TrainingFactor {
    if (betas.size() != grid.steps() || !betas.stream().allMatch(beta -> beta > 0)) {
      throw new IllegalArgumentException(
          "need one weight > 0 for each of the %d levels a step begins at, got %s"
              .formatted(grid.steps(), betas));
    }
  }

  /// Weights `beta(sigma_j)`, as the paper compares schedules.
  public static TrainingFactor pointwise(TimeGrid grid, Clock clock, DoubleUnaryOperator beta) {
    return new TrainingFactor(
        grid, clock, Vector.generate(grid.steps(), k -> beta.applyAsDouble(grid.sigma(k))));
  }

  /// Weights `beta(sigma_j)(sigma_j - sigma_{j-1})`: one objective in continuous time, whatever the
  /// grid.
  public static TrainingFactor ofOneObjective(
      TimeGrid grid, Clock clock, DoubleUnaryOperator beta) {
    return new TrainingFactor(
        grid,
        clock,
        Vector.generate(
            grid.steps(),
            k -> beta.applyAsDouble(grid.sigma(k)) * (grid.sigma(k) - grid.sigma(k + 1))));
  }

  /// EDM's total weighting with respect to d sigma, as the paper writes it, for data of standard
  /// deviation 1/2: `exp(-(ln sigma + 1.2)^2/(2 1.2^2)) (sigma^2 + 1/4)/(sigma/4)`.
  public static double edm(double sigma) {
    LognormalLevels levels = new LognormalLevels();
    return Math.sqrt(2 * Math.PI) * levels.deviation() * new EdmWeighting().total(sigma, levels);
  }

  /// `sigma_t^2/w` at each level but the last, highest first.
  public Vector each(WeightConvention convention) {
    Vector weights = convention.weights(betas, grid, clock.schedule());
    return Vector.generate(grid.steps(), k -> clock.diffusion(grid.sigma(k)) / weights.get(k));
  }

  /// The factor of theorem 3: the largest of them.
  public double largest(WeightConvention convention) {
    return Arrays.stream(each(convention).shared()).max().orElseThrow();
  }

  /// What the factor is at the highest level for `beta = 1` there, with the printed p = 1: `sigma_0
  /// - sigma_1` on the clock `sigma = t`, `(sigma_0^2 - sigma_1^2)/(2 sigma_0)` on the other (table
  ///   2).
  public double ofSpacing() {
    return each(WeightConvention.PAPER).first() * betas.first();
  }

  /// `max_j (1 - v_{j-1}/v_j)/beta_j`: what the excess of the objective `(1/2) sum_j beta_j ell_j`
  /// is multiplied by to bound the score part of the path divergence. It knows no clock.
  public double kappa() {
    double largest = 0;
    for (int k = 0; k < grid.steps(); k++) {
      double a = grid.sigma(k);
      double b = grid.sigma(k + 1);
      largest = Math.max(largest, (a - b) * (a + b) / (a * a) / betas.get(k));
    }
    return largest;
  }
}
