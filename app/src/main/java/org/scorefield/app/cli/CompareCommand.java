package org.scorefield.app.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.scorefield.data.Dataset;
import org.scorefield.data.Split;
import org.scorefield.engine.experiment.EngineRunner;
import org.scorefield.engine.experiment.SpeedExperiment;
import org.scorefield.engine.experiment.TrainConfig;
import org.scorefield.engine.experiment.TrainConfig.Assignment;
import org.scorefield.experiment.Json;
import org.scorefield.experiment.RunDirectory;
import org.scorefield.experiment.RunRecord;
import org.scorefield.experiment.SpeedResult;
import org.scorefield.random.NoiseKey;
import org.scorefield.report.Html;
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

  @Option(
      names = "--data",
      paramLabel = "DATA",
      required = true,
      description = "Data to train on; a tenth is kept for the losses.")
  private String data = "";

  @Option(
      names = "--candidate",
      paramLabel = "FILE|KEY=VALUE,...",
      required = true,
      description =
          "A way to train: a configuration file, or keys as of `fit --set`, as training.loss.weighting=uniform. Give at least two.")
  private List<String> candidates = List.of();

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "A key for all candidates, as training.steps=2000. May be repeated.")
  private List<String> sets = List.of();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where to write. Default runs/compare-<time>.")
  private Optional<Path> out = Optional.empty();

  @Override
  public Integer call() {
    Split split =
        Split.fraction(Sources.open(data), HELD_OUT, NoiseKey.of(output.seed()).child("held out"));
    List<SpeedExperiment.Candidate> all = new ArrayList<>();
    for (String candidate : candidates) {
      all.add(new SpeedExperiment.Candidate(candidate, config(candidate, split.train())));
    }
    SpeedExperiment experiment =
        new SpeedExperiment(all, split.train(), split.heldOut(), output.seed());
    try (RunDirectory directory = RunDirectory.create(Output.directory(out, "compare"))) {
      SpeedResult result = new EngineRunner(output.progress()).run(experiment);
      directory.write("report.html", Finish.bytes(Html.render(SpeedReport.of(result))));
      RunRecord record = Finish.commit(result.record(), directory);
      output.print(Tables.results(record.results()));
      output.printJson(Json.of(record));
      return 0;
    }
  }

  private TrainConfig<?> config(String candidate, Dataset train) {
    Map<String, Assignment> options = new LinkedHashMap<>();
    boolean keys = candidate.contains("=");
    for (String set : sets) {
      options.put("--set " + set, NetworkOptions.assignment(set));
    }
    if (keys) {
      for (String part : candidate.split(",(?=[a-z_.]+=)", -1)) {
        options.put("--candidate " + part, NetworkOptions.assignment(part));
      }
    }
    return TrainConfig.of(
        kind, train, keys ? Optional.empty() : Optional.of(Path.of(candidate)), options);
  }
}
