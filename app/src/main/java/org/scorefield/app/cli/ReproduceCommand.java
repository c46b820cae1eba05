package org.scorefield.app.cli;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.scorefield.experiment.Json;
import org.scorefield.experiment.ReproduceExperiment;
import org.scorefield.experiment.ReproduceResult;
import org.scorefield.experiment.RunDirectory;
import org.scorefield.experiment.RunRecord;
import org.scorefield.experiment.Runner;
import org.scorefield.report.Html;
import org.scorefield.report.ReproduceReport;
import org.scorefield.reproduce.Check;
import org.scorefield.reproduce.Reproduced;
import org.scorefield.reproduce.Reproduction;
import org.scorefield.reproduce.Reproductions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `scorefield reproduce`.
@Command(
    name = "reproduce",
    mixinStandardHelpOptions = true,
    description = {
      "Measures a published or derived table anew, beside the expected numbers.",
      "Without a name, lists what there is. Exit code 1 if a number is not as expected."
    })
final class ReproduceCommand implements Callable<Integer> {
  @Mixin private Output output = new Output();

  @Parameters(paramLabel = "NAME", arity = "0..1", description = "What to reproduce.")
  private Optional<String> name = Optional.empty();

  @Option(
      names = "--data",
      paramLabel = "DATA",
      description = "Run it on these data instead, where it can; see `scorefield --help`.")
  private Optional<String> data = Optional.empty();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where to write. Default runs/reproduce-<time>.")
  private Optional<Path> out = Optional.empty();

  @Override
  public Integer call() {
    if (name.isEmpty()) {
      list();
      return 0;
    }
    ReproduceExperiment experiment =
        new ReproduceExperiment(
            Reproductions.parse(name.get()), data.map(Sources::open), output.seed());
    Path target = Output.directory(out, "reproduce");
    try (RunDirectory directory = RunDirectory.create(target)) {
      ReproduceResult result = new Runner(directory, output.progress()).run(experiment);
      Finish.requireCompleted(result.record(), output);
      directory.write("report.html", Finish.bytes(Html.render(ReproduceReport.of(result))));
      RunRecord record = Finish.commit(result.record(), directory);
      printMissed(result.reproduced());
      output.print("Open " + target.resolve("report.html"));
      output.printJson(Json.of(record));
      if (!result.asExpected()) {
        throw new RunFailed(verdict(result.reproduced()) + "; see " + target);
      }
      output.print(verdict(result.reproduced()));
      return 0;
    }
  }

  private void list() {
    for (Reproduction one : Reproductions.ALL) {
      output.print(
          "%-22s %s%s".formatted(one.name(), one.what(), one.takesData() ? " (takes --data)" : ""));
    }
    output.printJson(Json.of(Reproductions.ALL));
  }

  private void printMissed(Reproduced found) {
    for (Check check : found.checks()) {
      if (!check.met()) {
        output.print(
            String.format(
                Locale.ROOT,
                "%s, %s: measured %s, expected %s",
                check.table(),
                check.row(),
                Tables.number(check.measured()),
                ReproduceReport.expectation(check.expected())));
      }
    }
  }

  private static String verdict(Reproduced found) {
    return "%d of %d numbers as expected"
        .formatted(found.claimed() - found.missed(), found.claimed());
  }
}
