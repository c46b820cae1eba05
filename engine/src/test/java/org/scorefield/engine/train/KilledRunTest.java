package org.scorefield.engine.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scorefield.array.Shape;
import org.scorefield.data.Dataset;
import org.scorefield.data.file.SafeTensors;
import org.scorefield.engine.nn.Mlp;
import org.scorefield.random.Noise;

/// Kills a run in another process while it writes a checkpoint at every step.
@Tag("slow")
class KilledRunTest {
  @TempDir Path directory;

  private static Trainer trainer(int steps) {
    Shape shape = Shape.vector(2);
    TrainingSettings settings =
        TrainingSettings.DEFAULTS.withSteps(steps).withBatch(32).withIntervals(1, 100);
    return new Trainer(
        new Mlp(shape, 0, 256, 2, 8),
        Dataset.of("normal", "none", Noise.of(1, 64).normal(shape)),
        settings,
        7);
  }

  /// The program that is killed.
  static final class Victim {
    private Victim() {}

    public static void main(String[] arguments) {
      trainer(Integer.parseInt(arguments[1]))
          .run(Optional.of(Path.of(arguments[0])), TrainingWatch.NONE);
    }
  }

  /// Killed at the second checkpoint or later, at no particular moment of writing it. What is there
  /// is whole, and the run resumed from it ends as one that was never killed.
  @Test
  void aKilledRunLeavesAWholeCheckpointFromWhichItEndsWithTheSameBytes()
      throws IOException, InterruptedException {
    int steps = 400;
    Path whole = directory.resolve("whole.safetensors");
    trainer(steps).run(Optional.of(whole), TrainingWatch.NONE).orElseThrow();
    Path file = directory.resolve("run.safetensors");
    for (int kill = 1; kill <= 3; kill++) {
      Files.deleteIfExists(file);
      Process process = start(file, steps);
      while (!Files.exists(file) || step(file) < 10 * kill) {
        assertThat(process.isAlive()).isTrue();
      }
      process.destroyForcibly();
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(step(file)).isBetween(10 * kill, steps - 1);
      trainer(steps).resume(file, TrainingWatch.NONE).orElseThrow();
      assertThat(Files.readAllBytes(file)).isEqualTo(Files.readAllBytes(whole));
    }
  }

  private static int step(Path file) {
    return Integer.parseInt(SafeTensors.read(file).metadata().getOrDefault("step", "-1"));
  }

  private static Process start(Path file, int steps) throws IOException {
    return new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Victim.class.getName(),
                file.toString(),
                Integer.toString(steps)))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }
}
