package org.scorefield.app.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.scorefield.design.Aim;
import org.scorefield.experiment.AccelerateExperiment;
import org.scorefield.experiment.AccelerateResult;
import org.scorefield.experiment.Json;
import org.scorefield.experiment.Model;
import org.scorefield.experiment.RunDirectory;
import org.scorefield.experiment.RunRecord;
import org.scorefield.experiment.Runner;
import org.scorefield.report.AccelerateReport;
import org.scorefield.report.Html;
import org.scorefield.sampling.Outcome;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `scorefield accelerate`.
@Command(
    name = "accelerate",
    mixinStandardHelpOptions = true,
    description = {
      "Finds the best sampler of a model for few evaluations, on the model itself, and holds it",
      "against the standard ones. Writes samplers for `scorefield sample --sampler`."
    })
final class AccelerateCommand implements Callable<Integer> {
  @Mixin private Output output = new Output();

  @Parameters(paramLabel = "MODEL", description = "A model file of any kind.")
  private Path model = Path.of("");

  @Option(
      names = "--data",
      paramLabel = "DATA",
      description =
          "Data like those the model was trained on; see `scorefield --help`. Without them the model's own samples serve.")
  private Optional<String> data = Optional.empty();

  @Option(
      names = "--nfe",
      paramLabel = "N",
      split = ",",
      required = true,
      description = "Evaluations of the model a sample, at most; several separated by commas.")
  private List<Integer> evaluations = List.of();

  @Option(
      names = "--aim",
      paramLabel = "distribution|fidelity",
      defaultValue = "distribution",
      description =
          "distribution: the set of samples is as good as can be; fidelity: each sample is as near as can be to its seed's fine solution. Default ${DEFAULT-VALUE}.")
  private Aim aim = Aim.DISTRIBUTION;

  @Mixin private FeatureOptions features = new FeatureOptions();

  @Option(
      names = "--sigma-max",
      paramLabel = "SIGMA",
      description =
          "Level of the white noise. Default 160 standard deviations of the data, within the levels the model was made for.")
  private Optional<Double> sigmaMax = Optional.empty();

  @Option(
      names = "--sigma-min",
      paramLabel = "SIGMA",
      description = "Last positive level. Default 0.004 standard deviations, likewise.")
  private Optional<Double> sigmaMin = Optional.empty();

  /// Which standard samplers take part.
  enum PeerChoice {
    BEST,
    ALL
  }

  @Option(
      names = "--peers",
      paramLabel = "best|all",
      defaultValue = "best",
      description =
          "Which standard solvers are compared to the end, each on its best grid: the best three, with more evaluations too, or all. Default ${DEFAULT-VALUE}.")
  private PeerChoice peers = PeerChoice.BEST;

  @Option(
      names = "--samples",
      paramLabel = "N",
      description =
          "Samples that each sampler draws for the comparison. Default 128 for fidelity, 512 for distribution, 1024 of a model that is a law in closed form.")
  private Optional<Integer> samples = Optional.empty();

  @Option(
      names = "--budget",
      paramLabel = "EVALS",
      description = "Most evaluations of the model, over all samples; the study shrinks to fit.")
  private Optional<Long> budget = Optional.empty();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where to write. Default runs/accelerate-<time>.")
  private Optional<Path> out = Optional.empty();

  @Override
  public Integer call() {
    Model chosen = Models.read(model);
    AccelerateExperiment experiment =
        new AccelerateExperiment(
            chosen,
            data.map(Sources::open),
            evaluations,
            aim,
            features.map(chosen.card().shape()),
            sigmaMax.map(OptionalDouble::of).orElse(OptionalDouble.empty()),
            sigmaMin.map(OptionalDouble::of).orElse(OptionalDouble.empty()),
            peers == PeerChoice.ALL,
            samples.map(OptionalInt::of).orElse(OptionalInt.empty()),
            budget.map(OptionalLong::of).orElse(OptionalLong.empty()),
            output.seed());
    Path target = Output.directory(out, "accelerate");
    try (RunDirectory directory = RunDirectory.create(target)) {
      AccelerateResult result = completed(new Runner(directory, output.progress()).run(experiment));
      directory.write("report.html", Finish.bytes(Html.render(AccelerateReport.of(result))));
      RunRecord record = Finish.commit(result.record(), directory);
      result.verdicts().forEach(output::print);
      for (AccelerateResult.Count count : result.counts()) {
        output.print("Sampler: " + target.resolve(count.file()));
      }
      output.print("Open " + target.resolve("report.html"));
      output.printJson(Json.of(record));
      return 0;
    }
  }

  private static AccelerateResult completed(Outcome<AccelerateResult> outcome) {
    return switch (outcome) {
      case Outcome.Completed<AccelerateResult>(AccelerateResult result, int _) -> result;
      case Outcome.Diverged<AccelerateResult> d ->
          throw new RunFailed("a run on the model diverged: " + d.message());
      case Outcome.Cancelled<AccelerateResult> _ ->
          throw new RunFailed("cancelled; nothing was written");
    };
  }
}
