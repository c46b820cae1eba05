package org.scorefield.engine.experiment;

import org.scorefield.experiment.RunRecord;
import org.scorefield.experiment.TrainingResult;

/// How a {@link TrainExperiment} ended.
public sealed interface TrainEnd {

  /// As was wanted.
  record Completed(TrainingResult result) implements TrainEnd {}

  /// Before all steps were done; its outcome says why, and what was kept.
  record Stopped(RunRecord record) implements TrainEnd {}
}
