package org.scorefield.engine.experiment;

import org.scorefield.experiment.CertifyResult;
import org.scorefield.experiment.CrossoverResult;
import org.scorefield.experiment.Progress;
import org.scorefield.experiment.SpeedResult;
import org.scorefield.experiment.TrainingResult;

/// Runs the experiments that need a network: the one door, as core's `Runner` is for the others.
///
/// @param progress who looks on
public record EngineRunner(Progress progress) {

  /// @param directory where files go, while the run goes on
  public RunEnd<TrainingResult> run(TrainExperiment experiment, TrainDirectory directory) {
    return new TrainRun(experiment, directory, progress).run();
  }

  /// Trains a classifier; writes nothing.
  public ClassifierResult run(ClassifierExperiment experiment) {
    return new ClassifierRun(experiment, progress).run();
  }

  /// Compares; writes nothing.
  public RunEnd<SpeedResult> run(SpeedExperiment experiment) {
    return new SpeedRun(experiment, progress).run();
  }

  /// Certifies a network of two layers; writes nothing.
  ///
  /// @throws IllegalArgumentException if the model is none, or no beta is known
  /// @throws java.util.concurrent.CancellationException if it was stopped
  public CertifyResult run(CertifyExperiment experiment) {
    return new CertifyRun(experiment, progress).run();
  }

  /// Trains, and tries samplers on the way; writes nothing.
  public RunEnd<CrossoverResult> run(CrossoverExperiment experiment) {
    return new CrossoverRun(experiment, progress).run();
  }
}
