package org.scorefield.app.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import org.scorefield.array.Vector;
import org.scorefield.convex.relu.Audit;
import org.scorefield.convex.relu.BestNeuron;
import org.scorefield.engine.experiment.CertifyExperiment;
import org.scorefield.engine.experiment.EngineRunner;
import org.scorefield.experiment.CertifyResult;
import org.scorefield.experiment.Json;
import org.scorefield.experiment.RunDirectory;
import org.scorefield.experiment.RunRecord;
import org.scorefield.report.CertifyReport;
import org.scorefield.report.Html;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `scorefield certify`.
@Command(
    name = "certify",
    mixinStandardHelpOptions = true,
    description = {
      "Says how far a two-layer network is from the best one of any width, which neuron it misses, and what adding that would bring.",
      "Exit codes: 0 answered, 1 not within the --tolerance that was given, 2 bad usage or input."
    })
final class CertifyCommand implements Callable<Integer> {
  private static final int NOT_OPTIMAL = 1;
  private static final double TOLERANCE = 1e-3;
  private static final int MOST_WEIGHTS = 8;

  /// The network that came of it, beside the report.
  private static final String IMPROVED = "better.safetensors";

  @Mixin private Output output = new Output();

  @Parameters(paramLabel = "MODEL", description = "A model file of `scorefield fit two-layer`.")
  private Path model = Path.of("");

  @Option(
      names = "--data",
      paramLabel = "DATA",
      required = true,
      description = "The rows it was trained on; see `scorefield --help`.")
  private String data = "";

  @Option(
      names = "--beta",
      paramLabel = "B",
      description =
          "Weight decay to judge it by: that of `mean over rows of 1/2 |error|^2 + B/2 sum of squared weights`, hidden biases among them. Default the one that its weights imply.")
  private Optional<Double> beta = Optional.empty();

  @Option(
      names = "--level",
      paramLabel = "SIGMA",
      description = "Certify at this noise level alone. Default at all of a training together.")
  private Optional<Double> level = Optional.empty();

  @Option(
      names = "--levels",
      paramLabel = "L",
      defaultValue = "lognormal",
      description =
          "Distribution of noise levels of the training, as of `fit`. Default ${DEFAULT-VALUE}.")
  private String levels = "lognormal";

  @Option(
      names = "--weighting",
      paramLabel = "W",
      defaultValue = "edm",
      description = "Weighting of the training, as of `fit`. Default ${DEFAULT-VALUE}.")
  private String weighting = "edm";

  @Option(
      names = "--rows",
      paramLabel = "N",
      description = "Rows of the data to take, at random. Default all up to 400.")
  private Optional<Integer> rows = Optional.empty();

  @Option(
      names = "--noises",
      paramLabel = "R",
      defaultValue = "1",
      description = "Noises for each row. Default ${DEFAULT-VALUE}.")
  private int noises;

  @Option(
      names = "--patterns",
      paramLabel = "N|all",
      description =
          "Among which activation patterns to look: `all`, which proves a bound for every network, or those of so many gates at random. Default all where they are few.")
  private Optional<String> patterns = Optional.empty();

  @Option(
      names = "--polish",
      description = "Also find the best network whose neurons are open at the same rows.")
  private boolean polish;

  @Option(
      names = "--grow",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "Add missing neurons, N at most, and solve again for all; writes "
              + IMPROVED
              + ". Default ${DEFAULT-VALUE}.")
  private int grow;

  @Option(
      names = "--tolerance",
      paramLabel = "T",
      description =
          "Relative gap at which a network counts as optimal; if given, another ends with exit code 1. Default "
              + TOLERANCE
              + ".")
  private Optional<Double> tolerance = Optional.empty();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where to write. Default runs/certify-<time>.")
  private Optional<Path> out = Optional.empty();

