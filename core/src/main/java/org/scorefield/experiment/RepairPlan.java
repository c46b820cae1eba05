package org.scorefield.experiment;

import java.util.Locale;
import org.scorefield.array.Vector;
import org.scorefield.data.Dataset;
import org.scorefield.data.Split;
import org.scorefield.metric.HeldOut;
import org.scorefield.random.NoiseKey;
import org.scorefield.schedule.RhoGrid;
import org.scorefield.schedule.TimeGrid;
import org.scorefield.wiring.LevelRange;

/// What a repair will do and what it will cost, known before it starts: which rows do what, at
/// which noise levels, and how often the model is evaluated.
///
/// The rows are cut in three: closed forms are fitted to the first part, the second weights them
/// against the model, the third judges. Weights are fitted at the ends of the range and between the
/// levels that are judged, so that but for the two ends no level is judged where it was fitted.
///
/// What was not asked for depends on the size d of a sample, as a network costs about as much as it
/// has pixels to look at: rows that make 600,000 numbers (from 48 to 2000 rows), and samples while
/// the evaluations stay within `6e7 / d`, from 5000 to 500,000.
///
/// @param closedForms rows the closed forms are fitted to
/// @param weighing rows that weight the members
/// @param judging rows that judge, those of the losses first
/// @param sigmas levels that are judged, rising
/// @param knots levels at which weights are fitted, rising
/// @param range of noise levels, for sampling
/// @param rows of the judging part whose losses are measured
/// @param samples of each way of sampling
/// @param steps evaluations a sample
public record RepairPlan(
    Dataset closedForms,
    Dataset weighing,
    Dataset judging,
    Vector sigmas,
    Vector knots,
    LevelRange range,
    int rows,
    int samples,
    int steps) {
  private static final int LEVELS = 16;
  private static final double RHO = 7;

  /// Lowest level judged, as a multiple of the standard deviation: below, every model is nearly the
  /// identity.
  private static final double LOWEST = 0.02;

  private static final int FEWEST_ROWS = 8;
  private static final int FEWEST_TO_FIT = 10;
  private static final int MOST_SAMPLES = 1000;
  private static final int NUMBERS = 600_000;
  private static final double WORK = 6e7;

  /// Sampling is tried in four ways: model and stack, each from white noise and from the closed
  /// form.
  static final int WAYS = 4;

  /// @param scale standard deviation of the data
  static RepairPlan of(RepairExperiment experiment, double scale) {
    RepairExperiment.Settings asked = experiment.settings();
    Dataset data = experiment.data();
    int part = part(data, asked.heldOut());
    NoiseKey key = NoiseKey.of(experiment.seed()).child("repair");
    Split first = Split.of(data, 2 * part, key.child("held out"));
    Split second = Split.of(first.heldOut(), part, key.child("judging"));
    LevelRange range = LevelRange.of(experiment.model().denoiser(), scale);
    asked.sigmas().ifPresent(RepairPlan::requirePositive);
    Vector sigmas = snapped(asked.sigmas().orElseGet(() -> usual(range, scale)), range);
    Vector knots = snapped(between(sigmas), range);
    int d = data.shape().size();
    int rows = asked.rows().orElse(Math.clamp(NUMBERS / d, 48, 2000));
    if (rows < FEWEST_ROWS) {
      throw new IllegalArgumentException(
          "weights need at least %d rows, got %d".formatted(FEWEST_ROWS, rows));
    }
    int used = Math.min(rows, part);
    long losses = (long) used * (sigmas.size() + knots.size());
    long most = asked.evaluations().orElse((long) Math.clamp(WORK / d, 5e3, 5e5));
    int samples = samples(asked, losses, most);
    RepairPlan plan =
        new RepairPlan(
            first.train(),
            second.train(),
            second.heldOut(),
            sigmas,
            knots,
            range,
            used,
            samples,
            asked.steps());
    plan.requireWithin(asked);
    if (samples > 0) {
      plan.grid();
    }
    return plan;
  }

  /// The levels of sampling.
  ///
  /// @throws IllegalArgumentException if the model has too few
  TimeGrid grid() {
    return range.onLevels(new RhoGrid(RHO).toZero(steps, range.sigmaMax(), range.sigmaMin()));
  }

  /// The levels at which a model is really asked when asked at these, each once.
  private static Vector snapped(Vector sigmas, LevelRange range) {
    return Vector.adopt(sigmas.stream().map(range.nearest()).sorted().distinct().toArray());
  }

  private static void requirePositive(Vector sigmas) {
    if (!sigmas.stream().allMatch(sigma -> sigma > 0 && Double.isFinite(sigma))) {
      throw new IllegalArgumentException(
          "noise levels to judge at must be positive and finite, got " + sigmas);
    }
  }

  private static Vector usual(LevelRange range, double scale) {
    return HeldOut.logLevels(Math.max(LOWEST * scale, range.sigmaMin()), range.sigmaMax(), LEVELS);
  }

  private static int part(Dataset data, double heldOut) {
    int part = (int) (heldOut * data.size() / 2);
    if (part < FEWEST_ROWS || data.size() - 2 * part < FEWEST_TO_FIT) {
      int needed =
          (int) Math.ceil(Math.max(2 * FEWEST_ROWS / heldOut, FEWEST_TO_FIT / (1 - heldOut)));
      throw new IllegalArgumentException(
          "a repair needs rows to fit closed forms to (%d), to weight them by (%d) and to judge the result by (%d): at least %d with --held-out %s, %s has %d"
              .formatted(
                  FEWEST_TO_FIT,
                  FEWEST_ROWS,
                  FEWEST_ROWS,
                  needed,
                  heldOut,
                  data.name(),
                  data.size()));
    }
    return part;
  }

  /// Both ends, and the middle in ln sigma of each two neighbours.
  static Vector between(Vector sigmas) {
    int n = sigmas.size();
    return n < 2
        ? sigmas
        : Vector.generate(
            n + 1,
            k ->
                k == 0
                    ? sigmas.first()
                    : k == n ? sigmas.last() : Math.sqrt(sigmas.get(k - 1) * sigmas.get(k)));
  }

  private static int samples(RepairExperiment.Settings asked, long losses, long most) {
    if (asked.samples().isPresent()) {
      return asked.samples().get();
    }
    long left = (most - losses) / ((long) WAYS * asked.steps());
    return left < RepairExperiment.Settings.FEWEST_SAMPLES ? 0 : (int) Math.min(left, MOST_SAMPLES);
  }

  private void requireWithin(RepairExperiment.Settings asked) {
    long most = asked.evaluations().orElse(Long.MAX_VALUE);
    if (evaluations() > most) {
      throw new IllegalArgumentException(
          "%s: more than the %d evaluations allowed; allow more, or take fewer rows, levels or samples"
              .formatted(cost(), most));
    }
  }

  /// Evaluations of the model for losses.
  public long lossEvaluations() {
    return (long) rows * (sigmas.size() + knots.size());
  }

  /// Evaluations of the model at most: samples that start from the closed form need fewer.
  public long evaluations() {
    return lossEvaluations() + (long) WAYS * samples * steps;
  }

  /// In words, before it starts.
  public String cost() {
    String losses =
        String.format(
            Locale.ROOT,
            "%,d evaluations of the model for losses (2 x %d rows, %d and %d noise levels)",
            lossEvaluations(),
            rows,
            knots.size(),
            sigmas.size());
    return samples == 0
        ? losses + ", none for samples"
        : String.format(
            Locale.ROOT,
            "%s and at most %,d for samples (%d ways x %d samples x %d evaluations)",
            losses,
            evaluations() - lossEvaluations(),
            WAYS,
            samples,
            steps);
  }
}
