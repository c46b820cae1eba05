package org.scorefield.engine.experiment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.scorefield.array.Batch;
import org.scorefield.array.Vector;
import org.scorefield.data.ContentHash;
import org.scorefield.data.Dataset;
import org.scorefield.engine.nn.Layout;
import org.scorefield.engine.train.Metrics;
import org.scorefield.engine.train.Trained;
import org.scorefield.engine.train.Trainer;
import org.scorefield.engine.train.TrainingOutcome;
import org.scorefield.engine.train.TrainingSettings;
import org.scorefield.engine.train.TrainingStopped;
import org.scorefield.engine.train.TrainingWatch;
import org.scorefield.experiment.Model;
import org.scorefield.experiment.ModelCard;
import org.scorefield.experiment.Progress;
import org.scorefield.experiment.Provenance;
import org.scorefield.experiment.RunRecord;
import org.scorefield.experiment.TrainingResult;
import org.scorefield.experiment.TrainingStudies;
import org.scorefield.settings.Settings;

/// Runs a {@link TrainExperiment}.
final class TrainRun {
  /// Shown beside the samples.
  private static final int REAL = 500;

  private final TrainExperiment experiment;
  private final TrainDirectory directory;
  private final Progress progress;
  private final TrainingSettings settings;
  private final List<Metrics> course = new ArrayList<>();
  private final long started = System.nanoTime();

  TrainRun(TrainExperiment experiment, TrainDirectory directory, Progress progress) {
    this.experiment = experiment;
    this.directory = directory;
    this.progress = progress;
    this.settings = experiment.config().training();
  }

  RunEnd<TrainingResult> run() {
    Provenance provenance = Provenance.now(experiment.seed());
    Trainer trainer = experiment.trainer();
    directory.begin(experiment.config());
    SnapshotSampler sampler =
        new SnapshotSampler(trainer.normaliser().scale(), experiment.seed(), progress);
    StudyProbe probe = new StudyProbe(experiment, trainer.normaliser().scale());
    Set<Integer> drawn = SnapshotSampler.steps(settings.steps());
    TrainingWatch watch =
        new TrainingWatch(
            progress,
            this::seen,
            System::nanoTime,
            new TrainingWatch.Snapshots(
                step -> drawn.contains(step) || probe.wants(step),
                trained -> {
                  if (probe.wants(trained.steps())) {
                    probe.measure(trained);
                  }
                  if (drawn.contains(trained.steps())) {
                    sampler
                        .draw(trained)
                        .ifPresent(samples -> directory.snapshot(trained.steps(), samples));
                  }
                }));
    TrainingOutcome outcome =
        directory.isResumed()
            ? trainer.resume(directory.checkpoint(), watch)
            : trainer.run(Optional.of(directory.checkpoint()), watch);
    return switch (outcome) {
      case TrainingOutcome.Completed(Trained trained) ->
          finished(trainer, trained, probe, provenance);
      case TrainingOutcome.Diverged diverged ->
          stopped("diverged: " + diverged.message(), provenance);
      case TrainingOutcome.Cancelled cancelled ->
          stopped(
              "cancelled after step %d of %d; `--resume` goes on from %s"
                  .formatted(cancelled.step(), settings.steps(), directory.checkpoint()),
              provenance);
    };
  }

  /// The network is trained; what is left to do may still be stopped.
  private RunEnd<TrainingResult> finished(
      Trainer trainer, Trained trained, StudyProbe probe, Provenance provenance) {
    if (course.isEmpty() && directory.isResumed()) {
      course.addAll(directory.metricsUpTo(trained.steps()));
    }
    try {
      return new RunEnd.Completed<>(result(trainer, trained, probe, provenance));
    } catch (TrainingStopped e) {
      return stopped(
          "%s; the network itself is trained: `--resume` without `--study` writes it from %s"
              .formatted(e.outcome(), directory.checkpoint()),
          provenance);
    }
  }

