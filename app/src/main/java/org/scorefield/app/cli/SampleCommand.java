package org.scorefield.app.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.scorefield.experiment.Json;
import org.scorefield.experiment.Model;
import org.scorefield.experiment.ModelFile;
import org.scorefield.experiment.RunDirectory;
import org.scorefield.experiment.RunRecord;
import org.scorefield.experiment.Runner;
import org.scorefield.experiment.SampleExperiment;
import org.scorefield.experiment.SampleResult;
import org.scorefield.report.Html;
import org.scorefield.report.SampleReport;
import org.scorefield.sampling.SampleStream;
import org.scorefield.sampling.Start;
import org.scorefield.sampling.solver.Solvers;
import org.scorefield.schedule.Grids;
import org.scorefield.schedule.TimeGrid;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `scorefield sample`.
@Command(
    name = "sample",
    mixinStandardHelpOptions = true,
    description = "Draws samples from a model.")
final class SampleCommand implements Callable<Integer> {
  @Mixin private Output output = new Output();

  @Parameters(paramLabel = "MODEL", description = "A model file of `scorefield fit`.")
  private Path model = Path.of("");

  @Option(
      names = "-n",
      paramLabel = "N",
      defaultValue = "64",
      description = "Number of samples. Default ${DEFAULT-VALUE}.")
  private int n;

  @Option(
      names = "--solver",
      paramLabel = "S",
      defaultValue = "dpmpp-2m",
      description = "How to step; docs/solvers.md lists them. Default ${DEFAULT-VALUE}.")
  private String solver = "dpmpp-2m";

  @Option(
      names = "--grid",
      paramLabel = "G",
      defaultValue = "rho7",
      description =
          "How to place the noise levels: rho7, log-uniform, uniform:vp-linear, 80,10,1,0 ... Default ${DEFAULT-VALUE}.")
  private String grid = "rho7";

  @Option(
      names = "--steps",
      paramLabel = "K",
      defaultValue = "20",
      description = "Steps of the full run, before a teleport cuts it. Default ${DEFAULT-VALUE}.")
  private int steps;

  @Option(
      names = "--sigma-max",
      paramLabel = "SIGMA",
      description = "First noise level. Default 160 standard deviations of the data, as EDM.")
  private Optional<Double> sigmaMax = Optional.empty();

  @Option(
      names = "--sigma-min",
      paramLabel = "SIGMA",
      description = "Last noise level before 0. Default 0.004 standard deviations, as EDM.")
  private Optional<Double> sigmaMin = Optional.empty();

  @Option(
      names = "--teleport",
      paramLabel = "SIGMA|off",
      defaultValue = "off",
      description =
          "Jump to this noise level in closed form and sample from there. Default ${DEFAULT-VALUE}.")
  private String teleport = "off";

  @Option(
      names = "--teleport-mode",
      paramLabel = "ode|exact",
      defaultValue = "exact",
      description =
          "ode keeps the full run's map from seed to sample, exact the law. Default ${DEFAULT-VALUE}.")
  private Start.Teleport.Mode mode = Start.Teleport.Mode.EXACT;

  @Option(
      names = "--batch",
      paramLabel = "B",
      defaultValue = "0",
      description =
          "Samples drawn together; 0 is as many as are comfortable. Does not change the samples.")
  private int batch;

  @Option(
      names = "--threads",
      paramLabel = "T",
      defaultValue = "0",
      description = "Batches drawn at a time; 0 is one a core. Does not change the samples.")
  private int threads;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where to write. Default runs/sample-<time>.")
  private Optional<Path> out = Optional.empty();

  @Override
  public Integer call() {
    SampleExperiment experiment = experiment(ModelFile.read(model));
    Path target = Output.directory(out, "sample");
    try (RunDirectory directory = RunDirectory.create(target)) {
      SampleResult result = new Runner(directory, output.progress()).run(experiment);
      Finish.requireCompleted(result.record(), output);
      directory.write("report.html", Finish.bytes(Html.render(SampleReport.of(result))));
      RunRecord record = Finish.commit(result.record(), directory);
      output.print(
          "%d samples, %s evaluations each, %.1f s: %s"
              .formatted(n, record.evaluations().orElse(0), record.seconds(), target));
      output.printJson(Json.of(record));
      return 0;
    }
  }

  private SampleExperiment experiment(Model from) {
    double scale = from.card().noiseScale();
    TimeGrid levels =
        Grids.grid(
            grid,
            steps,
            sigmaMax.orElse(scale * SampleExperiment.SIGMA_MAX_PER_SCALE),
            sigmaMin.orElse(scale * SampleExperiment.SIGMA_MIN_PER_SCALE));
    return new SampleExperiment(
        from,
        n,
        Solvers.parse(solver, from::law),
        levels,
        teleport(),
        output.seed(),
        batch == 0 ? SampleStream.comfortableBatch(from.card().shape()) : batch,
        threads == 0 ? Runtime.getRuntime().availableProcessors() : threads);
  }

  private Optional<SampleExperiment.Teleport> teleport() {
    if (teleport.equals("off")) {
      return Optional.empty();
    }
    try {
      return Optional.of(new SampleExperiment.Teleport(Double.parseDouble(teleport), mode));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "--teleport takes a noise level or off, got '" + teleport + "'", e);
    }
  }
}
