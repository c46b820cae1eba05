package org.scorefield.experiment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.scorefield.analytic.CovarianceKind;
import org.scorefield.analytic.Distribution;
import org.scorefield.analytic.Empirical;
import org.scorefield.analytic.ExpectationMaximization;
import org.scorefield.analytic.FitProgress;
import org.scorefield.analytic.Gaussian;
import org.scorefield.analytic.LowRank;
import org.scorefield.analytic.MixtureFit;
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
    Dataset train = experiment.train();
    progress.begin("fitting " + kind(experiment.kind()) + " to " + train.name(), 0);
    Fitted fitted = fit(experiment, progress);
    Distribution law = fitted.law();
    ModelCard card =
        new ModelCard(
            kind(experiment.kind()),
            train.shape(),
            train.units(),
            law.scale(),
            train.name(),
            ContentHash.of(train).hex(),
            train.size(),
            experiment.seed(),
            fitted.how());
    List<RunRecord.Result> results = new ArrayList<>();
    results.addAll(losses("training rows", law, card, train, experiment, progress));
    experiment
        .heldOut()
        .ifPresent(
            held -> results.addAll(losses("held-out rows", law, card, held, experiment, progress)));
    RunRecord record =
        new RunRecord(
            "fit",
            settings(card),
            progress.cancelled() ? "cancelled" : RunRecord.COMPLETED,
            Optional.empty(),
            (System.nanoTime() - started) / 1e9,
            results,
            List.of(),
            provenance);
    return new FitResult(record, new Model(law, card));
  }

  /// A law and how it was fitted.
  private record Fitted(Distribution law, String how) {}

  private static Fitted fit(FitExperiment experiment, Progress progress) {
    Dataset train = experiment.train();
    NoiseKey key = NoiseKey.of(experiment.seed()).child("fit");
    return switch (experiment.kind()) {
      case FitExperiment.GaussianKind g -> {
        int d = train.shape().size();
        Gaussian law = LowRank.fit(train, g.rank().orElse(d), key);
        yield new Fitted(
            law,
            "mean and covariance, rank %d of %d, residual variance %s"
                .formatted(law.rank(), d, law.residual()));
      }
      case FitExperiment.MixtureKind m -> mixture(m, train, key, progress);
      case FitExperiment.EmpiricalKind _ ->
          new Fitted(Empirical.of(train), train.size() + " rows as they are");
    };
  }

  private static Fitted mixture(
      FitExperiment.MixtureKind kind, Dataset train, NoiseKey key, Progress progress) {
    FitProgress look =
        (iteration, logLikelihood) -> {
          progress.say(
              String.format(
                  Locale.ROOT, "iteration %d: %.3f nats a row", iteration, logLikelihood));
          return !progress.cancelled();
        };
    MixtureFit fit =
        new ExpectationMaximization(kind.components(), kind.covariance()).fit(train, key, look);
    return new Fitted(
        fit.mixture(),
        "%d components, %s, %d iterations of EM, %s, log density %s nats a row"
            .formatted(
                fit.mixture().components().size(),
                describe(kind.covariance()),
                fit.logLikelihood().size() - 1,
                fit.converged() ? "converged" : "stopped at the limit",
                fit.logLikelihood().last()));
  }

  private static String describe(CovarianceKind covariance) {
    return switch (covariance) {
      case CovarianceKind.Full _ -> "full covariances";
      case CovarianceKind.Shared _ -> "one shared covariance";
      case CovarianceKind.LowRank(int rank) -> "rank " + rank + " and a residual variance each";
      case CovarianceKind.Diagonal _ -> "diagonal covariances";
    };
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

  private static String kind(FitExperiment.Kind kind) {
    return switch (kind) {
      case FitExperiment.GaussianKind _ -> "gaussian";
      case FitExperiment.MixtureKind _ -> "gmm";
      case FitExperiment.EmpiricalKind _ -> "empirical";
    };
  }

  private static Map<String, String> settings(ModelCard card) {
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
