package org.scorefield.app.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.scorefield.analytic.Distribution;
import org.scorefield.data.Split;
import org.scorefield.engine.experiment.SpeedSource;
import org.scorefield.random.NoiseKey;
import picocli.CommandLine.Option;

/// Where the rows come from of a command that trains several times: from data, or from a law, whose
/// exact denoiser is then known.
final class SourceOptions {
  @Option(
      names = "--data",
      paramLabel = "DATA",
      description =
          "Data to train on; some rows are kept for the losses. Of a toy, whose law is known, rows are drawn anew for each seed.")
  private Optional<String> data = Optional.empty();

  @Option(
      names = "--law",
      paramLabel = "MODEL",
      description =
          "Instead of data: a gaussian or gmm model file to draw rows from, so that the error is against the exact denoiser.")
  private Optional<Path> law = Optional.empty();

  /// The rows asked for.
  ///
  /// @param heldOut share of data without a law that is kept for the losses
  SpeedSource source(double heldOut, long seed) {
    if (data.isPresent() == law.isPresent()) {
      throw new IllegalArgumentException(
          "give data to train on (--data) or a law to draw them from (--law), and not both");
    }
    if (law.isPresent()) {
      Path file = law.orElseThrow();
      return new SpeedSource.Drawn(file.toString(), Models.read(file).law());
    }
    Optional<Distribution> known = Sources.law(data.orElseThrow());
    if (known.isPresent()) {
      return new SpeedSource.Drawn(data.orElseThrow(), known.get());
    }
    NoiseKey key = NoiseKey.of(seed).child("held out");
    Split split = Split.fraction(Sources.open(data.orElseThrow()), heldOut, key);
    return new SpeedSource.Rows(split.train(), split.heldOut());
  }
}
