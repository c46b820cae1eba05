package org.scorefield.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.scorefield.array.Batch;
import org.scorefield.data.Dataset;
import org.scorefield.metric.FeatureMap;

/// An {@link EvaluateExperiment} taken to the space in which it is to be measured.
final class EvaluateFeatures {
  /// Samples between two looks at the progress.
  private static final int BLOCK = 500;

  private final FeatureMap map;
  private final Progress progress;

  private EvaluateFeatures(FeatureMap map, Progress progress) {
    this.map = map;
    this.progress = progress;
  }

  /// The same experiment on features, if it asks for any; empty if cancelled.
  static Optional<EvaluateExperiment> of(EvaluateExperiment experiment, Progress progress) {
    if (experiment.features().isEmpty()) {
      return Optional.of(experiment);
    }
    EvaluateFeatures all = new EvaluateFeatures(experiment.features().get(), progress);
    List<EvaluateExperiment.Candidate> candidates = new ArrayList<>();
    for (EvaluateExperiment.Candidate candidate : experiment.candidates()) {
      candidates.add(
          new EvaluateExperiment.Candidate(candidate.name(), all.features(candidate.samples())));
    }
    Dataset reference = all.features(experiment.reference());
    Optional<Dataset> training = experiment.training().map(all::features);
    return progress.cancelled()
        ? Optional.empty()
        : Optional.of(
            new EvaluateExperiment(
                candidates,
                reference,
                training,
                experiment.metrics(),
                experiment.control(),
                Optional.empty(),
                experiment.seed()));
  }

  /// The features of a dataset under its name, in memory; fewer if cancelled.
  private Dataset features(Dataset data) {
    progress.begin("features of " + data.name(), data.size());
    List<Batch> blocks = new ArrayList<>();
    int block = Math.min(BLOCK, data.comfortableBlock());
    for (int from = 0; from < data.size() && !progress.cancelled(); from += block) {
      Batch rows = data.rows(from, Math.min(block, data.size() - from));
      blocks.add(map.features(rows));
      progress.advance(rows.count());
    }
    return blocks.isEmpty() ? data : Dataset.of(data.name(), map.name(), Batch.concat(blocks));
  }
}
