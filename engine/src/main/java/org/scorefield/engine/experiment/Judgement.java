package org.scorefield.engine.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.scorefield.analytic.LowRank;
import org.scorefield.array.Vector;
import org.scorefield.data.Dataset;
import org.scorefield.data.Subset;
import org.scorefield.denoise.Denoiser;
import org.scorefield.engine.train.Choice;
import org.scorefield.engine.train.Trained;
import org.scorefield.experiment.Progress;
import org.scorefield.experiment.RunRecord;
import org.scorefield.experiment.TrainingResult;
import org.scorefield.metric.Estimate;
import org.scorefield.metric.HeldOut;
import org.scorefield.metric.LossCurve;
import org.scorefield.random.NoiseKey;

/// Which parameters of a run are best, and how good they are by noise level: losses in EDM's units
/// on the same rows and noises, beside the best linear denoiser and, where the law is known, the
/// exact one. What chooses is a {@link Choice}, over levels equally spaced in `ln sigma`, on one
/// half of the rows; every number given is of the other half.
///
/// @param chosen the candidate that is best on the rows that choose
/// @param candidates how they compare
/// @param levels losses by level
record Judgement(
    Trained.Candidate chosen,
    List<TrainingResult.Candidate> candidates,
    TrainingResult.Levels levels) {
  private static final int LEVELS = 15;
  private static final double LOWEST = 0.01;
  private static final double HIGHEST = 50;

  /// Numbers a curve may denoise at each level.
  private static final int NUMBERS = 1 << 18;

  private static final int MOST_ROWS = 4000;

  /// Directions of the Gaussian, up to where a full eigendecomposition takes seconds.
  private static final int LARGEST_RANK = 1024;

  static Judgement of(
      TrainExperiment experiment, Trained trained, double scale, Progress progress) {
    Dataset rows = experiment.heldOut().orElse(experiment.train());
    int d = rows.shape().size();
    Vector sigmas = HeldOut.logLevels(LOWEST * scale, HIGHEST * scale, LEVELS);
    NoiseKey key = NoiseKey.of(experiment.seed()).child("judgement");
    Halves halves = Halves.of(rows, Math.clamp(NUMBERS / d, 100, MOST_ROWS));
    HeldOut choosing = HeldOut.of(halves.choosing(), sigmas, MOST_ROWS, 1, key.child("choice"));
    HeldOut heldOut = HeldOut.of(halves.judging(), sigmas, MOST_ROWS, 1, key);
    int count = trained.candidates().size();
    progress.begin("judging %d sets of parameters".formatted(count), 2L * LEVELS * count);
    int best = Choice.of(trained, choosing, () -> progress.advance(1)).bestIndex();
    List<LossCurve> curves =
        trained.candidates().stream()
            .map(c -> heldOut.curve(c.network(), () -> progress.advance(1)))
            .toList();
    Scoring scoring = new Scoring(scale);
    List<TrainingResult.Candidate> candidates = new ArrayList<>();
    for (int c = 0; c < count; c++) {
      candidates.add(
          new TrainingResult.Candidate(
              trained.candidates().get(c).name(),
              scoring.mean(curves.get(c)),
              scoring.mean(curves.get(c).minus(curves.get(best))),
              c == best));
    }
    List<TrainingResult.Curve> all = new ArrayList<>();
    LossCurve net = curves.get(best);
    all.add(scoring.curve(TrainingResult.NETWORK, net, net.minus(net)));
    experiment
        .law()
        .ifPresent(law ->
            all.add(
                scoring.curve(
                    TrainingResult.EXACT,
                    heldOut.curve(law),
                    heldOut.excess(trained.candidates().get(best).network(), law))));
    Denoiser gaussian =
        LowRank.fit(experiment.train(), Math.min(d, LARGEST_RANK), key.child("gaussian"));
    LossCurve linear = heldOut.curve(gaussian);
    all.add(scoring.curve(TrainingResult.LINEAR, linear, net.minus(linear)));
    TrainingResult.Levels levels =
        new TrainingResult.Levels(
            sigmas,
            scale,
            halves.words(experiment.heldOut().isPresent() ? "held-out" : "training"),
            experiment.heldOut().isPresent(),
            all);
    return new Judgement(trained.candidates().get(best), candidates, levels);
  }

  /// The numbers for the record.
  List<RunRecord.Result> results() {
    List<RunRecord.Result> results = new ArrayList<>();
    for (TrainingResult.Candidate candidate : candidates) {
      results.add(new RunRecord.Result(candidate.name(), "normalised loss", candidate.loss()));
    }
    for (TrainingResult.Curve curve : levels.curves()) {
      for (int l = 0; l < levels.sigmas().size(); l++) {
        results.add(
            new RunRecord.Result(
                String.format(Locale.ROOT, "sigma %.3g", levels.sigmas().get(l)),
                "normalised loss, " + curve.name(),
                curve.losses().get(l)));
      }
    }
    return results;
  }

  /// Rows that choose and, as the least of several losses is too low, other rows that judge what
  /// was chosen: every second one, or all of them twice where they are too few to be parted.
  private record Halves(Dataset choosing, Dataset judging, boolean apart) {
    private static final int FEWEST = 4;

    static Halves of(Dataset rows, int most) {
      int n = Math.min(rows.size(), 2 * most);
      return n < FEWEST
          ? new Halves(rows, rows, false)
          : new Halves(every(rows, 0, n), every(rows, 1, n), true);
    }

    private static Dataset every(Dataset rows, int from, int n) {
      return Subset.of(
          rows.name(), rows, IntStream.range(from, n).filter(i -> i % 2 == from).toArray());
    }

    String words(String which) {
      return apart
          ? "%d %s rows, other than the %d that chose the parameters"
              .formatted(judging.size(), which, choosing.size())
          : "%d %s rows, the same that chose the parameters".formatted(judging.size(), which);
    }
  }

  /// Losses in units of data of one standard deviation.
  private record Scoring(double scale) {
    Estimate mean(LossCurve curve) {
      return curve.normalisedMean(scale * scale);
    }

    TrainingResult.Curve curve(String name, LossCurve curve, LossCurve behind) {
      double variance = scale * scale;
      return new TrainingResult.Curve(
          name,
          curve.normalisedByLevel(variance),
          mean(curve),
          behind.normalisedByLevel(variance),
          mean(behind));
    }
  }
}
