package org.scorefield.app.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.scorefield.random.NoiseKey;
import org.scorefield.analytic.LowRank;
import org.scorefield.analytic.Distribution;
import org.scorefield.data.DataException;
import org.scorefield.experiment.Conditioning;
import org.scorefield.experiment.Json;
import org.scorefield.experiment.Model;
import org.scorefield.experiment.Progress;
import org.scorefield.experiment.Provenance;
import org.scorefield.experiment.RunDirectory;
import org.scorefield.experiment.RunRecord;
import org.scorefield.experiment.Runner;
import org.scorefield.experiment.SampleExperiment;
import org.scorefield.experiment.SampleResult;
import org.scorefield.experiment.SamplerFile;
import org.scorefield.experiment.SamplerSpec;
import org.scorefield.experiment.TeleportPlan;
import org.scorefield.experiment.TeleportRequest;
import org.scorefield.interop.ImportedSampler;
import org.scorefield.report.Html;
import org.scorefield.report.SampleReport;
import org.scorefield.sampling.SampleStream;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.solver.Solvers;
import org.scorefield.schedule.Grids;
import org.scorefield.schedule.TimeGrid;
import org.scorefield.wiring.LevelRange;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `scorefield sample`.
@Command(
    name = "sample",
    mixinStandardHelpOptions = true,
    description = "Draws samples from a model.")
final class SampleCommand implements Callable<Integer> {
  /// Directions of a solver's Gaussian: all, up to where a full eigendecomposition takes seconds.
  private static final int LARGEST_RANK = 1024;

  /// Options that a sampler file stands for.
  private static final List<String> DESCRIBED =
      Stream.concat(
              Stream.of("--solver", "--grid", "--steps", "--sigma-max", "--sigma-min"),
              Stream.concat(ImportOptions.NAMES.stream(), TeleportOptions.NAMES.stream()))
          .toList();

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private Output output = new Output();
  @Mixin private TeleportOptions teleport = new TeleportOptions();

  @Parameters(paramLabel = "MODEL", description = "A model file of `scorefield fit`.")
  private Path model = Path.of("");

  @Option(
      names = "-n",
      paramLabel = "N",
      defaultValue = "64",
      description = "Number of samples. Default ${DEFAULT-VALUE}.")
  private int n;

  @Option(
      names = "--sampler",
      paramLabel = "FILE",
      description =
          "Sample as this file says, written by --save-sampler, design or accelerate; in place of solver, grid and teleport.")
  private Optional<Path> sampler = Optional.empty();

  @Option(
      names = "--rescale",
      description =
          "With --sampler: multiply its noise levels for data on another scale than it was made for.")
  private boolean rescale;