  @Override
  public Integer call() {
    CertifyExperiment experiment =
        new CertifyExperiment(
            Models.read(model),
            Sources.open(data),
            optional(beta),
            optional(level),
            levels,
            weighting,
            rows.map(OptionalInt::of).orElse(OptionalInt.empty()),
            noises,
            patterns(),
            polish,
            grow,
            tolerance.orElse(TOLERANCE),
            output.seed());
    Path target = Output.directory(out, "certify");
    try (RunDirectory directory = RunDirectory.create(target)) {
      CertifyResult result = new EngineRunner(output.progress()).run(experiment);
      result.improved().ifPresent(better -> Models.write(directory.file(IMPROVED), better));
      directory.write("report.html", Finish.bytes(Html.render(CertifyReport.of(result))));
      RunRecord record = Finish.commit(result.record(), directory);
      print(result);
      result
          .improved()
          .ifPresent(_ -> output.print("The better network: " + target.resolve(IMPROVED)));
      output.print("Open " + target.resolve("report.html"));
      output.printJson(Json.of(record));
      return tolerance.isPresent() && !result.optimal() ? NOT_OPTIMAL : 0;
    } catch (CancellationException e) {
      throw new RunFailed("cancelled; nothing was written");
    }
  }

  private CertifyExperiment.Patterns patterns() {
    if (patterns.isEmpty()) {
      return new CertifyExperiment.Patterns.Automatic();
    }
    String text = patterns.get();
    if (text.equals("all")) {
      return new CertifyExperiment.Patterns.All();
    }
    try {
      return new CertifyExperiment.Patterns.Sampled(Integer.parseInt(text));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "--patterns is a number of gates or `all`, got '" + text + "'", e);
    }
  }

  private static OptionalDouble optional(Optional<Double> value) {
    return value.map(OptionalDouble::of).orElse(OptionalDouble.empty());
  }

  private void print(CertifyResult result) {
    Audit audit = result.audit();
    output.print(sentence(audit.words(tolerance.orElse(TOLERANCE))));
    output.print("");
    output.print(Tables.withWords(objectives(result)));
    output.print("");
    BestNeuron missing = audit.missing();
    output.print(
        String.format(
            Locale.ROOT,
            "Missing most: a neuron with weights %s in and %s out, open at %d of %d rows; its correlation with what is left is %.4g beta, and adding it takes off %.3g at once.",
            numbers(missing.inner()),
            numbers(missing.outer()),
            missing.openings(),
            result.rows(),
            audit.ratio(),
            missing.gain()));
    output.print(
        String.format(
            Locale.ROOT,
            "beta = %.4g a row, %s; the gradient at the network is %.2g of that of its weight decay (0: stationary), and its weights imply beta = %.3g.",
            audit.beta(),
            result.given() ? "as given" : "inferred from its weights",
            audit.defect(),
            audit.impliedBeta()));
  }

  private static List<List<String>> objectives(CertifyResult result) {
    Audit audit = result.audit();
    List<List<String>> all = new ArrayList<>();
    all.add(List.of("objective a row", "", ""));
    all.add(row("as it stands", audit.objective(), "%d neurons".formatted(result.neurons())));
    all.add(row("balanced", audit.balanced(), "the same function"));
    all.add(row("linear part refitted", audit.certificate().primal(), "the same neurons"));
    result.polished().ifPresent(value -> all.add(row("polished", value, "the same patterns")));
    if (!result.rounds().isEmpty()) {
      var last = result.rounds().getLast();
      all.add(
          row(
              "grown",
              last.audit().certificate().primal(),
              "%d neurons after %d rounds".formatted(last.neurons(), result.rounds().size() - 1)));
    }
    all.add(
        row(
            "unavoidable",
            audit.certificate().dual(),
            audit.global()
                ? "for every network, by all %d patterns".formatted(audit.patterns())
                : "for networks with %d patterns".formatted(audit.patterns())));
    return all;
  }

  private static List<String> row(String name, double value, String words) {
    return List.of(name, String.format(Locale.ROOT, "%.6g", value), words);
  }

  private static String sentence(String words) {
    return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1) + ".";
  }

  private static String numbers(Vector values) {
    StringBuilder text = new StringBuilder("(");
    for (int i = 0; i < Math.min(MOST_WEIGHTS, values.size()); i++) {
      text.append(i > 0 ? ", " : "").append(String.format(Locale.ROOT, "%.3f", values.get(i)));
    }
    return text.append(values.size() > MOST_WEIGHTS ? ", ...)" : ")").toString();
  }
}