  private void seen(Metrics metrics) {
    if (course.isEmpty() && directory.isResumed()) {
      course.addAll(directory.metricsUpTo(metrics.step() - 1));
    }
    course.add(metrics);
    directory.append(metrics);
    double left =
        (double) (settings.steps() - metrics.step()) * settings.batch() / metrics.rowsPerSecond();
    progress.note(
        String.format(
            Locale.ROOT,
            "step %,d of %,d: loss %.4g (normalised %.4g), %,.0f rows/s, %s left",
            metrics.step(),
            settings.steps(),
            metrics.loss(),
            metrics.normalisedLoss(),
            metrics.rowsPerSecond(),
            duration(left)));
  }

  private static String duration(double seconds) {
    long s = Math.round(seconds);
    return s >= 3600
        ? "%d:%02d:%02d h".formatted(s / 3600, s / 60 % 60, s % 60)
        : "%d:%02d min".formatted(s / 60, s % 60);
  }

  private RunEnd<TrainingResult> stopped(String outcome, Provenance provenance) {
    return new RunEnd.Stopped<>(record(outcome, settings(Optional.empty()), List.of(), provenance));
  }

  private TrainingResult result(
      Trainer trainer, Trained trained, StudyProbe probe, Provenance provenance) {
    double scale = trainer.normaliser().scale();
    Judgement judgement = Judgement.of(experiment, trained, scale, progress);
    Dataset train = experiment.train();
    ModelCard card =
        new ModelCard(
            experiment.config().net().kind(),
            train.shape(),
            train.units(),
            scale,
            train.name(),
            ContentHash.of(train).hex(),
            train.size(),
            experiment.seed(),
            "%d steps of %d rows, %s parameters (%s)"
                .formatted(
                    trained.steps(),
                    settings.batch(),
                    "%,d".formatted(Layout.of(experiment.config().net()).size()),
                    judgement.chosen().name()));
    TrainingStudies studies = probe.results(judgement.chosen().network(), progress);
    List<RunRecord.Result> results = new ArrayList<>(judgement.results());
    results.addAll(studies.results());
    RunRecord record =
        record(RunRecord.COMPLETED, settings(Optional.of(judgement)), results, provenance);
    return new TrainingResult(
        record,
        new Model(judgement.chosen().network(), card),
        course(),
        judgement.levels(),
        judgement.candidates(),
        directory.snapshots(train.shape()),
        real(),
        studies);
  }

  private Batch real() {
    Dataset rows = experiment.heldOut().orElse(experiment.train());
    return rows.rows(0, Math.min(REAL, rows.size()));
  }

  private TrainingResult.Course course() {
    return new TrainingResult.Course(
        column(Metrics::step),
        column(Metrics::loss),
        column(Metrics::normalisedLoss),
        column(Metrics::learningRate),
        column(Metrics::gradientNorm),
        column(Metrics::rowsPerSecond));
  }

  private Vector column(ToDoubleFunction<Metrics> value) {
    return Vector.generate(course.size(), i -> value.applyAsDouble(course.get(i)));
  }

  private Map<String, String> settings(Optional<Judgement> judgement) {
    Dataset train = experiment.train();
    Map<String, String> all = new LinkedHashMap<>();
    all.put("kind", experiment.config().net().kind());
    all.put("data", "%s, %d rows of %s".formatted(train.name(), train.size(), train.shape()));
    all.put("units", train.units());
    experiment.heldOut().ifPresent(held -> all.put("held out", held.size() + " rows"));
    all.put("parameters", String.valueOf(Layout.of(experiment.config().net()).size()));
    Settings.yaml(experiment.config())
        .lines()
        .filter(line -> !line.endsWith(":"))
        .forEach(line -> {
          int colon = line.indexOf(':');
          all.put(line.substring(0, colon).strip(), line.substring(colon + 1).strip());
        });
    judgement.ifPresent(j -> all.put("parameters chosen", j.chosen().name()));
    all.put("run directory", directory.place().toString());
    return all;
  }

  private RunRecord record(
      String outcome,
      Map<String, String> all,
      List<RunRecord.Result> results,
      Provenance provenance) {
    return new RunRecord(
        "fit",
        all,
        outcome,
        Optional.empty(),
        (System.nanoTime() - started) / 1e9,
        results,
        directory.files(),
        provenance);
  }
}
