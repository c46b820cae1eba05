package org.scorefield.app.cli;

import java.nio.charset.StandardCharsets;
import org.scorefield.experiment.Json;
import org.scorefield.experiment.RunDirectory;
import org.scorefield.experiment.RunRecord;

/// The end of every command that writes a run directory.
final class Finish {
  private Finish() {}

  /// Ends the command with exit code 1, and its record on standard output if that was asked for, if
  /// the run did not complete.
  static void requireCompleted(RunRecord record, Output output) {
    if (!record.completed()) {
      output.printJson(Json.of(record));
      throw new RunFailed(record.outcome() + "; nothing was written");
    }
  }

  /// Writes `run.json` and moves the directory into place; the record with its list of files.
  static RunRecord commit(RunRecord record, RunDirectory directory) {
    directory.write("run.json", new byte[0]);
    RunRecord whole = record.withFiles(directory.files());
    directory.write("run.json", bytes(Json.of(whole)));
    directory.commit();
    return whole;
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
