package org.scorefield.app.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import org.scorefield.engine.experiment.CrossoverExperiment;
import org.scorefield.engine.experiment.EngineRunner;
import org.scorefield.engine.experiment.RunEnd;
import org.scorefield.engine.experiment.SpeedSource;
import org.scorefield.engine.experiment.TrainConfig;
import org.scorefield.engine.experiment.TrainConfig.Assignment;
import org.scorefield.experiment.CrossoverResult;
import org.scorefield.experiment.Json;
import org.scorefield.experiment.RunDirectory;
import org.scorefield.experiment.RunRecord;
import org.scorefield.report.CrossoverReport;
import org.scorefield.report.Html;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `scorefield crossover`.
@Command(
    name = "crossover",
    mixinStandardHelpOptions = true,
    description =
        "Trains a network and tries samplers at stages of its training: does its held-out loss say which grid and step noise are best for it?")
final class CrossoverCommand implements Callable<Integer> {
  @Mixin private Output output = new Output();

  @Parameters(paramLabel = "KIND", description = "A kind of network, as of `scorefield fit`.")
  private String kind = "";

  @Mixin private SourceOptions rows = new SourceOptions();

  @Option(
      names = "--held-out",
      paramLabel = "F",
      defaultValue = "0.3",
      description =
          "Share of the rows to keep from the training, for losses and as the real ones that samples are compared with. Default ${DEFAULT-VALUE}.")
  private double heldOut;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "A configuration file of a training run.")
  private Optional<Path> config = Optional.empty();

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "A key of the configuration, as training.batch=64. May be repeated.")
  private List<String> sets = List.of();

  @Option(
      names = "--steps",
      paramLabel = "N",
      description = "Steps of training, as --set training.steps=N.")
  private Optional<String> steps = Optional.empty();

  @Option(
      names = "--seeds",
      paramLabel = "N",
      defaultValue = "3",
      description = "Train so often, from seeds --seed and on. Default ${DEFAULT-VALUE}.")
  private int seeds;

  @Option(
      names = "--stages",
      paramLabel = "F",
      split = ",",
      defaultValue = "0.01,0.1,1",
      description = "Shares of training to sample at. Default ${DEFAULT-VALUE}.")
  private List<Double> stages = List.of();

  @Option(
      names = "--nfe",
      paramLabel = "N",
      split = ",",
      defaultValue = "6,10,18,35",
      description = "Steps of the samplers. Default ${DEFAULT-VALUE}.")
  private List<Integer> evaluations = List.of();

  @Option(
      names = "-n",
      paramLabel = "N",
      defaultValue = "8000",
      description = "Samples of each sampler. Default ${DEFAULT-VALUE}.")
  private int samples;

  @Option(
      names = "--sigma-max",
      paramLabel = "SIGMA",
      description =
          "Level of the white noise that samples start from. Default 160 standard deviations of the data.")
  private Optional<Double> sigmaMax = Optional.empty();

  @Option(
      names = "--sigma-min",
      paramLabel = "SIGMA",
      description =
          "Level that samples end at; they are compared with real rows with noise of it. Default 0.004 standard deviations.")
  private Optional<Double> sigmaMin = Optional.empty();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where to write. Default runs/crossover-<time>.")
  private Optional<Path> out = Optional.empty();

  @Override
  public Integer call() {
    SpeedSource source = rows.source(heldOut, output.seed());
    CrossoverExperiment experiment =
        new CrossoverExperiment(
            TrainConfig.of(kind, source.train(output.seed()), config, assignments()),
            source,
            LongStream.range(0, seeds).map(i -> output.seed() + i).boxed().toList(),
            evaluations,
            stages,
            level(sigmaMax),
            level(sigmaMin),
            samples);
    Path target = Output.directory(out, "crossover");
    try (RunDirectory directory = RunDirectory.create(target)) {
      return switch (new EngineRunner(output.progress()).run(experiment)) {
        case RunEnd.Completed<CrossoverResult>(CrossoverResult result) ->
            completed(result, directory, target);
        case RunEnd.Stopped<CrossoverResult>(RunRecord record) -> {
          output.printJson(Json.of(record));
          throw new RunFailed(record.outcome() + "; nothing was written");
        }
      };
    }
  }

  private static OptionalDouble level(Optional<Double> asked) {
    return asked.map(OptionalDouble::of).orElse(OptionalDouble.empty());
  }

  private Map<String, Assignment> assignments() {
    Map<String, Assignment> options = new LinkedHashMap<>();
    for (String set : sets) {
      options.put("--set " + set, NetworkOptions.assignment(set));
    }
    steps.ifPresent(n -> options.put("--steps", new Assignment("training.steps", n)));
    return options;
  }

  private int completed(CrossoverResult result, RunDirectory directory, Path target) {
    directory.write("report.html", Finish.bytes(Html.render(CrossoverReport.of(result))));
    RunRecord record = Finish.commit(result.record(), directory);
    output.print(Tables.results(result.summary()));
    output.print("Open " + target.resolve("report.html"));
    output.printJson(Json.of(record));
    return 0;
  }
}
