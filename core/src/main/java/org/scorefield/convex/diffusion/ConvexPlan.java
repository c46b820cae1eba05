package org.scorefield.convex.diffusion;

import org.scorefield.convex.Activation;
import org.scorefield.convex.AffinePart;
import org.scorefield.convex.gated.GatedPenalty;

/// How the function of each noise level is trained.
///
/// @param noises noises drawn for each clean row, R; better even, as they come in pairs
/// @param gates gates drawn at each level, before patterns that are there already are left out
/// @param placement where they are put
/// @param activation f
/// @param penalty what weights of a gate cost
/// @param affine the part that carries no weight decay
/// @param betas points of the regularisation path, from the largest beta down; 1 for that fraction
///   alone
/// @param fraction the last beta as a fraction of the largest
/// @param tolerance relative gap at which a program counts as solved
/// @param steps sweeps at most for each beta
public record ConvexPlan(
    int noises,
    int gates,
    Placement placement,
    Activation activation,
    GatedPenalty penalty,
    AffinePart affine,
    int betas,
    double fraction,
    double tolerance,
    int steps) {

  /// Where gates are put.
  public enum Placement {
    /// Uniform directions through the rows.
    THROUGH_DATA,
    /// Uniform directions and offsets.
    UNIFORM_OFFSET,
    /// Where the posterior mean bends most, by the third cumulant of the rows themselves; a quarter
    /// of them uniform.
    CUMULANT,
    /// A third of each.
    MIXTURE
  }

  /// 100 gates a level where the posterior mean bends, 8 noises, a path of 8 betas down to a
  /// thousandth, relative gaps of 1e-3. A smaller gap changes no held-out loss in its third digit;
  /// more noises and gates do, if slowly.
  public static final ConvexPlan DEFAULT =
      new ConvexPlan(
          8,
          100,
          Placement.CUMULANT,
          Activation.RELU,
          GatedPenalty.NUCLEAR,
          AffinePart.SKIP_AND_BIAS,
          8,
          1e-3,
          1e-3,
          5000);

  public ConvexPlan {
    if (noises < 1 || gates < 1 || betas < 1 || steps < 1) {
      throw new IllegalArgumentException(
          "noises, gates, betas and steps must be at least 1, got %d, %d, %d and %d"
              .formatted(noises, gates, betas, steps));
    }
    if (!(fraction > 0) || !(fraction < 1) || !(tolerance > 0)) {
      throw new IllegalArgumentException(
          "the last fraction of beta must be between 0 and 1 and the tolerance positive, got "
              + fraction
              + " and "
              + tolerance);
    }
  }
}
