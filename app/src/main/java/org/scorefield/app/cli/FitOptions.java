package org.scorefield.app.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.scorefield.analytic.Distribution;
import org.scorefield.data.DataException;
import org.scorefield.data.Dataset;
import org.scorefield.data.Split;
import org.scorefield.experiment.FitExperiment;
import org.scorefield.experiment.FitResult;
import org.scorefield.experiment.Json;
import org.scorefield.experiment.RunRecord;
import org.scorefield.experiment.Runner;
import org.scorefield.random.NoiseKey;
import picocli.CommandLine.Option;

/// The options that every kind of fit has.
final class FitOptions {
  private static final String SUFFIX = ".safetensors";

  @Option(
      names = "--data",
      paramLabel = "DATA",
      required = true,
      description = "Data to fit to; see `scorefield --help`.")
  private String data = "";

  @Option(
      names = "--out",
      paramLabel = "MODEL",
      required = true,
      description = "The model file to write.")
  private Path out = Path.of("");

  @Option(names = "--force", description = "Replace the model file if it exists.")
  private boolean force;

  @Option(
      names = "--held-out",
      paramLabel = "F",
      description =
          "Fraction of the rows to keep from the fit and judge it by. Default 0; for a stack, which is weighted by them, 0.2; for networks and convex programs, 0.1.")
  private Optional<Double> heldOut = Optional.empty();

  /// The file to write.
  Path out() {
    return out;
  }

  boolean force() {
    return force;
  }

  /// The directory asked for, or one beside the model file that has its name with `.run`.
  Path run(Optional<Path> asked) {
    return asked.orElseGet(() -> {
      String name = out.getFileName().toString();
      String stem =
          name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name;
      return out.resolveSibling(stem + ".run");
    });
  }

  /// Rows to fit to, and rows that no fit may see.
  record Rows(Dataset train, Optional<Dataset> heldOut) {}

  /// The data asked for.
  ///
  /// @param fraction held out where nothing was said
  /// @throws DataException if they cannot be read, or the model file is there already
  Rows rows(double fraction, long seed) {
    requireFree();
    Dataset all = Sources.open(data);
    double held = heldOut.orElse(fraction);
    if (held == 0) {
      return new Rows(all, Optional.empty());
    }
    Split split = Split.fraction(all, held, NoiseKey.of(seed).child("held out"));
    return new Rows(split.train(), Optional.of(split.heldOut()));
  }

  /// The exact law of the data, where it is known.
  Optional<Distribution> law() {
    return Sources.law(data);
  }

  private void requireFree() {
    if (Files.exists(out) && !force) {
      throw new DataException(
          out.toString(), "already exists", "choose another --out, or add --force to replace it");
    }
  }

  /// Fits in closed form and writes the model.
  int fit(FitExperiment.Kind kind, Rows rows, Output output) {
    FitExperiment experiment = new FitExperiment(kind, rows.train(), rows.heldOut(), output.seed());
    FitResult result = Runner.fit(experiment, output.progress());
    Finish.requireCompleted(result.record(), output);
    Models.write(out, result.model());
    RunRecord record = result.record().withFiles(List.of(out.toString()));
    output.print(Tables.results(record.results()));
    output.print("%s: %s".formatted(out, result.model().card().fit()));
    output.printJson(Json.of(record));
    return 0;
  }
}
