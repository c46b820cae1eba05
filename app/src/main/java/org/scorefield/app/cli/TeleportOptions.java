package org.scorefield.app.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.scorefield.data.Dataset;
import org.scorefield.data.Labelled;
import org.scorefield.data.Subset;
import org.scorefield.experiment.TeleportRequest;
import org.scorefield.linear.AutoSkip;
import org.scorefield.sampling.Start;
import org.scorefield.schedule.Schedules;
import picocli.CommandLine.Option;

/// The options that say where a run begins.
final class TeleportOptions {
  static final List<String> NAMES =
      List.of(
          "--teleport",
          "--teleport-mode",
          "--teleport-with",
          "--teleport-judge",
          "--kl-target",
          "--rank",
          "--data",
          "--seed-history");

  @Option(
      names = "--teleport",
      paramLabel = "auto|SIGMA|SCHEDULE:T|off",
      defaultValue = "off",
      description =
          "Begin at this noise level, reached without the model: auto finds the lowest that costs no more than --kl-target; vp-linear:0.4, flow:0.8 or ddpm-linear:400 name it by a time. Default ${DEFAULT-VALUE}.")
  private String teleport = "off";

  @Option(
      names = "--teleport-mode",
      paramLabel = "ode|exact",
      defaultValue = "exact",
      description =
          "ode keeps the full run's map from seed to sample, exact the law. Default ${DEFAULT-VALUE}.")
  private Start.Teleport.Mode mode = Start.Teleport.Mode.EXACT;

  @Option(
      names = "--teleport-with",
      paramLabel = "gaussian|mixture|FILE",
      defaultValue = "gaussian",
      description =
          "What stands in for the model above the landing: the Gaussian of the --data, or without data of the model; a mixture fitted to the --data; or a model file. Default ${DEFAULT-VALUE}.")
  private String with = "gaussian";

  @Option(
      names = "--teleport-judge",
      paramLabel = "best|law|model|data",
      defaultValue = "best",
      description =
          "What auto measures the cost on: the model's law in closed form; the model at noisy rows of the --data; a mixture fitted to the --data, with no call of the model. best is the first that there is. Default ${DEFAULT-VALUE}.")
  private TeleportRequest.Judge judge = TeleportRequest.Judge.BEST;

  @Option(
      names = "--kl-target",
      paramLabel = "NATS",
      description = "The most that auto may cost. Default " + AutoSkip.DEFAULT_TARGET + ".")
  private Optional<Double> klTarget = Optional.empty();

  @Option(
      names = "--rank",
      paramLabel = "R",
      description =
          "Principal directions of the law that stands in, the rest at their mean variance. Default all, of a mixture 16 a component.")
  private Optional<Integer> rank = Optional.empty();

  @Option(
      names = "--data",
      paramLabel = "DATA",
      description =
          "What the model was trained on, for a closed-form start, and for solvers that know a law; see `scorefield --help`.")
  private Optional<String> data = Optional.empty();

  @Option(
      names = "--seed-history",
      paramLabel = "LEVELS",
      description =
          "Levels above the landing at which a multistep solver is given the history it would have, by the law that stands in; costs no call of the model. Default 3 where that lessens the solver's error on the law's Gaussian, which is known beforehand, else 0.")
  private Optional<Integer> seedHistory = Optional.empty();

  /// The jump that was asked for, if any.
  ///
  /// @param label of the samples wanted: the data then are the rows of that class
  Optional<TeleportRequest> request(OptionalInt label) {
    if (teleport.equals("off")) {
      return Optional.empty();
    }
    return Optional.of(
        new TeleportRequest(
            landing(),
            law(),
            mode,
            seedHistory.map(OptionalInt::of).orElse(OptionalInt.empty()),
            rows(label)));
  }

  /// The data that were given.
  ///
  /// @param label of the samples wanted: the data then are the rows of that class
  Optional<Dataset> rows(OptionalInt label) {
    return data.map(Sources::open)
        .map(rows -> label.isPresent() ? ofClass(rows, label.getAsInt()) : rows);
  }

  /// A class-conditional score tends to that of the class, not of all the data.
  private static Dataset ofClass(Dataset rows, int label) {
    if (!(rows instanceof Labelled labelled)) {
      throw new IllegalArgumentException(
          "a closed-form start for class %d needs the rows of that class, and %s has no labels"
              .formatted(label, rows.name()));
    }
    int[] ofIt = IntStream.range(0, rows.size()).filter(i -> labelled.label(i) == label).toArray();
    return Subset.of("%s, class %d".formatted(rows.name(), label), rows, ofIt);
  }

  private TeleportRequest.Landing landing() {
    if (teleport.equals("auto")) {
      return new TeleportRequest.Landing.Within(klTarget.orElse(AutoSkip.DEFAULT_TARGET), judge);
    }
    if (klTarget.isPresent()) {
      throw new IllegalArgumentException("--kl-target goes with --teleport auto, got " + teleport);
    }
    int colon = teleport.indexOf(':');
    double number = number(teleport.substring(colon + 1));
    return new TeleportRequest.Landing.At(
        colon < 0 ? number : Schedules.parse(teleport.substring(0, colon)).sigma(number));
  }

  private double number(String text) {
    double number;
    try {
      number = Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw refusal(e);
    }
    if (!(number > 0) || !Double.isFinite(number)) {
      throw refusal(null);
    }
    return number;
  }

  private IllegalArgumentException refusal(@org.jspecify.annotations.Nullable Throwable cause) {
    return new IllegalArgumentException(
        "--teleport takes a noise level above 0, a time such as vp-linear:0.4, auto or off, got '"
            + teleport
            + "'",
        cause);
  }

  private TeleportRequest.Law law() {
    OptionalInt directions = rank.map(OptionalInt::of).orElse(OptionalInt.empty());
    return switch (with) {
      case "gaussian" -> new TeleportRequest.Law.OfGaussian(directions);
      case "mixture" -> new TeleportRequest.Law.OfMixture(directions);
      default -> {
        if (!Files.exists(Path.of(with))) {
          throw new IllegalArgumentException(
              "--teleport-with takes gaussian, mixture or a model file, and there is no file '"
                  + with
                  + "'");
        }
        if (rank.isPresent()) {
          throw new IllegalArgumentException(
              "--rank goes with --teleport-with gaussian or mixture; " + with + " has its own");
        }
        yield new TeleportRequest.Law.Given(Models.read(Path.of(with)));
      }
    };
  }
}
