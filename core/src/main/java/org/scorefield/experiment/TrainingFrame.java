package org.scorefield.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.scorefield.analytic.Gaussian;
import org.scorefield.analytic.LowRank;
import org.scorefield.analytic.Subspace;
import org.scorefield.array.Batch;
import org.scorefield.data.Dataset;
import org.scorefield.random.NoiseKey;

/// The coordinates that a model of few components is trained in: those of the data, or principal
/// directions of them.
///
/// @param frame principal directions; none for the data as they are
record TrainingFrame(Optional<Subspace> frame) {
  /// Share of the variance that is none.
  private static final double ROUNDING = 1e-12;

  /// @param directions asked for; empty to choose by the data
  /// @throws IllegalArgumentException if all rows are the same
  static TrainingFrame of(Dataset train, OptionalInt directions, NoiseKey key, Progress progress) {
    requireSpread(train, key);
    OptionalInt chosen = chosen(train, directions);
    if (chosen.isEmpty()) {
      return new TrainingFrame(Optional.empty());
    }
    Gaussian principal = LowRank.fit(train, chosen.getAsInt(), key);
    double rounding = ROUNDING * principal.totalVariance();
    long varying = principal.variances().stream().filter(v -> v > rounding).count();
    Gaussian kept = principal.truncated(Math.max(1, (int) varying));
    if (directions.isEmpty()) {
      progress.say(
          String.format(
              Locale.ROOT,
              "training in %d principal directions of %d components, which hold %.1f %% of the"
                  + " variance; --directions takes another number",
              kept.rank(),
              train.shape().size(),
              100 * kept.variances().sum() / kept.totalVariance()));
    }
    return new TrainingFrame(Optional.of(Subspace.of(kept)));
  }

  private static void requireSpread(Dataset train, NoiseKey key) {
    Gaussian round = LowRank.fit(train, 0, key);
    double offset = Math.sqrt(round.mean().stream().map(m -> m * m).average().orElse(0));
    if (!(round.scale() > Math.sqrt(ROUNDING) * offset)) {
      throw new IllegalArgumentException(
          "the rows of %s must differ, and are all the same; a constant needs no model"
              .formatted(train.name()));
    }
  }

  /// How many principal directions; none for a table of at most {@link
  /// ConvexExperiment#MOST_COMPONENTS} components, unless asked for.
  static OptionalInt chosen(Dataset train, OptionalInt directions) {
    int d = train.shape().size();
    if (directions.isPresent()) {
      return directions;
    }
    if (d <= ConvexExperiment.MOST_COMPONENTS && !train.shape().isImage()) {
      return OptionalInt.empty();
    }
    return OptionalInt.of(Math.min(most(train), ConvexExperiment.DIRECTIONS));
  }

  /// @throws IllegalArgumentException if the rows do not have as many directions as were asked for
  static void requireDirections(Dataset train, OptionalInt directions) {
    int most = most(train);
    if (directions.isPresent() && (directions.getAsInt() < 1 || directions.getAsInt() > most)) {
      throw new IllegalArgumentException(
          "%d rows of %d components have 1 to %d principal directions, got %d"
              .formatted(train.size(), train.shape().size(), most, directions.getAsInt()));
    }
  }

  private static int most(Dataset train) {
    return Math.max(1, Math.min(train.shape().size(), train.size() - 1));
  }

  /// The rows in these coordinates.
  Dataset within(Dataset data) {
    if (frame.isEmpty()) {
      return data;
    }
    List<Batch> parts = new ArrayList<>();
    data.forEachBlock(
        data.comfortableBlock(), block -> parts.add(frame.orElseThrow().project(block)));
    return Dataset.of(data.name(), data.units(), Batch.concat(parts));
  }
}
