package org.scorefield.app.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.scorefield.data.Dataset;
import org.scorefield.experiment.EvaluateExperiment;
import org.scorefield.experiment.Json;
import org.scorefield.experiment.RunDirectory;
import org.scorefield.experiment.RunRecord;
import org.scorefield.experiment.Runner;
import org.scorefield.metric.FeatureMap;
import org.scorefield.metric.Metric;
import org.scorefield.metric.Metrics;
import org.scorefield.report.EvaluateReport;
import org.scorefield.report.Html;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `scorefield evaluate`.
@Command(
    name = "evaluate",
    mixinStandardHelpOptions = true,
    description = "Measures samples against real data, each number with its standard error.")
final class EvaluateCommand implements Callable<Integer> {
  private static final String METRICS =
      "frechet,sliced-w2,energy,kid,precision,recall,density,coverage,c2st,memorisation";
  private static final String FEATURE_METRICS = "frechet-inf,kid,precision,recall,density,coverage";

  @Mixin private Output output = new Output();

  @Parameters(
      paramLabel = "SAMPLES",
      arity = "1..*",
      description =
          "Samples: a run directory, or data in any format that is read. Several are compared.")
  private List<String> samples = List.of();

  @Option(
      names = "--data",
      paramLabel = "DATA",
      required = true,
      description = "Real data to measure against, best ones the model has not seen.")
  private String data = "";

  @Option(
      names = "--train",
      paramLabel = "DATA",
      description = "Data the model was fitted to, for the memorisation check.")
  private Optional<String> train = Optional.empty();

  @Option(
      names = "--metrics",
      paramLabel = "M",
      split = ",",
      description = {
        "What to measure, separated by commas. Default " + METRICS + ";",
        "with --features " + FEATURE_METRICS + "."
      })
  private List<String> metrics = List.of();

  @Mixin private FeatureOptions features = new FeatureOptions();

  @Option(names = "--no-control", description = "Do not measure real against real.")
  private boolean noControl;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where to write. Default runs/evaluate-<time>.")
  private Optional<Path> out = Optional.empty();

  @Override
  public Integer call() {
    List<Metric> chosen = names().stream().map(Metrics::named).toList();
    Dataset reference = Sources.open(data);
    Optional<FeatureMap> map = features.map(reference.shape());
    EvaluateExperiment experiment =
        new EvaluateExperiment(
            samples.stream().map(s -> candidate(s)).toList(),
            reference,
            train.map(Sources::open),
            chosen,
            !noControl,
            map,
            output.seed());
    Path target = Output.directory(out, "evaluate");
    try (RunDirectory directory = RunDirectory.create(target)) {
      RunRecord record = new Runner(directory, output.progress()).run(experiment);
      Finish.requireCompleted(record, output);
      directory.write(
          "report.html", Finish.bytes(Html.render(EvaluateReport.of(experiment, record))));
      RunRecord whole = Finish.commit(record, directory);
      output.print(Tables.results(whole.results()));
      map.ifPresent(m -> output.print(m.notice()));
      output.print("Open " + target.resolve("report.html"));
      output.printJson(Json.of(whole));
      return 0;
    }
  }

  private List<String> names() {
    return metrics.isEmpty()
        ? List.of((features.asked() ? FEATURE_METRICS : METRICS).split(",", -1))
        : metrics;
  }

  /// A run directory stands for its samples.
  private static EvaluateExperiment.Candidate candidate(String given) {
    Path inside = Path.of(given, "samples.npy");
    Dataset found = Sources.open(Files.isRegularFile(inside) ? inside.toString() : given);
    return new EvaluateExperiment.Candidate(given, found);
  }
}
