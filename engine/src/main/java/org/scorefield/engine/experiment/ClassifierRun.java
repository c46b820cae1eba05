package org.scorefield.engine.experiment;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.scorefield.data.ContentHash;
import org.scorefield.data.Labelled;
import org.scorefield.engine.nn.ImageClassifier;
import org.scorefield.engine.nn.Layout;
import org.scorefield.engine.train.Classifier;
import org.scorefield.engine.train.TrainingStopped;
import org.scorefield.engine.train.ClassifierCard;
import org.scorefield.engine.train.ClassifierModel;
import org.scorefield.engine.train.ClassifierSettings;
import org.scorefield.experiment.Progress;
import org.scorefield.experiment.Provenance;
import org.scorefield.experiment.RunRecord;
import org.scorefield.metric.Estimate;
import org.scorefield.random.NoiseKey;

/// Runs a {@link ClassifierExperiment}.
final class ClassifierRun {
  private final ClassifierExperiment experiment;
  private final Progress progress;
  private final int steps;
  private final long started = System.nanoTime();
  private int done;

  ClassifierRun(ClassifierExperiment experiment, Progress progress) {
    this.experiment = experiment;
    this.progress = progress;
    this.steps = experiment.settings().steps(experiment.train().size());
  }

  ClassifierResult run() {
    Provenance provenance = Provenance.now(experiment.seed());
    Labelled train = experiment.train();
    progress.begin("training a classifier on " + train.name(), steps);
    Optional<Classifier> trained;
    try {
      trained =
          Classifier.train(
              experiment.network(),
              train,
              experiment.settings(),
              NoiseKey.of(experiment.seed()).child("classifier"),
              this::goOn);
    } catch (TrainingStopped diverged) {
      return stopped(diverged.outcome(), provenance);
    }
    if (trained.isEmpty()) {
      return stopped("cancelled after step %d of %d".formatted(done, steps), provenance);
    }
    Optional<Estimate> accuracy = experiment.heldOut().map(held -> judge(trained.get(), held));
    List<RunRecord.Result> results =
        accuracy
            .map(a -> List.of(new RunRecord.Result("held-out rows", "accuracy", a)))
            .orElse(List.of());
    ClassifierCard card =
        new ClassifierCard(
            train.name(),
            ContentHash.of(train).hex(),
            train.size(),
            experiment.settings().epochs(),
            experiment.seed(),
            accuracy);
    return new ClassifierResult(
        record(RunRecord.COMPLETED, results, provenance),
        Optional.of(new ClassifierModel(trained.get(), card)));
  }

  private Estimate judge(Classifier classifier, Labelled heldOut) {
    progress.begin("judging it by " + heldOut.name(), heldOut.size());
    Estimate accuracy = classifier.accuracy(heldOut);
    progress.advance(heldOut.size());
    return accuracy;
  }

  private boolean goOn(double loss) {
    done++;
    progress.advance(1);
    double left = (System.nanoTime() - started) / 1e9 / done * (steps - done);
    progress.note(
        String.format(
            Locale.ROOT, "step %,d of %,d: loss %.4g, %.0f s left", done, steps, loss, left));
    return !progress.cancelled();
  }

  private ClassifierResult stopped(String outcome, Provenance provenance) {
    return new ClassifierResult(record(outcome, List.of(), provenance), Optional.empty());
  }

  private RunRecord record(String outcome, List<RunRecord.Result> results, Provenance provenance) {
    return new RunRecord(
        "fit",
        settings(),
        outcome,
        Optional.empty(),
        (System.nanoTime() - started) / 1e9,
        results,
        List.of(),
        provenance);
  }

  private Map<String, String> settings() {
    Labelled train = experiment.train();
    ImageClassifier network = experiment.network();
    ClassifierSettings settings = experiment.settings();
    Map<String, String> all = new LinkedHashMap<>();
    all.put("kind", "classifier");
    all.put("data", "%s, %d rows of %s".formatted(train.name(), train.size(), train.shape()));
    all.put("data sha256", ContentHash.of(train).hex());
    all.put("units", train.units());
    experiment.heldOut().ifPresent(held -> all.put("held out", held.size() + " rows"));
    all.put("classes", String.valueOf(network.classes()));
    all.put("channels", String.valueOf(network.channels()));
    all.put("stages", String.valueOf(network.stages()));
    all.put("features", String.valueOf(network.features()));
    all.put("parameters", String.valueOf(Layout.of(network).size()));
    all.put("epochs", String.valueOf(settings.epochs()));
    all.put("batch", String.valueOf(settings.batchSize()));
    all.put("shards", String.valueOf(settings.shards()));
    all.put("learning rate", String.valueOf(settings.learningRate()));
    return all;
  }
}
