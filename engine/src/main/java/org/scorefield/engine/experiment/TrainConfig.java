package org.scorefield.engine.experiment;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.scorefield.data.Dataset;
import org.scorefield.engine.nn.Network;
import org.scorefield.engine.nn.Networks;
import org.scorefield.engine.train.Conditions;
import org.scorefield.engine.train.TrainingSettings;
import org.scorefield.settings.Settings;

/// What a configuration file of a training run says: the sizes of the network, and how it is
/// trained.
///
/// @param network of one of the kinds in {@link Networks}
/// @param training how it is trained
/// @param <N> the record of the kind
public record TrainConfig<N extends Record>(N network, TrainingSettings training) {

  /// What there is without a file: {@link Networks#small} sizes and {@link
  /// TrainingSettings#DEFAULTS}, with what file and options change.
  ///
  /// The number of conditioning inputs follows from data and settings; it need not be given.
  ///
  /// @param kind of network
  /// @param file to read, if any
  /// @param options keys and values that have the last word, by what to call them in a message
  /// @throws org.scorefield.data.DataException if file or options say anything that is not allowed
  public static TrainConfig<?> of(
      String kind, Dataset data, Optional<Path> file, Map<String, Assignment> options) {
    // Whether classes are told decides the shape of the network, so the settings come first.
    TrainingSettings training =
        read(start(kind, data, 0, TrainingSettings.DEFAULTS), file, options).training();
    int conditions = Conditions.of(data, training).size();
    return read(start(kind, data, conditions, training), file, options);
  }

  /// A key and its value, as {@link Settings#with} has them.
  public record Assignment(String key, String value) {}

  private static TrainConfig<?> start(
      String kind, Dataset data, int conditions, TrainingSettings training) {
    return new TrainConfig<>((Record) Networks.small(kind, data.shape(), conditions), training);
  }

  private static TrainConfig<?> read(
      TrainConfig<?> defaults, Optional<Path> file, Map<String, Assignment> options) {
    TrainConfig<?> config = file.isPresent() ? Settings.read(file.get(), defaults) : defaults;
    for (Map.Entry<String, Assignment> option : options.entrySet()) {
      config =
          Settings.with(
              option.getKey(), config, option.getValue().key(), option.getValue().value());
    }
    return config;
  }

  /// The same network, trained in another way.
  public TrainConfig<N> withTraining(TrainingSettings other) {
    return new TrainConfig<>(network, other);
  }

  /// The network as one.
  public Network net() {
    return (Network) network;
  }
}
