package org.scorefield.app.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import org.scorefield.experiment.InspectExperiment;
import org.scorefield.experiment.InspectResult;
import org.scorefield.experiment.Json;
import org.scorefield.experiment.RunDirectory;
import org.scorefield.experiment.RunRecord;
import org.scorefield.experiment.Runner;
import org.scorefield.report.Html;
import org.scorefield.report.InspectReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `scorefield inspect`.
@Command(
    name = "inspect",
    mixinStandardHelpOptions = true,
    description =
        "Measures how linear a model's score is at each noise level, and says where sampling may start in closed form.")
final class InspectCommand implements Callable<Integer> {
  @Mixin private Output output = new Output();

  @Parameters(paramLabel = "MODEL", description = "A model file of `scorefield fit`.")
  private Path model = Path.of("");

  @Option(
      names = "--data",
      paramLabel = "DATA",
      required = true,
      description = "Real data in the model's units; see `scorefield --help`.")
  private String data = "";

  @Option(names = "--per-class", description = "Measure each class, too; the data need labels.")
  private boolean perClass;

  @Option(
      names = "--kl-target",
      paramLabel = "NATS",
      defaultValue = "0.05",
      description = "What a closed-form start may cost. Default ${DEFAULT-VALUE}.")
  private double klTarget;

  @Option(
      names = "--samples",
      paramLabel = "B",
      defaultValue = "" + InspectExperiment.SAMPLES,
      description = "Noisy samples at each noise level. Default ${DEFAULT-VALUE}.")
  private int samples;

  @Option(
      names = "--levels",
      paramLabel = "K",
      defaultValue = "" + InspectExperiment.LEVELS,
      description = "Noise levels to measure. Default ${DEFAULT-VALUE}.")
  private int levels;

  @Option(
      names = "--any-units",
      description = "Go on even if data and model seem to be in different units.")
  private boolean anyUnits;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where to write. Default runs/inspect-<time>.")
  private Optional<Path> out = Optional.empty();

  @Override
  public Integer call() {
    InspectExperiment experiment =
        new InspectExperiment(
            Models.read(model),
            Sources.open(data),
            perClass,
            klTarget,
            samples,
            levels,
            anyUnits,
            output.seed());
    Path target = Output.directory(out, "inspect");
    try (RunDirectory directory = RunDirectory.create(target)) {
      InspectResult result = new Runner(directory, output.progress()).run(experiment);
      directory.write("report.html", Finish.bytes(Html.render(InspectReport.of(result))));
      RunRecord record = Finish.commit(result.record(), directory);
      result.starts().forEach(this::print);
      output.print("Open " + target.resolve("report.html"));
      output.printJson(Json.of(record));
      return 0;
    } catch (CancellationException e) {
      throw new RunFailed("cancelled; nothing was written");
    }
  }

  private void print(InspectResult.Start start) {
    List<InspectResult.Plan> plans = start.plans();
    for (InspectResult.Plan plan : plans) {
      output.print(
          plan.skip()
              .map(s ->
                  String.format(
                      Locale.ROOT,
                      "%s start, %d steps: sigma_skip = %.4g skips %d steps, %.0f %% of the evaluations, for %s nats",
                      start.surrogate(),
                      s.steps(),
                      s.sigma(),
                      s.step(),
                      100 * s.saved(1, 1),
                      Tables.number(s.kl())))
              .orElse(
                  "%s start, %d steps: no level of the grid costs so little"
                      .formatted(start.surrogate(), plan.grid().steps())));
    }
  }
}
