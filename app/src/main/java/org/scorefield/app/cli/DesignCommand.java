package org.scorefield.app.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.scorefield.design.Aim;
import org.scorefield.design.Method;
import org.scorefield.design.SamplerChoice;
import org.scorefield.experiment.DesignExperiment;
import org.scorefield.experiment.DesignResult;
import org.scorefield.experiment.Json;
import org.scorefield.experiment.RunDirectory;
import org.scorefield.experiment.RunRecord;
import org.scorefield.experiment.Runner;
import org.scorefield.report.DesignReport;
import org.scorefield.report.Html;
import org.scorefield.sampling.Outcome;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `scorefield design`.
@Command(
    name = "design",
    mixinStandardHelpOptions = true,
    description = {
      "Chooses solver, grid and start for a number of evaluations, from statistics alone.",
      "Writes a sampler for `scorefield sample --sampler`."
    })
final class DesignCommand implements Callable<Integer> {
  @Mixin private Output output = new Output();

  @Parameters(
      paramLabel = "MODEL",
      arity = "0..1",
      description =
          "A model file of `scorefield fit`, whose own law serves where there are no data.")
  private Optional<Path> model = Optional.empty();

  @Option(
      names = "--data",
      paramLabel = "DATA",
      description = "Data like those the model was trained on; see `scorefield --help`.")
  private Optional<String> data = Optional.empty();

  @Option(
      names = "--nfe",
      paramLabel = "N",
      required = true,
      description = "Evaluations of the model a sample, at most.")
  private int evaluations;

  @Option(
      names = "--solver",
      paramLabel = "S|learned|auto",
      defaultValue = "auto",
      description = {
        "What to design for: a solver (docs/solvers.md lists them), gaussian-exp-2-pc and its kin,",
        "learned (weights, grid and start together), or auto, the best of all. Default"
            + " ${DEFAULT-VALUE}."
      })
  private String solver = "auto";

  @Option(
      names = "--aim",
      paramLabel = "distribution|fidelity",
      defaultValue = "distribution",
      description =
          "distribution: the set of samples is as good as can be; fidelity: each sample is as near as"
              + " can be to its seed's exact one. Default ${DEFAULT-VALUE}.")
  private Aim aim = Aim.DISTRIBUTION;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where to write. Default runs/design-<time>.")
  private Optional<Path> out = Optional.empty();

  @Override
  public Integer call() {
    DesignExperiment experiment =
        new DesignExperiment(
            data.map(Sources::open),
            model.map(Models::read),
            evaluations,
            methods(),
            aim,
            output.seed());
    Path target = Output.directory(out, "design");
    try (RunDirectory directory = RunDirectory.create(target)) {
      DesignResult result = completed(new Runner(directory, output.progress()).run(experiment));
      directory.write("report.html", Finish.bytes(Html.render(DesignReport.of(result))));
      RunRecord record = Finish.commit(result.record(), directory);
      print(result, target);
      output.printJson(Json.of(record));
      return 0;
    }
  }

  private List<Method> methods() {
    return solver.equals("auto") ? Method.ALL : List.of(Method.parse(solver));
  }

  private static DesignResult completed(Outcome<DesignResult> outcome) {
    return switch (outcome) {
      case Outcome.Completed<DesignResult>(DesignResult result, int _) -> result;
      case Outcome.Diverged<DesignResult> d ->
          throw new RunFailed("the exact run on the proxy diverged: " + d.message());
      case Outcome.Cancelled<DesignResult> _ ->
          throw new RunFailed("cancelled; nothing was written");
    };
  }

  private void print(DesignResult result, Path target) {
    SamplerChoice choice = result.choice();
    output.print(choice.verdict());
    output.print(
        "%d evaluations, noise levels %s"
            .formatted(choice.chosen().standing().evaluations(), choice.chosen().grid().sigmas()));
    output.print("Sampler: " + target.resolve("sampler.json"));
    output.print("Open " + target.resolve("report.html"));
  }
}
