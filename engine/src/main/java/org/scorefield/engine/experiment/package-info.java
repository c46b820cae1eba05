/// Experiments with networks: what to do, and what happened.
///
/// {@link org.scorefield.engine.experiment.TrainExperiment} says what to train on what; {@link
/// org.scorefield.engine.experiment.EngineRunner} does it, as core's `Runner` does what needs no
/// network. Results are core's, so that reports know no engine. {@link
/// org.scorefield.engine.experiment.TrainDirectory} is what a run leaves while it goes.
///
/// {@link org.scorefield.engine.experiment.ClassifierExperiment} trains a classifier, for the
/// features in which `evaluate` can measure.
@NullMarked
package org.scorefield.engine.experiment;

import org.jspecify.annotations.NullMarked;
