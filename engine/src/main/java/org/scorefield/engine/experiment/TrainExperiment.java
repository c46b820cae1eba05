package org.scorefield.engine.experiment;

import java.util.Optional;
import java.util.Set;
import org.scorefield.analytic.Distribution;
import org.scorefield.data.Dataset;
import org.scorefield.engine.train.Trainer;

/// Train a network.
///
/// @param config network and settings
/// @param train rows to learn
/// @param heldOut rows that choose between averages and judge the result
/// @param law exact law of the data, where it is known
/// @param studies what to measure beside
/// @param seed of all randomness
public record TrainExperiment(
    TrainConfig<?> config,
    Dataset train,
    Optional<Dataset> heldOut,
    Optional<Distribution> law,
    Set<Study> studies,
    long seed) {

  private static final int FEWEST_STEPS = 100;

  public TrainExperiment {
    studies = Set.copyOf(studies);
    if (studies.contains(Study.DECOMPOSITION) && law.isEmpty()) {
      throw new IllegalArgumentException(
          "the error is taken apart only where the exact law of the data is known, as that of %s is not; try a toy, such as moons"
              .formatted(train.name()));
    }
    if (studies.contains(Study.CONVERGENCE) && config.training().steps() < FEWEST_STEPS) {
      throw new IllegalArgumentException(
          "a law of decay is fitted to at least %d steps, got %d; train longer"
              .formatted(FEWEST_STEPS, config.training().steps()));
    }
    if (studies.contains(Study.BELL) && config.training().loss().adaptive()) {
      throw new IllegalArgumentException(
          "the bell study needs noise levels that stay, adaptive ones do not; name a distribution (--levels)");
    }
  }

  /// @throws IllegalArgumentException if network, data and settings do not go together
  Trainer trainer() {
    return new Trainer(config.net(), train, config.training(), seed);
  }
}
