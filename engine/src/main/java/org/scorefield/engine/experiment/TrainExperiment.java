package org.scorefield.engine.experiment;

import java.util.Optional;
import org.scorefield.analytic.Distribution;
import org.scorefield.data.Dataset;
import org.scorefield.engine.train.Trainer;

/// Train a network.
///
/// @param config network and settings
/// @param train rows to learn
/// @param heldOut rows that choose between averages and judge the result
/// @param law exact law of the data, where it is known
/// @param seed of all randomness
public record TrainExperiment(
    TrainConfig<?> config,
    Dataset train,
    Optional<Dataset> heldOut,
    Optional<Distribution> law,
    long seed) {

  /// @throws IllegalArgumentException if network, data and settings do not go together
  Trainer trainer() {
    return new Trainer(config.net(), train, config.training(), seed);
  }
}