  @Option(
      names = "--save-sampler",
      paramLabel = "FILE",
      description = "Write the sampler of this run to a file for --sampler.")
  private Optional<Path> saveSampler = Optional.empty();

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
      description =
          "First noise level. Default 160 standard deviations of the data, as EDM, or the highest the model knows.")
  private Optional<Double> sigmaMax = Optional.empty();

  @Option(
      names = "--sigma-min",
      paramLabel = "SIGMA",
      description =
          "Last noise level before 0. Default 0.004 standard deviations, as EDM, or the lowest the model knows.")
  private Optional<Double> sigmaMin = Optional.empty();

  @Mixin private ImportOptions elsewhere = new ImportOptions();
  @Mixin private ConditioningOptions conditioning = new ConditioningOptions();

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
    Path target = Output.directory(out, "sample");
    requireFree(saveSampler);
    try (RunDirectory directory = RunDirectory.create(target)) {
      Progress progress = output.progress();
      Model from = Models.read(model);
      Optional<ImportedSampler> imported =
          elsewhere.sampler(conditioning.chosen().of(from), steps, sigmaMax, sigmaMin);
      saveSampler.flatMap(_ -> imported).ifPresent(ImportOptions::requireNamed);
      SampleExperiment experiment = experiment(from, imported, progress);
      SampleResult result =
          new Runner(directory, progress)
              .run(experiment)
              .with(imported.map(ImportOptions::settings).orElse(Map.of()));
      Finish.requireCompleted(result.record(), output);
      directory.write("report.html", Finish.bytes(Html.render(SampleReport.of(result))));
      saveSampler.ifPresent(file -> SamplerFile.write(file, experiment.spec()));
      RunRecord record = Finish.commit(result.record(), directory);
      output.print(
          "%d samples, %s evaluations each, %.1f s: %s"
              .formatted(n, record.evaluations().orElse(0), record.seconds(), target));
      output.printJson(Json.of(record));
      return 0;
    }
  }

  private SampleExperiment experiment(
      Model from, Optional<ImportedSampler> imported, Progress progress) {
    Conditioning which = conditioning.chosen();
    Model wanted = which.of(from);
    SamplerSpec described =
        sampler.isPresent()
            ? read(sampler.get(), wanted)
            : chosen(wanted, which, imported, progress);
    int atATime = threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
    // a batch for every thread, so that the solver's own work is shared out too
    int comfortable =
        Math.min(
            SampleStream.comfortableBatch(from.card().shape()),
            Math.ceilDiv(Math.max(1, n), Math.max(1, atATime)));
    return new SampleExperiment(
        from, which, n, described, output.seed(), batch == 0 ? comfortable : batch, atATime);
  }

  private SamplerSpec read(Path file, Model from) {
    for (String name : DESCRIBED) {
      if (spec.commandLine().getParseResult().hasMatchedOption(name)) {
        throw new IllegalArgumentException(
            "--sampler describes the whole sampler, " + name + " too; give one or the other");
      }
    }
    SamplerSpec described = SamplerFile.read(file);
    SamplerSpec fitting = rescale ? described.rescaled(from) : described;
    fitting.sampler(from);
    return fitting;
  }

  private SamplerSpec chosen(
      Model from, Conditioning which, Optional<ImportedSampler> imported, Progress progress) {
    if (rescale) {
      throw new IllegalArgumentException("--rescale goes with --sampler FILE");
    }
    double scale = from.card().noiseScale();
    Solver stepping =
        imported
            .map(ImportedSampler::solver)
            .orElseGet(() -> Solvers.parse(solver, () -> law(from, which)));
    TimeGrid full = imported.map(ImportedSampler::grid).orElseGet(() -> grid(from, scale));
    String origin = imported.map(ImportedSampler::origin).orElse(grid);
    Optional<TeleportPlan> plan = plan(from, which, stepping, full, progress);
    return new SamplerSpec(
        stepping,
        plan.map(TeleportPlan::grid).orElse(full),
        plan.map(TeleportPlan::opening).orElse(new SamplerSpec.Opening.WhiteNoise()),
        scale,
        new SamplerSpec.Aim(
            "scorefield sample, %s of %d steps%s".formatted(origin, full.steps(), which.text()),
            OptionalInt.empty()),
        plan.map(TeleportPlan::results).orElse(List.of()),
        Provenance.now(output.seed()));
  }

  /// What a solver is told of the data: the model's own law, or the Gaussian of the data given.
  private Distribution law(Model from, Conditioning which) {
    return from.closedForm()
        .or(() ->
            teleport
                .rows(which.label())
                .map(rows ->
                    LowRank.fit(
                        rows,
                        Math.min(rows.shape().size(), LARGEST_RANK),
                        NoiseKey.of(output.seed()).child("law of the solver"))))
        .or(from::gaussian)
        .orElseGet(from::law);
  }

  private TimeGrid grid(Model from, double scale) {
    LevelRange range = LevelRange.of(from.denoiser(), scale);
    TimeGrid asked =
        Grids.grid(
            grid, steps, sigmaMax.orElse(range.sigmaMax()), sigmaMin.orElse(range.sigmaMin()));
    TimeGrid full = range.onLevels(asked);
    if (!full.equals(asked)) {
      output.print("the model knows a table of noise levels: those of the grid were moved onto it");
    }
    return full;
  }

  private Optional<TeleportPlan> plan(
      Model from, Conditioning which, Solver stepping, TimeGrid full, Progress progress) {
    Optional<TeleportPlan> plan =
        teleport
            .request(which.label())
            .map(request ->
                Runner.plan(
                    request,
                    new TeleportRequest.For(from, stepping, full, output.seed()),
                    progress));
    plan.ifPresent(p -> output.print(p.message()));
    return plan;
  }

  private static void requireFree(Optional<Path> file) {
    file.filter(java.nio.file.Files::exists)
        .ifPresent(taken -> {
          throw new DataException(
              taken.toString(), "already exists", "choose another --save-sampler or remove it");
        });
  }
}
