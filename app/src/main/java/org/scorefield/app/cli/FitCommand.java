package org.scorefield.app.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.scorefield.analytic.CovarianceKind;
import org.scorefield.data.DataException;
import org.scorefield.data.Dataset;
import org.scorefield.data.Split;
import org.scorefield.experiment.FitExperiment;
import org.scorefield.experiment.FitResult;
import org.scorefield.experiment.Json;
import org.scorefield.experiment.RunRecord;
import org.scorefield.experiment.Runner;
import org.scorefield.random.NoiseKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `scorefield fit`.
@Command(
    name = "fit",
    mixinStandardHelpOptions = true,
    description = "Fits a model to data and writes it as one safetensors file.")
final class FitCommand implements Callable<Integer> {
  /// The models that can be fitted.
  private enum Kind {
    gaussian,
    gmm,
    empirical,
    stack
  }

  /// What the components of a mixture may look like.
  private enum Covariance {
    full,
    shared,
    low_rank,
    diagonal
  }

  private static final double STACK_HELD_OUT = 0.2;

  @Mixin private Output output = new Output();

  @Parameters(paramLabel = "KIND", description = "${COMPLETION-CANDIDATES}")
  private Kind kind = Kind.gaussian;

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
      names = "--rank",
      paramLabel = "R",
      description =
          "Principal directions to keep: of a gaussian (default all), or of each component with --covariance low_rank (default a sixteenth of all, between 16 and 64).")
  private Optional<Integer> rank = Optional.empty();

  @Option(
      names = "--components",
      paramLabel = "K",
      defaultValue = "20",
      description = "Components of a gmm. Default ${DEFAULT-VALUE}.")
  private int components;

  @Option(
      names = "--covariance",
      defaultValue = "low_rank",
      description =
          "Of the components of a gmm: ${COMPLETION-CANDIDATES}. Default ${DEFAULT-VALUE}.")
  private Covariance covariance = Covariance.low_rank;

  @Option(
      names = "--held-out",
      paramLabel = "F",
      description =
          "Fraction of the rows to keep from the fit and judge it by. Default 0; for a stack, which is weighted by them, 0.2.")
  private Optional<Double> heldOut = Optional.empty();

  @Option(
      names = "--member",
      paramLabel = "MODEL",
      description =
          "A model file to take into a stack; give it once for each. It should have been fitted with the same --data, --held-out and --seed. Default: a gaussian, a gmm and an empirical model of the data.")
  private List<Path> members = List.of();

  @Option(
      names = "--bands",
      paramLabel = "B",
      defaultValue = "1",
      description =
          "Bands of principal directions that get weights of their own in a stack. Default ${DEFAULT-VALUE}.")
  private int bands;

  @Override
  public Integer call() {
    if (Files.exists(out) && !force) {
      throw new DataException(
          out.toString(), "already exists", "choose another --out, or add --force to replace it");
    }
    requireKind();
    Dataset all = Sources.open(data);
    double fraction = heldOut.orElse(kind == Kind.stack ? STACK_HELD_OUT : 0);
    Optional<Split> split =
        fraction == 0
            ? Optional.empty()
            : Optional.of(
                Split.fraction(all, fraction, NoiseKey.of(output.seed()).child("held out")));
    FitExperiment experiment =
        new FitExperiment(
            chosen(all.shape().size()),
            split.map(Split::train).orElse(all),
            split.map(Split::heldOut),
            output.seed());
    FitResult result = Runner.fit(experiment, output.progress());
    Finish.requireCompleted(result.record(), output);
    Models.write(out, result.model());
    RunRecord record = result.record().withFiles(List.of(out.toString()));
    output.print(Tables.results(record.results()));
    output.print("%s: %s".formatted(out, result.model().card().fit()));
    output.printJson(Json.of(record));
    return 0;
  }

  private FitExperiment.Kind chosen(int d) {
    return switch (kind) {
      case gaussian -> new FitExperiment.GaussianKind(rank);
      case empirical -> new FitExperiment.EmpiricalKind();
      case gmm -> new FitExperiment.MixtureKind(components, covarianceKind(d));
      case stack ->
          new FitExperiment.StackKind(named(), members.isEmpty() ? own(d) : List.of(), bands);
    };
  }

  /// Members that are fitted here if none are given.
  private List<FitExperiment.Kind> own(int d) {
    return List.of(
        new FitExperiment.GaussianKind(Optional.empty()),
        new FitExperiment.MixtureKind(components, covarianceKind(d)),
        new FitExperiment.EmpiricalKind());
  }

  /// Each member under the name of its file, or its whole path where names would be the same.
  private List<FitExperiment.NamedModel> named() {
    List<String> names = members.stream().map(FitCommand::stem).toList();
    boolean clear = names.stream().distinct().count() == names.size();
    return members.stream()
        .map(file ->
            new FitExperiment.NamedModel(clear ? stem(file) : file.toString(), Models.read(file)))
        .toList();
  }

  private static String stem(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(".safetensors")
        ? name.substring(0, name.length() - ".safetensors".length())
        : name;
  }

  private void requireKind() {
    if (kind != Kind.stack && (!members.isEmpty() || bands != 1)) {
      throw new IllegalArgumentException("--member and --bands go with a stack, got " + kind);
    }
  }

  private CovarianceKind covarianceKind(int d) {
    if (covariance != Covariance.low_rank && rank.isPresent()) {
      throw new IllegalArgumentException(
          "--rank goes with --covariance low_rank, got " + covariance);
    }
    return switch (covariance) {
      case full -> new CovarianceKind.Full();
      case shared -> new CovarianceKind.Shared();
      case low_rank ->
          new CovarianceKind.LowRank(rank.orElse(Math.min(d, Math.clamp(d / 16, 16, 64))));
      case diagonal -> new CovarianceKind.Diagonal();
    };
  }
}
