package org.scorefield.app.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import org.scorefield.data.Dataset;
import org.scorefield.engine.experiment.EngineRunner;
import org.scorefield.engine.experiment.RunEnd;
import org.scorefield.engine.experiment.SpeedExperiment;
import org.scorefield.engine.experiment.SpeedSource;
import org.scorefield.engine.experiment.TrainConfig;
import org.scorefield.engine.experiment.TrainConfig.Assignment;
import org.scorefield.experiment.Json;
import org.scorefield.experiment.RunDirectory;
import org.scorefield.experiment.RunRecord;
import org.scorefield.experiment.SpeedResult;
import org.scorefield.report.Html;
import org.scorefield.report.NumberText;
import org.scorefield.report.SpeedReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `scorefield compare`.
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    description =
        "Trains a network in several ways on the same random numbers and ranks them by how fast they learn.")
final class CompareCommand implements Callable<Integer> {
  private static final double HELD_OUT = 0.1;

  @Mixin private Output output = new Output();

  @Parameters(paramLabel = "KIND", description = "A kind of network, as of `scorefield fit`.")
  private String kind = "";

  @Mixin private SourceOptions rows = new SourceOptions();

  @Option(
      names = "--candidate",
      paramLabel = "FILE|KEY=VALUE,...",
      description =
          "A way to train: a configuration file, or keys as of `fit --set`, as training.loss.weighting=uniform. Give at least two.")
  private List<String> candidates = List.of();

  @Option(
      names = "--weightings",
      description =
          "As candidates the weightings that theory compares: uniform in ln sigma, EDM's, and those balanced by the loss.")
  private boolean weightings;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "A key for all candidates, as training.batch=64. May be repeated.")
  private List<String> sets = List.of();

  @Option(
      names = "--steps",
      paramLabel = "N",
      description = "Steps of all candidates, as --set training.steps=N.")
  private Optional<String> steps = Optional.empty();

  @Option(
      names = "--seeds",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "Train each candidate so often, from seeds --seed and on; standard errors are then over seeds. Default ${DEFAULT-VALUE}.")
  private int seeds;

  @Option(
      names = "--probe",
      paramLabel = "LOSS",
      defaultValue = "uniform",
      description =
          "Loss on the way that ranks: ${COMPLETION-CANDIDATES}. uniform is the error of the noise prediction, all of ln sigma alike; edm favours who is trained with it. Default ${DEFAULT-VALUE}.")
  private SpeedExperiment.Loss probe = SpeedExperiment.Loss.UNIFORM;

  @Option(
      names = "--target",
      paramLabel = "E",
      description =
          "The error to count steps to. Default what the candidate that ends worst has at the end.")
  private Optional<Double> target = Optional.empty();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where to write. Default runs/compare-<time>.")
  private Optional<Path> out = Optional.empty();

  @Override
  public Integer call() {
    SpeedSource source = rows.source(HELD_OUT, output.seed());
    SpeedExperiment experiment =
        new SpeedExperiment(
            entries(source.train(output.seed())),
            source,
            LongStream.range(0, seeds).map(i -> output.seed() + i).boxed().toList(),
            probe,
            target.map(OptionalDouble::of).orElse(OptionalDouble.empty()));
    try (RunDirectory directory = RunDirectory.create(Output.directory(out, "compare"))) {
      return switch (new EngineRunner(output.progress()).run(experiment)) {
        case RunEnd.Completed<SpeedResult>(SpeedResult result) -> completed(result, directory);
        case RunEnd.Stopped<SpeedResult>(RunRecord record) -> {
          output.printJson(Json.of(record));
          throw new RunFailed(record.outcome() + "; nothing was written");
        }
      };
    }
  }

  private int completed(SpeedResult result, RunDirectory directory) {
    directory.write("report.html", Finish.bytes(Html.render(SpeedReport.of(result))));
    RunRecord record = Finish.commit(result.record(), directory);
    output.print(Tables.results(record.results()));
    output.print(
        "target: %s, the %s"
            .formatted(
                NumberText.of(result.reaching().speed().target()), result.reaching().error()));
    output.printJson(Json.of(record));
    return 0;
  }

  private List<SpeedExperiment.Entry> entries(Dataset train) {
    List<SpeedExperiment.Entry> all = new ArrayList<>();
    if (weightings) {
      all.addAll(SpeedExperiment.weightings(config("", train)));
    }
    for (String candidate : candidates) {
      all.add(new SpeedExperiment.Entry(candidate, config(candidate, train)));
    }
    return all;
  }

  /// @param candidate its file or keys; nothing is what all candidates share
  private TrainConfig<?> config(String candidate, Dataset train) {
    Map<String, Assignment> options = new LinkedHashMap<>();
    for (String set : sets) {
      options.put("--set " + set, NetworkOptions.assignment(set));
    }
    steps.ifPresent(n -> options.put("--steps", new Assignment("training.steps", n)));
    boolean file = !candidate.isEmpty() && !candidate.contains("=");
    if (candidate.contains("=")) {
      for (String part : candidate.split(",(?=[a-z_.]+=)", -1)) {
        options.put("--candidate " + part, NetworkOptions.assignment(part));
      }
    }
    return TrainConfig.of(
        kind, train, file ? Optional.of(Path.of(candidate)) : Optional.empty(), options);
  }
}
