package org.scorefield.app.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import org.scorefield.array.Vector;
import org.scorefield.data.DataException;
import org.scorefield.experiment.Json;
import org.scorefield.experiment.Model;
import org.scorefield.experiment.RepairExperiment;
import org.scorefield.experiment.RepairResult;
import org.scorefield.experiment.RunDirectory;
import org.scorefield.experiment.RunRecord;
import org.scorefield.experiment.Runner;
import org.scorefield.metric.FeatureMap;
import org.scorefield.report.Html;
import org.scorefield.report.RepairReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `scorefield repair`.
@Command(
    name = "repair",
    mixinStandardHelpOptions = true,
    description = {
      "Stacks a model with closed-form models of the data, at each noise level the best combination.",
      "Says what that is worth on rows that nothing has seen, and what it does to samples."
    })
final class RepairCommand implements Callable<Integer> {
  private static final String SUFFIX = ".safetensors";

  @Mixin private Output output = new Output();

  @Parameters(paramLabel = "MODEL", description = "A model file.")
  private Path model = Path.of("");

  @Option(
      names = "--data",
      paramLabel = "DATA",
      required = true,
      description =
          "Real data in the model's units, best rows it was not trained on; see `scorefield --help`.")
  private String data = "";

  @Option(
      names = "--out",
      paramLabel = "MODEL2",
      required = true,
      description = "The model file to write.")
  private Path out = Path.of("");

  @Option(names = "--force", description = "Replace the model file if it exists.")
  private boolean force;

  @Option(
      names = "--run",
      paramLabel = "DIR",
      description = "Where the report is written. Default the name of MODEL2 with .run.")
  private Optional<Path> run = Optional.empty();

  @Option(
      names = "--held-out",
      paramLabel = "F",
      defaultValue = "0.4",
      description =
          "Fraction of the rows that no closed form is fitted to: half of them weight the members, half judge the result. Default ${DEFAULT-VALUE}.")
  private double heldOut;

  @Option(
      names = "--sigmas",
      paramLabel = "S",
      split = ",",
      description =
          "Noise levels to judge at, separated by commas. Default 16 from 0.02 to 160 standard deviations of the data, as far as the model was made for them.")
  private List<Double> sigmas = List.of();

  @Option(
      names = "--bands",
      paramLabel = "B",
      defaultValue = "1",
      description =
          "Bands of principal directions that get weights of their own. Default ${DEFAULT-VALUE}.")
  private int bands;

  @Option(
      names = "--rank",
      paramLabel = "R",
      description =
          "Most directions of the Gaussian, which decide how large the file is; fewer are kept where they do as well. Default all up to 1024 components, 512 beyond.")
  private Optional<Integer> rank = Optional.empty();

  @Option(
      names = "--components",
      paramLabel = "K",
      defaultValue = "0",
      description =
          "Try a mixture of K components beside the Gaussian; it is kept where it helps. Default ${DEFAULT-VALUE}.")
  private int components;

  @Option(
      names = "--rows",
      paramLabel = "N",
      description =
          "Rows whose losses are measured, in each half. Default as many as make 600,000 numbers, from 48 to 2000.")
  private Optional<Integer> rows = Optional.empty();

  @Option(
      names = "--samples",
      paramLabel = "N",
      description =
          "Samples to draw in each of four ways; 0 for none. Default what the evaluations allow, at most 1000.")
  private Optional<Integer> samples = Optional.empty();

  @Option(
      names = "--nfe",
      paramLabel = "N",
      defaultValue = "10",
      description = "Evaluations of the model a sample. Default ${DEFAULT-VALUE}.")
  private int steps;

  @Option(
      names = "--evaluations",
      paramLabel = "N",
      description =
          "Evaluations of the model in all, at most. Default 60 million over the size of a sample, from 5000 to 500,000.")
  private Optional<Long> evaluations = Optional.empty();

  @Mixin private FeatureOptions features = new FeatureOptions();

  @Override
  public Integer call() {
    if (Files.exists(out) && !force) {
      throw new DataException(
          out.toString(), "already exists", "choose another --out, or add --force to replace it");
    }
    Model broken = Models.read(model);
    Optional<FeatureMap> map = features.map(broken.card().shape());
    RepairExperiment experiment =
        new RepairExperiment(broken, Sources.open(data), settings(), map, output.seed());
    Path target = run.orElseGet(() -> out.resolveSibling(stem(out) + ".run"));
    try (RunDirectory directory = RunDirectory.create(target)) {
      RepairResult result = new Runner(directory, output.progress()).run(experiment);
      Models.write(out, result.model());
      directory.write("report.html", Finish.bytes(Html.render(RepairReport.of(result))));
      RunRecord record = Finish.commit(result.record(), directory);
      print(result);
      map.ifPresent(m -> output.print(m.notice()));
      output.print("%s: %s".formatted(out, result.model().card().fit()));
      output.print("Open " + target.resolve("report.html"));
      output.printJson(Json.of(record.withFiles(files(record))));
      return 0;
    } catch (CancellationException e) {
      throw new RunFailed("cancelled; nothing was written");
    }
  }

  private RepairExperiment.Settings settings() {
    return new RepairExperiment.Settings(
        heldOut,
        sigmas.isEmpty()
            ? Optional.empty()
            : Optional.of(
                Vector.adopt(sigmas.stream().mapToDouble(s -> s).sorted().distinct().toArray())),
        bands,
        rank,
        components,
        rows,
        samples,
        steps,
        evaluations);
  }

  private List<String> files(RunRecord record) {
    List<String> files = new ArrayList<>(List.of(out.toString()));
    files.addAll(record.files());
    return files;
  }

  private void print(RepairResult result) {
    List<RunRecord.Result> samples = result.ofSamples();
    if (!samples.isEmpty()) {
      output.print(Tables.results(samples));
    }
    String words = result.verdict();
    output.print(words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1) + ".");
    result.samplesVerdict().ifPresent(text -> output.print(text + "."));
    if (result.sigmaSkip().isPresent()) {
      output.print(
          String.format(
              Locale.ROOT,
              "Above sigma %.4g the model is not evaluated.",
              result.sigmaSkip().getAsDouble()));
    }
  }

  private static String stem(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name;
  }
}
