package org.scorefield.schedule;

import org.scorefield.array.Vector;

/// The loss of the noise prediction by noise level, and the weighting that it asks for.
///
/// @param bins of the levels, lowest first
/// @param losses mean squared error of the noise prediction in each bin, >= 0, in any one unit
public record BinnedLoss(LogBins bins, Vector losses) {

  public BinnedLoss {
    bins.requireShares(losses, "losses by noise level");
  }

  /// The total weighting for which every bin contributes alike, `beta_b = c/loss_b`, of sum 1
  /// (Wang, He and Tao 2406.12839, corollary 2: the rate of convergence in their bound is then that
  /// of the fastest level).
  ///
  /// @param ratio the largest weight over the least, at least 1: losses below the largest over this
  ///   count as that
  public Vector balanced(double ratio) {
    if (!(ratio >= 1)) {
      throw new IllegalArgumentException(
          "the largest weight is at least the least: the ratio must be 1 or more, got " + ratio);
    }
    double floor = losses.stream().max().orElseThrow() / ratio;
    double sum = losses.stream().map(loss -> 1 / Math.max(loss, floor)).sum();
    return Vector.generate(bins.count(), b -> 1 / Math.max(losses.get(b), floor) / sum);
  }

  /// How far a weighting is from balance, `max_b(beta_b loss_b)/min_b(beta_b loss_b)`: 1 where
  /// every bin contributes alike.
  ///
  /// @param betas total weight of each bin, up to a factor
  public double spread(Vector betas) {
    bins.requireShares(betas, "weights by noise level");
    double most = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int b = 0; b < bins.count(); b++) {
      double part = betas.get(b) * losses.get(b);
      most = Math.max(most, part);
      least = Math.min(least, part);
    }
    return most / least;
  }

  /// How much of a bell the balanced weighting is: the largest 1/loss over the larger of its two
  /// end values. 1 if the maximum is at an end, where there is no bell.
  public double bellScore() {
    double ends = Math.min(losses.first(), losses.last());
    return ends / losses.stream().min().orElseThrow();
  }
}
