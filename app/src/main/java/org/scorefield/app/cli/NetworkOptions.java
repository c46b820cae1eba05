package org.scorefield.app.cli;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.scorefield.engine.experiment.TrainConfig.Assignment;
import org.scorefield.engine.nn.NetworkKind;
import org.scorefield.engine.train.TrainingSettings;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// The options of a network: one for each of its sizes, taken from the record of its kind, and one
/// for each of the settings of training that are changed most. All others are in reach of `--set`.
///
/// @param all in the order in which help lists them
record NetworkOptions(List<Entry> all) {
  private static final TrainingSettings DEFAULTS = TrainingSettings.DEFAULTS;

  /// Follow from the data.
  private static final List<String> DERIVED = List.of("shape", "condition");

  /// What each size is; a kind has the ones that its record has.
  private static final Map<String, String> SIZES =
      Map.ofEntries(
          Map.entry("width", "Width of the layers."),
          Map.entry("hidden", "Width inside a block."),
          Map.entry("layers", "Number of layers."),
          Map.entry("blocks", "Blocks; of a unet, a level and direction."),
          Map.entry("fourier", "Fourier features of the noise level."),
          Map.entry("normalise", "Whether rows are normalised: true or false."),
          Map.entry("channels", "Channels of the first level."),
          Map.entry("multipliers", "Multiples of the channels, one a level, as 1,2,2."),
          Map.entry("attention", "Largest side of a level that has attention; 0 for none."),
          Map.entry("headWidth", "Channels of a head of attention."),
          Map.entry("patch", "Side of the squares of pixels that are taken as one."),
          Map.entry("heads", "Heads of attention."),
          Map.entry("modulation", "How noise level and class enter."));

  private static final Map<String, String> ABOUT =
      Map.of(
          "mlp", "A multilayer perceptron: for points and small tables.",
          "residual-mlp", "A residual multilayer perceptron: for tables.",
          "unet", "A U-Net: for pictures.",
          "dit", "A small transformer on patches: for pictures.",
          "two-layer", "One hidden layer and a linear part: what `scorefield certify` can judge.",
          "relu", "The network whose training theory analyses; not made to win.");

  /// An option that sets a key of the configuration.
  private record Entry(String option, String key, String label, String description) {}

  /// What a kind is, in a sentence.
  static String about(String kind) {
    return ABOUT.getOrDefault(kind, "A network.");
  }

  /// Those of a kind.
  static NetworkOptions of(NetworkKind<?> kind) {
    List<Entry> all = new ArrayList<>();
    for (RecordComponent component : kind.type().getRecordComponents()) {
      if (!DERIVED.contains(component.getName())) {
        String key = snake(component.getName());
        all.add(
            new Entry(
                "--" + key.replace('_', '-'),
                "network." + key,
                component.getType() == List.class ? "A,B,..." : "N",
                SIZES.getOrDefault(component.getName(), "Of the network.")));
      }
    }
    all.addAll(TRAINING);
    return new NetworkOptions(List.copyOf(all));
  }

  private static final List<Entry> TRAINING =
      List.of(
          training("steps", "N", "Steps of the optimiser.", DEFAULTS.steps()),
          training("batch", "B", "Rows a step.", DEFAULTS.batch()),
          training(
              "optimizer.learning_rate",
              "RATE",
              "Largest learning rate.",
              DEFAULTS.optimizer().learningRate()),
          training(
              "loss.prediction",
              "P",
              "What the network predicts: edm, x0, epsilon, v, flow, score.",
              DEFAULTS.loss().prediction().name().toLowerCase(Locale.ROOT)),
          training(
              "loss.levels",
              "L",
              "Distribution of noise levels: lognormal, log-uniform, log-logistic, logit-normal, time:SCHEDULE, or adaptive. Its numbers, as in log-uniform:0.01:50, are those for data of standard deviation 0.5, and are scaled to that of the data.",
              DEFAULTS.loss().levels()),
          training(
              "loss.weighting",
              "W",
              "Weight of the error by noise level: edm, uniform, x0, min-snr, p2, likelihood, balanced.",
              DEFAULTS.loss().weighting()),
          training(
              "label_dropout",
              "P",
              "With --classes, share of the rows whose class is not told.",
              DEFAULTS.labelDropout()),
          training(
              "augmentation",
              "P",
              "Probability of each augmentation of pictures.",
              DEFAULTS.augmentation()),
          training(
              "shards",
              "N",
              "Parts that a batch is computed in, each by one thread; bits depend on it.",
              DEFAULTS.shards()),
          training(
              "checkpoint_every", "N", "Steps between checkpoints.", DEFAULTS.checkpointEvery()),
          training("log_every", "N", "Steps between lines of metrics.", DEFAULTS.logEvery()));

  private static Entry training(String key, String label, String what, Object preset) {
    String last = key.substring(key.lastIndexOf('.') + 1);
    return new Entry(
        "--" + last.replace('_', '-'),
        "training." + key,
        label,
        "%s Default %s.".formatted(what, preset));
  }

  /// Adds them to a command.
  void addTo(CommandSpec spec) {
    for (Entry entry : all) {
      spec.addOption(
          OptionSpec.builder(entry.option())
              .paramLabel(entry.label())
              .type(String.class)
              .description(entry.description())
              .build());
    }
  }

  /// What a command line says of the configuration: options of their own, then `--set`.
  ///
  /// @param sets assignments `KEY=VALUE`
  Map<String, Assignment> given(CommandLine.ParseResult parsed, List<String> sets) {
    Map<String, Assignment> given = new LinkedHashMap<>();
    for (Entry entry : all) {
      if (parsed.hasMatchedOption(entry.option())) {
        String value = parsed.matchedOptionValue(entry.option(), "");
        given.put(
            entry.option() + " " + value,
            new Assignment(entry.key(), value.contains(",") ? "[" + value + "]" : value));
      }
    }
    for (String set : sets) {
      given.put("--set " + set, assignment(set));
    }
    return given;
  }

  /// A key and a value that are written as `KEY=VALUE`.
  static Assignment assignment(String set) {
    int equals = set.indexOf('=');
    if (equals < 1) {
      throw new IllegalArgumentException(
          "--set takes KEY=VALUE, as training.optimizer.clip=1, got '" + set + "'");
    }
    return new Assignment(set.substring(0, equals), set.substring(equals + 1));
  }

  private static String snake(String name) {
    return name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
  }
}
