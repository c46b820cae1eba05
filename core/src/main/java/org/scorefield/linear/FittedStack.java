package org.scorefield.linear;

import java.util.List;
import org.scorefield.metric.Estimate;

/// A stack and what it is worth.
///
/// @param stack the denoiser
/// @param levels what was found at each level, in increasing order
public record FittedStack(Stacked stack, List<Level> levels) {

  public FittedStack {
    levels = List.copyOf(levels);
  }

  /// One noise level. Losses are denoising losses as {@link org.scorefield.metric.DenoisingLoss}
  /// defines them, all on the same rows and the same noise.
  ///
  /// @param sigma the level
  /// @param weights for each band, one a member, with jackknife standard errors over rows: as they
  ///   are in the stack, before negligible ones are dropped
  /// @param memberLosses one a member
  /// @param loss of the stack, every row judged by weights that were fitted and accepted on other
  ///   rows
  /// @param best index of the member of least loss
  /// @param gain loss of the best member less that of the stack, as judged row by row: positive
  ///   where stacking helps
  /// @param mixed whether the weights are those of the least-squares problem; if not, they were not
  ///   significantly better than the best member, which stands alone
  public record Level(
      double sigma,
      List<List<Estimate>> weights,
      List<Estimate> memberLosses,
      Estimate loss,
      int best,
      Estimate gain,
      boolean mixed) {

    public Level {
      weights = weights.stream().map(List::copyOf).toList();
      memberLosses = List.copyOf(memberLosses);
    }
  }
}
