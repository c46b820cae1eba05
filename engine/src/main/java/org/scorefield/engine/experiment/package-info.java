/// Experiments with networks: what to do, and what happened.
///
/// {@link org.scorefield.engine.experiment.TrainExperiment} says what to train on what; {@link
/// org.scorefield.engine.experiment.EngineRunner} does it, as core's `Runner` does what needs no
/// network. Results are core's, so that reports know no engine. {@link
/// org.scorefield.engine.experiment.TrainDirectory} is what a run leaves while it goes.
///
/// {@link org.scorefield.engine.experiment.ClassifierExperiment} trains a classifier, for the
/// features in which `evaluate` can measure. {@link
/// org.scorefield.engine.experiment.SpeedExperiment} compares ways to train over seeds: by the mean
/// loss on the way, and by the steps to one error, which is the score error where the law of the
/// rows is known. {@link org.scorefield.engine.experiment.CrossoverExperiment} asks of networks on
/// their way which sampler is best for them, by their held-out loss and by their samples. A
/// training that is cancelled or diverges ends these experiments with a {@link
/// org.scorefield.engine.experiment.RunEnd.Stopped}.
@NullMarked
package org.scorefield.engine.experiment;

import org.jspecify.annotations.NullMarked;
