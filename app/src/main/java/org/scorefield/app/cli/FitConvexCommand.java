package org.scorefield.app.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import org.scorefield.data.Dataset;
import org.scorefield.data.file.NpyWriter;
import org.scorefield.data.file.SamplePicture;
import org.scorefield.experiment.ConvexExperiment;
import org.scorefield.experiment.ConvexResult;
import org.scorefield.experiment.Json;
import org.scorefield.experiment.RunDirectory;
import org.scorefield.experiment.RunRecord;
import org.scorefield.experiment.Runner;
import org.scorefield.report.ConvexReport;
import org.scorefield.report.Html;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `scorefield fit convex`.
@Command(
    name = "convex",
    mixinStandardHelpOptions = true,
    description =
        "Two-layer networks, one a noise level, each trained to its certified optimum by a convex program.")
final class FitConvexCommand implements Callable<Integer> {
  private static final double HELD_OUT = 0.1;
  private static final Set<String> FILES =
      Set.of("run.json", "report.html", "samples.npy", "samples.png");

  @Mixin private Output output = new Output();
  @Mixin private FitOptions fit = new FitOptions();
  @Mixin private ConvexOptions convex = new ConvexOptions();

  @Option(
      names = "--directions",
      paramLabel = "K",
      description =
          "Principal directions of the data to train in. Default: 32 for pictures and for tables of more than 64 columns; else the columns as they are.")
  private Optional<Integer> directions = Optional.empty();

  @Option(
      names = "--run",
      paramLabel = "DIR",
      description =
          "Where record, report and samples are written. Default the name of the model with .run.")
  private Optional<Path> run = Optional.empty();

  @Override
  public Integer call() {
    FitOptions.Rows rows = fit.rows(HELD_OUT, output.seed());
    Path place = fit.run(run);
    ConvexExperiment experiment = experiment(rows);
    try (RunDirectory directory =
        RunDirectory.replacing(place, fit.force() ? FILES : Set.of(), "--run")) {
      ConvexResult result = Runner.fit(experiment, output.progress());
      directory.write("report.html", Finish.bytes(Html.render(ConvexReport.of(result))));
      writeSamples(result, directory);
      Models.write(fit.out(), result.model());
      RunRecord record = Finish.commit(result.record(), directory);
      print(result);
      output.print("Open " + place.resolve("report.html"));
      output.printJson(Json.of(record));
      return 0;
    } catch (CancellationException e) {
      throw new RunFailed(e.getMessage() + "; nothing was written");
    }
  }

  private ConvexExperiment experiment(FitOptions.Rows rows) {
    Dataset heldOut =
        rows.heldOut()
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "the weight decay of each level is chosen by held-out rows; give --held-out a fraction above 0, such as 0.1"));
    return new ConvexExperiment(
        convex.plan(rows.train().shape().size()),
        convex.ladder(),
        convex.moments(),
        directions.map(OptionalInt::of).orElse(OptionalInt.empty()),
        rows.train(),
        heldOut,
        fit.law(),
        output.seed());
  }

  private static void writeSamples(ConvexResult result, RunDirectory directory) {
    if (result.samples().count() == 0) {
      return;
    }
    NpyWriter.write(directory.file("samples.npy"), result.samples());
    SamplePicture.fitting(result.samples())
        .ifPresent(picture -> picture.write(directory.file("samples.png"), result.samples()));
  }

  private void print(ConvexResult result) {
    List<RunRecord.Result> all = result.record().results();
    List<RunRecord.Result> levels =
        all.stream().filter(r -> r.subject().startsWith("sigma ")).toList();
    List<RunRecord.Result> drawn =
        all.stream().filter(r -> !r.subject().startsWith("sigma ")).toList();
    output.print(Tables.results(levels));
    if (!drawn.isEmpty()) {
      output.print("");
      output.print(Tables.results(drawn));
    }
    output.print("");
    output.print(ConvexReport.verdict(result).headline());
    output.print("%s: %s".formatted(fit.out(), result.model().card().fit()));
  }
}
