package org.scorefield.linear;

import java.util.Optional;
import org.scorefield.metric.Estimate;
import org.scorefield.schedule.TimeGrid;

/// The choice of sigma_skip: the lowest level of a grid at which a closed-form start costs no more
/// than a target, counting two standard errors against it.
///
/// The jump lands on a level of the grid of the full run, and what it replaces is the steps above
/// (see the decision record on teleports). The default target, .05 nats, is where no published
/// sample quality moved: on CIFAR-10 the change of FID is about the divergence in nats. Nats do not
/// say where the difference is. On pictures it is spread over faint directions; in few dimensions
/// it can be a rare cluster that gets too few samples, and a tenth of the target is safer there
/// (decision 0005 has figures).
///
/// @param target largest divergence, in nats, > 0
public record AutoSkip(double target) {

  /// Largest divergence that goes unnoticed.
  public static final double DEFAULT_TARGET = 0.05;

  public AutoSkip {
    if (!(target > 0) || !Double.isFinite(target)) {
      throw new IllegalArgumentException(
          "the target must be a positive number of nats, got " + target + "; 0.05 is usual");
    }
  }

  public AutoSkip() {
    this(DEFAULT_TARGET);
  }

  /// Where the jump lands.
  ///
  /// @param step index of the level in the full grid: as many steps are skipped
  /// @param steps of the full grid
  /// @param sigma sigma_skip
  /// @param kl what the jump costs, in nats
  public record Skip(int step, int steps, double sigma, Estimate kl) {

    /// The share of a full run's evaluations that is saved.
    ///
    /// @param perStep evaluations of a step
    /// @param last evaluations of the step to sigma = 0
    public double saved(int perStep, int last) {
      return (double) step * perStep / ((steps - 1) * perStep + last);
    }
  }

  /// The lowest level that meets the target; empty if none below the first does, or none was
  /// measured. Levels below the lowest of the curve are not considered.
  public Optional<Skip> choose(ResidualCurve curve, TimeGrid grid) {
    for (int i = grid.steps() - 1; i > 0; i--) {
      double sigma = grid.sigma(i);
      if (sigma >= curve.lowest()) {
        Estimate kl = curve.kl(sigma);
        if (kl.value() + 2 * kl.standardError() <= target) {
          return Optional.of(new Skip(i, grid.steps(), sigma, kl));
        }
      }
    }
    return Optional.empty();
  }
}
