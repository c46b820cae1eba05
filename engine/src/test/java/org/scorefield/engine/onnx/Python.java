package org.scorefield.engine.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// The Python of the machine, or the one that the environment names in `SCOREFIELD_PYTHON`.
record Python(String command) {
  static Python found() {
    String named = System.getenv("SCOREFIELD_PYTHON");
    return new Python(named == null ? "python3" : named);
  }

  /// Runs a script in a folder. The test is skipped where Python or a module is missing.
  void run(String script, Path folder, String... modules) throws IOException, InterruptedException {
    String needed = String.join(", ", modules);
    assumeTrue(
        works("import " + needed, folder),
        command + " has not all of " + needed + "; SCOREFIELD_PYTHON may name one that has");
    Path file = folder.resolve("script.py");
    Files.writeString(file, script);
    Path output = folder.resolve("output.txt");
    int code = start(output, folder, command, file.toString());
    assertThat(code).as(Files.readString(output, StandardCharsets.UTF_8)).isZero();
  }

  private boolean works(String line, Path folder) throws InterruptedException {
    try {
      return start(folder.resolve("import.txt"), folder, command, "-c", line) == 0;
    } catch (IOException _) {
      return false; // there is no such command
    }
  }

  private static int start(Path output, Path folder, String... command)
      throws IOException, InterruptedException {
    return new ProcessBuilder(command)
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .redirectOutput(output.toFile())
        .start()
        .waitFor();
  }
}
