package org.scorefield.app.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.scorefield.experiment.Progress;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// The options every command has, and where its words go: results and, with `--json`, one JSON
/// object to standard output; progress and messages to standard error.
final class Output {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--seed",
      paramLabel = "SEED",
      defaultValue = "0",
      description = "Seed of all randomness; same seed, same bytes. Default ${DEFAULT-VALUE}.")
  private long seed;

  @Option(names = "--json", description = "Print the run record as one JSON object, nothing else.")
  private boolean json;

  @Option(names = "--quiet", description = "No progress on standard error.")
  private boolean quiet;

  long seed() {
    return seed;
  }

  boolean json() {
    return json;
  }

  /// Progress for a person at a terminal.
  Progress progress() {
    return quiet ? Progress.NONE : new TerminalProgress(spec.commandLine().getErr());
  }

  /// A line of the result, for people.
  void print(String line) {
    if (!json) {
      out().println(line);
    }
  }

  /// The result, for programs.
  void printJson(String object) {
    if (json) {
      out().println(object);
    }
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  /// The directory asked for, or a fresh one below `runs`.
  static Path directory(Optional<Path> asked, String command) {
    return asked.orElseGet(() ->
        Path.of(
            "runs",
            command
                + "-"
                + DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").format(LocalDateTime.now())));
  }
}
