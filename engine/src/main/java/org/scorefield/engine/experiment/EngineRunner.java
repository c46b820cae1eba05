package org.scorefield.engine.experiment;

import org.scorefield.experiment.Progress;

/// Runs the experiments that need a network: the one door, as core's `Runner` is for the others.
///
/// @param directory where files go, while the run goes on
/// @param progress who looks on
public record EngineRunner(TrainDirectory directory, Progress progress) {

  public TrainEnd run(TrainExperiment experiment) {
    return new TrainRun(experiment, directory, progress).run();
  }
}
