package org.scorefield.app.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.scorefield.experiment.Conditioning;
import picocli.CommandLine.Option;

/// Options that say which of a model's samples are wanted.
final class ConditioningOptions {
  private static final double DEFAULT_WEIGHT = 2;

  @Option(
      names = "--class",
      paramLabel = "K",
      description = "Samples of this class, of a model that knows classes. Default all.")
  private Optional<Integer> label = Optional.empty();

  @Option(
      names = "--guidance",
      paramLabel = "W",
      description =
          "How far to go past the model, away from the guide: 1 is the model alone, 1.5 to 4 is usual. Twice the calls. Without --guide the guide is the model without its class. Default none; with --guide 2.")
  private Optional<Double> weight = Optional.empty();

  @Option(
      names = "--guide",
      paramLabel = "MODEL",
      description =
          "A worse model of the same data to be led away from: smaller, or less trained (autoguidance).")
  private Optional<Path> guide = Optional.empty();

  @Option(
      names = "--guidance-interval",
      paramLabel = "LO,HI",
      split = ",",
      description = "Guide between these noise levels only. Default all.")
  private List<Double> interval = List.of();

  /// What was asked for.
  Conditioning chosen() {
    OptionalInt wanted = label.map(OptionalInt::of).orElse(OptionalInt.empty());
    if (weight.isEmpty() && guide.isEmpty()) {
      if (!interval.isEmpty()) {
        throw new IllegalArgumentException("--guidance-interval goes with --guidance or --guide");
      }
      return new Conditioning(wanted, Optional.empty());
    }
    if (!interval.isEmpty() && interval.size() != 2) {
      throw new IllegalArgumentException(
          "--guidance-interval takes two noise levels, as 0.3,5; got " + interval);
    }
    return new Conditioning(
        wanted,
        Optional.of(
            new Conditioning.Guiding(
                weight.orElse(DEFAULT_WEIGHT),
                guide.map(Models::read),
                interval.isEmpty() ? 0 : interval.getFirst(),
                interval.isEmpty() ? Double.POSITIVE_INFINITY : interval.getLast())));
  }
}
