package org.scorefield.engine.train;

import java.nio.file.Path;
import java.util.Optional;
import org.scorefield.data.DataException;
import org.scorefield.data.Dataset;
import org.scorefield.engine.nn.Layout;
import org.scorefield.engine.nn.Network;
import org.scorefield.random.NoiseKey;

/// Trains a network to denoise.
///
/// The state after a step is a function of network, data, settings, seed and step: rows, levels and
/// noise of a step are drawn from counters, and sums are taken in an order that does not depend on
/// the threads. So a run that is stopped and resumed ends with the bytes of one that was not.
public final class Trainer {
  private final Network network;
  private final Dataset data;
  private final TrainingSettings settings;
  private final long seed;
  private final Conditions conditions;
  private final Normaliser normaliser;
  private final Optional<LinearPart> linear;

  /// @param network with as many conditioning inputs as {@link Conditions#of} says
  /// @param data the rows to learn
  /// @param seed of all randomness
  /// @throws IllegalArgumentException if they do not go together, or the data hold a NaN
  public Trainer(Network network, Dataset data, TrainingSettings settings, long seed) {
    if (!network.shape().equals(data.shape())) {
      throw new IllegalArgumentException(
          "a network for samples of shape %s cannot be trained on %s of shape %s"
              .formatted(network.shape(), data.name(), data.shape()));
    }
    if (settings.batch() > data.size()) {
      throw new IllegalArgumentException(
          "a batch of %d rows cannot be drawn from the %d rows of %s; choose a batch of at most %d"
              .formatted(settings.batch(), data.size(), data.name(), data.size()));
    }
    if (settings.augmentation() > 0) {
      new Augmentation(data.shape(), settings.augmentation());
    }
    this.conditions = Conditions.of(data, settings);
    if (network.condition() != conditions.size()) {
      throw new IllegalArgumentException(
          "the network has %d conditioning inputs; these settings need %d (classes %d, augmentation %d) with %s"
              .formatted(
                  network.condition(),
                  conditions.size(),
                  conditions.classes(),
                  conditions.augmentation(),
                  data.name()));
    }
    this.network = network;
    this.data = data;
    this.settings = settings;
    this.seed = seed;
    this.normaliser = Normaliser.measure(data, settings.loss().normalise());
    this.linear = settings.loss().linear() ? Optional.of(LinearPart.fit(data)) : Optional.empty();
  }

  /// Mean and deviations of the data, as the network sees them.
  public Normaliser normaliser() {
    return normaliser;
  }

  /// Trains from the start.
  ///
  /// @param checkpoint file to keep the state in, every so many steps and at the end
  /// @throws DataException if that cannot be written; the checkpoint before it stays
  public TrainingOutcome run(Optional<Path> checkpoint, TrainingWatch watch) {
    Objective objective = objective();
    Optional<RunIdentity> identity = checkpoint.map(_ -> identity());
    return run(objective, checkpoint, identity, watch).from(start(objective));
  }

  /// Goes on from a checkpoint, which is kept up to date.
  ///
  /// @throws DataException if it is missing or damaged, or of another network, data, settings or
  ///   seed
  public TrainingOutcome resume(Path checkpoint, TrainingWatch watch) {
    Objective objective = objective();
    RunIdentity identity = identity();
    TrainingState state = Checkpoint.read(checkpoint, identity, start(objective));
    return run(objective, Optional.of(checkpoint), Optional.of(identity), watch).from(state);
  }

  private TrainingRun run(
      Objective objective,
      Optional<Path> checkpoint,
      Optional<RunIdentity> identity,
      TrainingWatch watch) {
    return new TrainingRun(
        network,
        settings,
        objective,
        watch,
        new TrainedSets(settings.averages(), this::network)::of,
        state ->
            checkpoint.ifPresent(
                file -> identity.ifPresent(id -> Checkpoint.write(file, id, state))),
        checkpoint);
  }

  private RunIdentity identity() {
    return RunIdentity.of(network, data, settings, seed);
  }

  private Objective objective() {
    return new Objective(data, settings, normaliser, linear, NoiseKey.of(seed).child("training"));
  }

  private TrainingState start(Objective objective) {
    return TrainingState.start(
        Layout.of(network).start(NoiseKey.of(seed).child("parameters")),
        settings.averages().size(),
        objective.startBalanced(),
        objective.startUncertainty());
  }

  private TrainedNetwork network(float[] parameters) {
    return TrainedNetwork.of(
        network,
        parameters,
        settings.loss().prediction(),
        normaliser,
        conditions.classes(),
        linear.map(LinearPart::gaussian));
  }
}
