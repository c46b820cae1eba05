package org.scorefield.experiment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.scorefield.analytic.Distribution;
import org.scorefield.data.ContentHash;
import org.scorefield.data.Dataset;
import org.scorefield.metric.DenoisingLoss;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;

/// Runs a {@link FitExperiment}.
final class FitRun {
  private static final int LOSS_ROWS = 1000;

  /// Noise levels at which a fit is judged, as multiples of the standard deviation of the data.
  private static final double[] LEVELS = {0.1, 0.5, 2, 10};

  private FitRun() {}

  static FitResult run(FitExperiment experiment, Progress progress) {
    Provenance provenance = Provenance.now(experiment.seed());
    long started = System.nanoTime();
    progress.begin("fitting " + kind(experiment.kind()) + " to " + experiment.train().name(), 0);
    Judged judged =
        switch (experiment.kind()) {
          case FitExperiment.StackKind stack -> StackRun.run(stack, experiment, progress);
          case FitExperiment.FeaturesKind features ->
              FeaturesRun.run(features, experiment, progress);
          default -> law(experiment, progress);
        };
    Map<String, String> settings = settings(judged.model().card());
    settings.putAll(judged.notes());
    RunRecord record =
        new RunRecord(
            "fit",
            settings,
            progress.cancelled() ? "cancelled" : RunRecord.COMPLETED,
            Optional.empty(),
            (System.nanoTime() - started) / 1e9,
            judged.results(),
            List.of(),
            provenance);
    return new FitResult(record, judged.model());
  }

  /// A model, what was measured of it, and what else the record should say.
  record Judged(Model model, List<RunRecord.Result> results, Map<String, String> notes) {}

  private static Judged law(FitExperiment experiment, Progress progress) {
    Dataset train = experiment.train();
    NoiseKey key = NoiseKey.of(experiment.seed()).child("fit");
    LawFit fit = LawFit.of(experiment.kind(), train, key, progress);
    Distribution law = fit.law();
    ModelCard card = card(experiment, law.scale(), fit.how());
    List<RunRecord.Result> results = new ArrayList<>();
    results.addAll(losses("training rows", law, card, train, experiment, progress));
    experiment
        .heldOut()
        .ifPresent(
            held -> results.addAll(losses("held-out rows", law, card, held, experiment, progress)));
    return new Judged(new Model(fit.denoiser(), card), results, Map.of());
  }

  /// The card of a model that this experiment fits.
  static ModelCard card(FitExperiment experiment, double scale, String how) {
    Dataset train = experiment.train();
    return new ModelCard(
        kind(experiment.kind()),
        train.shape(),
        train.units(),
        scale,
        train.name(),
        ContentHash.of(train).hex(),
        train.size(),
        experiment.seed(),
        how);
  }

  private static List<RunRecord.Result> losses(
      String subject,
      Distribution law,
      ModelCard card,
      Dataset data,
      FitExperiment experiment,
      Progress progress) {
    progress.begin("judging the fit by " + subject, LEVELS.length);
    List<RunRecord.Result> results = new ArrayList<>();
    Noise noise = new Noise(NoiseKey.of(experiment.seed()).child("fit loss"), 0, 1);
    for (double level : LEVELS) {
      double sigma = level * card.noiseScale();
      results.add(
          new RunRecord.Result(
              subject,
              "loss at sigma " + level + " sd",
              new DenoisingLoss(LOSS_ROWS).measure(law, data, sigma, noise)));
      progress.advance(1);
    }
    return results;
  }

  /// The name of a kind, as on the command line and in model files.
  static String kind(FitExperiment.Kind kind) {
    return switch (kind) {
      case FitExperiment.GaussianKind _ -> ModelTensors.GAUSSIAN;
      case FitExperiment.ClassGaussiansKind _ -> ModelTensors.CLASSES;
      case FitExperiment.MixtureKind _ -> ModelTensors.MIXTURE;
      case FitExperiment.EmpiricalKind _ -> ModelTensors.EMPIRICAL;
      case FitExperiment.FeaturesKind _ -> "random-features";
      case FitExperiment.StackKind _ -> ModelTensors.STACK;
    };
  }

  static Map<String, String> settings(ModelCard card) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("kind", card.kind());
    settings.put("data", card.data() + ", " + card.rows() + " of " + card.shape());
    settings.put("data sha256", card.dataHash());
    settings.put("units", card.units());
    settings.put("scale", String.valueOf(card.scale()));
    settings.put("fit", card.fit());
    return settings;
  }
}
