package org.scorefield.experiment;

import java.util.Locale;
import org.scorefield.array.Vector;
import org.scorefield.data.Dataset;
import org.scorefield.data.RandomRows;
import org.scorefield.data.Split;
import org.scorefield.metric.HeldOut;
import org.scorefield.random.NoiseKey;
import org.scorefield.wiring.LevelRange;

/// What a {@link BudgetExperiment} will evaluate, before it does.
///
/// @param fitting rows that closed forms are fitted to
/// @param judging rows whose losses are measured
/// @param sigmas levels at which they are, rising
/// @param range from the first level of the scheme to the last
/// @param samples drawn with each scheme
/// @param passes of models over the rows: one each, and where the law is known one more, beside it
record BudgetPlan(
    Dataset fitting,
    Dataset judging,
    Vector sigmas,
    LevelRange range,
    int samples,
    int passes,
    int steps) {
  /// Numbers noised at each level: rows times components.
  private static final int NUMBERS = 1 << 20;

  private static final int FEWEST_ROWS = 64;
  private static final int MOST_ROWS = 4000;

  /// Numbers denoised for samples.
  private static final double SAMPLED = 5e7;

  private static final int MOST_SAMPLES = 2000;
  private static final int FEWEST_SAMPLES = 100;
  private static final double HELD_OUT = 0.5;

  /// Schemes that samples are drawn with.
  static final int SAMPLED_SCHEMES = 6;

  static BudgetPlan of(BudgetExperiment experiment, double scale) {
    BudgetExperiment.Settings asked = experiment.settings();
    Dataset data = experiment.data();
    NoiseKey key = NoiseKey.of(experiment.seed()).child("budget");
    LevelRange range =
        LevelRange.of(experiment.model().denoiser(), scale, asked.sigmaMax(), asked.sigmaMin());
    Split split = Split.fraction(data, HELD_OUT, key.child("held out"));
    int d = data.shape().size();
    int usual = Math.clamp(NUMBERS / d, FEWEST_ROWS, MOST_ROWS);
    Dataset judging =
        RandomRows.atMost(asked.rows().orElse(usual), split.heldOut(), key.child("rows"));
    int affordable = (int) (SAMPLED / (d * (double) SAMPLED_SCHEMES * asked.steps()));
    int drawn = Math.min(Math.min(affordable, MOST_SAMPLES), split.heldOut().size());
    int samples = asked.samples().orElse(drawn < FEWEST_SAMPLES ? 0 : drawn);
    return new BudgetPlan(
        split.train(),
        judging,
        levels(range, asked.levels()),
        range,
        samples,
        1
            + experiment.references().size()
            + experiment.earlier().size()
            + (experiment.law().isPresent() ? 1 : 0),
        asked.steps());
  }

  /// Equal steps of ln sigma, at levels that the model has.
  private static Vector levels(LevelRange range, int count) {
    return Vector.adopt(
        HeldOut.logLevels(range.sigmaMin(), range.sigmaMax(), count).stream()
            .map(range.nearest())
            .sorted()
            .distinct()
            .toArray());
  }

  /// Evaluations of models for losses.
  long lossEvaluations() {
    return (long) passes * judging.size() * sigmas.size();
  }

  /// Evaluations of the model for samples.
  long sampleEvaluations() {
    return (long) SAMPLED_SCHEMES * samples * (steps + 1);
  }

  /// In words.
  String cost() {
    return String.format(
        Locale.ROOT,
        "%,d evaluations of models for losses (%d rows, %d noise levels%s), %s",
        lossEvaluations(),
        judging.size(),
        sigmas.size(),
        passes == 1 ? "" : ", %d passes".formatted(passes),
        samples == 0
            ? "none for samples"
            : String.format(
                Locale.ROOT,
                "%,d for samples (up to %d schemes x %d samples)",
                sampleEvaluations(),
                SAMPLED_SCHEMES,
                samples));
  }
}
