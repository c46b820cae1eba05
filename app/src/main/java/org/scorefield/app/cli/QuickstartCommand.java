package org.scorefield.app.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.scorefield.experiment.Json;
import org.scorefield.experiment.Progress;
import org.scorefield.experiment.QuickstartExperiment;
import org.scorefield.experiment.QuickstartResult;
import org.scorefield.experiment.RunDirectory;
import org.scorefield.experiment.RunRecord;
import org.scorefield.experiment.Runner;
import org.scorefield.report.Html;
import org.scorefield.report.QuickstartReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `scorefield quickstart`.
@Command(
    name = "quickstart",
    mixinStandardHelpOptions = true,
    description =
        "The main job end to end: fit, sample with and without a closed-form start, evaluate, report.")
final class QuickstartCommand implements Callable<Integer> {
  @Mixin private Output output = new Output();

  @Option(
      names = "--data",
      paramLabel = "DATA",
      defaultValue = "digits",
      description = "Real data; see `scorefield --help`. Default ${DEFAULT-VALUE}.")
  private String data = "digits";

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where to write. Default runs/quickstart-<time>.")
  private Optional<Path> out = Optional.empty();

  @Override
  public Integer call() {
    Path target = Output.directory(out, "quickstart");
    try (RunDirectory directory = RunDirectory.create(target)) {
      Progress progress = output.progress();
      QuickstartExperiment experiment = QuickstartExperiment.of(Sources.open(data), output.seed());
      QuickstartResult result = new Runner(directory, progress).run(experiment);
      Finish.requireCompleted(result.record(), output);
      directory.write("report.html", Finish.bytes(Html.render(QuickstartReport.of(result))));
      RunRecord record = Finish.commit(result.record(), directory);
      output.print(Tables.results(record.results()));
      output.print(verdict(result));
      output.print("Open " + target.resolve("report.html"));
      output.printJson(Json.of(record));
      return 0;
    }
  }

  private static String verdict(QuickstartResult result) {
    int full = result.variants().getFirst().evaluations();
    if (Double.isNaN(result.sigmaSkip())) {
      return "no noise level of the grid allowed a closed-form start within its budget";
    }
    return "a closed-form start at sigma %.3g replaced %d of the %d evaluations a sample"
        .formatted(result.sigmaSkip(), full - result.variants().get(1).evaluations(), full);
  }
}
