package org.scorefield.engine.train;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.scorefield.data.Dataset;
import org.scorefield.data.Labelled;
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
  private final Normaliser normaliser;

  /// @param network with {@link #conditions} conditioning inputs
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
    int conditions = conditions(data, settings);
    if (network.condition() != conditions) {
      throw new IllegalArgumentException(
          "the network has %d conditioning inputs, these settings and %s need %d"
              .formatted(network.condition(), data.name(), conditions));
    }
    this.network = network;
    this.data = data;
    this.settings = settings;
    this.seed = seed;
    this.normaliser = Normaliser.measure(data, settings.loss().normalise());
  }

  /// The conditioning inputs that a network needs to be trained so.
  ///
  /// @throws IllegalArgumentException if classes are to be told and the data have none
  public static int conditions(Dataset data, TrainingSettings settings) {
    return classes(data, settings);
  }

  private static int classes(Dataset data, TrainingSettings settings) {
    if (!settings.classes()) {
      return 0;
    }
    if (data instanceof Labelled labelled) {
      return labelled.classes();
    }
    throw new IllegalArgumentException(
        data.name()
            + " has no classes to tell the network; train without, or give each row a label");
  }

  /// Mean and deviations of the data, as the network sees them.
  public Normaliser normaliser() {
    return normaliser;
  }

  /// Trains from the start.
  ///
  /// @param checkpoint file to keep the state in, every {@link TrainingSettings#checkpointEvery}
  ///   steps
  public TrainingOutcome run(Optional<Path> checkpoint, TrainingWatch watch) {
    Layout layout = Layout.of(network);
    NoiseKey key = NoiseKey.of(seed);
    Objective objective = new Objective(data, settings, normaliser, key.child("training"));
    TrainingState state =
        TrainingState.start(
            layout.start(key.child("parameters")),
            settings.averages().size(),
            objective.startBalanced());
    return new TrainingRun(network, layout, settings, objective, state)
        .go(checkpoint, watch, this::trained);
  }

  private Trained trained(TrainingState state) {
    List<Trained.Candidate> all = new ArrayList<>();
    all.add(new Trained.Candidate("last", network(state.parameters())));
    for (int a = 0; a < state.averages(); a++) {
      all.add(
          new Trained.Candidate(
              "average " + settings.averages().get(a), network(state.average(a))));
    }
    return new Trained(all, state.step());
  }

  private TrainedNetwork network(float[] parameters) {
    return TrainedNetwork.of(
        network, parameters, settings.loss().prediction(), normaliser, classes(data, settings));
  }
}
