package org.scorefield.engine.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.scorefield.analytic.LowRank;
import org.scorefield.array.Vector;
import org.scorefield.data.Dataset;
import org.scorefield.denoise.Denoiser;
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
/// exact one. What chooses is the mean over levels equally spaced in `ln sigma`.
///
/// @param chosen the best candidate
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
    int cap = Math.clamp(NUMBERS / d, 100, MOST_ROWS);
    HeldOut heldOut = HeldOut.of(rows, sigmas, cap, 1, key);
    progress.begin(
        "judging %d sets of parameters".formatted(trained.candidates().size()),
        (long) LEVELS * trained.candidates().size());
    List<LossCurve> curves =
        trained.candidates().stream()
            .map(c -> heldOut.curve(c.network(), () -> progress.advance(1)))
            .toList();
    Scoring scoring = new Scoring(scale);
    int best = scoring.best(curves);
    List<TrainingResult.Candidate> candidates = new ArrayList<>();
    for (int c = 0; c < curves.size(); c++) {
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
            "%d %s rows"
                .formatted(
                    Math.min(cap, rows.size()),
                    experiment.heldOut().isPresent() ? "held-out" : "training"),
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

  /// Losses in units of data of one standard deviation.
  private record Scoring(double scale) {
    int best(List<LossCurve> curves) {
      int best = 0;
      for (int c = 1; c < curves.size(); c++) {
        if (mean(curves.get(c)).value() < mean(curves.get(best)).value()) {
          best = c;
        }
      }
      return best;
    }

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
