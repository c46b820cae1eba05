package org.scorefield.linear;

import java.util.List;
import org.scorefield.array.Vector;
import org.scorefield.metric.Estimate;

/// What a stack is worth on rows that neither its members nor its weights have seen.
///
/// @param levels by noise level, rising
public record StackJudgement(List<Level> levels) {

  public StackJudgement {
    levels = List.copyOf(levels);
  }

  /// One noise level; losses are `E |x0 - D|^2 / d`, all on the same rows and noises.
  ///
  /// @param sigma the level
  /// @param weights of the members there, for each band; negligible ones are 0
  /// @param members loss of each member alone
  /// @param stack loss of the stack
  /// @param excess loss of the stack less that of each member, row by row: its standard error is
  ///   far smaller than those of the two losses, as they share rows and noises
  public record Level(
      double sigma,
      List<Vector> weights,
      List<Estimate> members,
      Estimate stack,
      List<Estimate> excess) {

    public Level {
      weights = List.copyOf(weights);
      members = List.copyOf(members);
      excess = List.copyOf(excess);
    }

    /// Whether the stack has a lower loss than a member by more than so many standard errors.
    public boolean beats(int member, double standardErrors) {
      Estimate e = excess.get(member);
      return e.value() < -standardErrors * e.standardError();
    }

    /// Whether it has a higher loss than a member by more than so many standard errors.
    public boolean losesTo(int member, double standardErrors) {
      Estimate e = excess.get(member);
      return e.value() > standardErrors * e.standardError();
    }
  }
}
