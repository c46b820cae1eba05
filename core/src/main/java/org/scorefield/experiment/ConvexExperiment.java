package org.scorefield.experiment;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.scorefield.analytic.Distribution;
import org.scorefield.array.Batch;
import org.scorefield.array.Vector;
import org.scorefield.convex.diffusion.ConvexPlan;
import org.scorefield.convex.diffusion.MomentMatching;
import org.scorefield.convex.diffusion.NoiseLadder;
import org.scorefield.data.Dataset;

/// Fit a diffusion model of convex programs, one a noise level.
///
/// @param plan how each level is trained
/// @param ladder which levels
/// @param moments whether levels are corrected so that samples get the moments of the rows: {@link
///   MomentMatching}
/// @param directions principal directions to train in; empty to choose by the data: see {@link
///   #chosenDirections}
/// @param train rows to fit to
/// @param heldOut rows that choose the weight decay of each level
/// @param law of the data, where it is known exactly
/// @param seed of all randomness
public record ConvexExperiment(
    ConvexPlan plan,
    Ladder ladder,
    boolean moments,
    OptionalInt directions,
    Dataset train,
    Dataset heldOut,
    Optional<Distribution> law,
    long seed) {
  /// Components up to which a table is taken as it is.
  public static final int MOST_COMPONENTS = 64;

  /// Principal directions of larger samples.
  public static final int DIRECTIONS = 32;

  /// Noise levels, geometric.
  ///
  /// @param count at least 2
  /// @param sigmaMax the highest; chosen by the spread of the data if empty
  /// @param sigmaMin the lowest; chosen by the spacing of the data if empty
  public record Ladder(int count, OptionalDouble sigmaMax, OptionalDouble sigmaMin) {
    public Ladder {
      if (count < 2) {
        throw new IllegalArgumentException(
            "a diffusion needs at least 2 noise levels, got " + count + "; 14 are usual");
      }
      requirePositive("highest", sigmaMax);
      requirePositive("lowest", sigmaMin);
    }

    /// The levels for rows: what was not given goes by their spread and spacing.
    Vector levels(Batch rows) {
      Vector usual =
          sigmaMax.isPresent() && sigmaMin.isPresent() ? Vector.of() : NoiseLadder.of(rows, count);
      return NoiseLadder.geometric(
          sigmaMax.orElseGet(usual::first), sigmaMin.orElseGet(usual::last), count);
    }

    private static void requirePositive(String which, OptionalDouble level) {
      if (level.isPresent()
          && (!(level.getAsDouble() > 0) || !Double.isFinite(level.getAsDouble()))) {
        throw new IllegalArgumentException(
            "the %s noise level must be positive and finite, got %s"
                .formatted(which, level.getAsDouble()));
      }
    }
  }

  public ConvexExperiment {
    TrainingFrame.requireDirections(train, directions);
  }

  /// Principal directions to train in; none for a table of at most {@link #MOST_COMPONENTS}
  /// components, unless asked for. Pictures always have a frame of them, however small.
  OptionalInt chosenDirections() {
    return TrainingFrame.chosen(train, directions);
  }
}
