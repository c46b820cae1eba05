package org.scorefield.experiment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.scorefield.data.ContentHash;
import org.scorefield.data.Dataset;
import org.scorefield.data.Subset;
import org.scorefield.metric.Estimate;
import org.scorefield.metric.Memorisation;
import org.scorefield.metric.Metric;
import org.scorefield.metric.RealVsReal;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;

/// Runs an {@link EvaluateExperiment}.
final class EvaluateRun {
  private EvaluateRun() {}

  static RunRecord run(EvaluateExperiment experiment, RunDirectory directory, Progress progress) {
    Provenance provenance = Provenance.now(experiment.seed());
    long started = System.nanoTime();
    List<RunRecord.Result> results = measure(experiment, progress);
    String outcome = progress.cancelled() ? "cancelled while measuring" : RunRecord.COMPLETED;
    return new RunRecord(
        "evaluate",
        settings(experiment),
        outcome,
        Optional.empty(),
        (System.nanoTime() - started) / 1e9,
        results,
        directory.files(),
        provenance);
  }

  /// Every metric of every candidate, in the features asked for; fewer if cancelled.
  static List<RunRecord.Result> measure(EvaluateExperiment experiment, Progress progress) {
    return EvaluateFeatures.of(experiment, progress)
        .map(there -> measureRows(there, progress))
        .orElse(List.of());
  }

  private static List<RunRecord.Result> measureRows(
      EvaluateExperiment experiment, Progress progress) {
    Noise noise = new Noise(NoiseKey.of(experiment.seed()).child("evaluate"), 0, 1);
    List<Metric> metrics = experiment.metrics();
    int subjects = experiment.candidates().size() + (experiment.control() ? 1 : 0);
    progress.begin("measuring", (long) metrics.size() * subjects);
    List<RunRecord.Result> results = new ArrayList<>();
    for (EvaluateExperiment.Candidate candidate : experiment.candidates()) {
      for (Metric metric : metrics) {
        if (progress.cancelled()) {
          return results;
        }
        measureOne(experiment, candidate, metric, noise, results);
        progress.advance(1);
      }
    }
    if (experiment.control()) {
      for (Metric metric : metrics) {
        if (progress.cancelled()) {
          return results;
        }
        control(experiment, metric, noise)
            .ifPresent(
                e -> results.add(new RunRecord.Result(RunRecord.REAL_VS_REAL, metric.name(), e)));
        progress.advance(1);
      }
    }
    return results;
  }

  /// What real data score. Where the training data are known: as many of their rows as there are
  /// generated samples, measured as if generated; and for memorisation the reference, which copies
  /// nothing. Otherwise one half of the reference against the other.
  private static Optional<Estimate> control(
      EvaluateExperiment experiment, Metric metric, Noise noise) {
    Dataset reference = experiment.reference();
    if (experiment.training().isEmpty()) {
      int half = reference.size() / 2;
      return metric instanceof Memorisation || half < 2
          ? Optional.empty()
          : Optional.of(RealVsReal.measure(metric, reference, half, noise));
    }
    Dataset training = experiment.training().get();
    if (metric instanceof Memorisation) {
      return Optional.of(metric.measure(reference, training, noise));
    }
    int count = Math.min(training.size(), experiment.candidates().getFirst().samples().size());
    int[] rows = IntStream.range(0, count).toArray();
    return Optional.of(
        metric.measure(Subset.of(training.name(), training, rows), reference, noise));
  }

  /// Memorisation compares with the training data, where they are known; all else with the
  /// reference.
  private static void measureOne(
      EvaluateExperiment experiment,
      EvaluateExperiment.Candidate candidate,
      Metric metric,
      Noise noise,
      List<RunRecord.Result> results) {
    Optional<Dataset> against =
        metric instanceof Memorisation
            ? experiment.training()
            : Optional.of(experiment.reference());
    against.ifPresent(data -> {
      Estimate estimate = metric.measure(candidate.samples(), data, noise);
      results.add(new RunRecord.Result(candidate.name(), metric.name(), estimate));
    });
  }

  private static Map<String, String> settings(EvaluateExperiment experiment) {
    Map<String, String> settings = new LinkedHashMap<>();
    for (EvaluateExperiment.Candidate candidate : experiment.candidates()) {
      settings.put("samples " + candidate.name(), describe(candidate.samples()));
    }
    settings.put("reference", describe(experiment.reference()));
    experiment.training().ifPresent(data -> settings.put("training data", describe(data)));
    settings.put(
        "metrics",
        experiment.metrics().stream().map(Metric::name).collect(Collectors.joining(", ")));
    experiment
        .features()
        .ifPresent(map -> {
          settings.put("features", map.name());
          settings.put("features sha256", map.sha256());
        });
    return settings;
  }

  private static String describe(Dataset data) {
    return "%s, %d of %s, sha256 %s"
        .formatted(data.name(), data.size(), data.shape(), ContentHash.of(data).hex());
  }
}
