package org.scorefield.engine.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.scorefield.array.Shape;
import org.scorefield.data.DataException;
import org.scorefield.data.Dataset;
import org.scorefield.data.Labelled;
import org.scorefield.engine.nn.Mlp;
import org.scorefield.engine.nn.Network;
import org.scorefield.experiment.Progress;
import org.scorefield.random.Noise;

class ResumeTest {
  private static final Shape SHAPE = Shape.vector(3);
  private static final TrainingSettings SETTINGS =
      TrainingSettings.DEFAULTS.withSteps(20).withBatch(32).withIntervals(7, 5);

  @TempDir Path directory;

  private static Labelled data(long seed) {
    Dataset rows = Dataset.of("normal", "none", Noise.of(seed, 50).normal(SHAPE));
    int[] labels = new int[50];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = i % 2;
    }
    return Labelled.of(rows, labels, 2);
  }

  private static Network network(TrainingSettings settings) {
    return new Mlp(SHAPE, settings.classes() ? 2 : 0, 8, 1, 4);
  }

  private static Trainer trainer(TrainingSettings settings) {
    return new Trainer(network(settings), data(1), settings, 5);
  }

  /// Says that it is cancelled after some steps.
  private static TrainingWatch stoppingAfter(int steps) {
    return new TrainingWatch(new Stop(steps), _ -> {}, () -> 0);
  }

  private static final class Stop implements Progress {
    private final int after;
    private long done;

    Stop(int after) {
      this.after = after;
    }

    @Override
    public void begin(String what, long total) {}

    @Override
    public void advance(long steps) {
      done += steps;
    }

    @Override
    public void say(String message) {}

    @Override
    public boolean cancelled() {
      return done >= after;
    }
  }

  static Stream<TrainingSettings> kindsOfState() {
    LossSettings loss = LossSettings.DEFAULTS;
    LossSettings balanced = loss.withLevels("log-uniform").withWeighting("balanced");
    return Stream.of(
        SETTINGS,
        SETTINGS.withClasses(true),
        SETTINGS.withLoss(balanced),
        SETTINGS.withLoss(balanced.withLevels(LossSettings.ADAPTIVE)),
        SETTINGS.withLoss(loss.withUncertainty(true)));
  }

  @ParameterizedTest
  @MethodSource("kindsOfState")
  void aResumedRunEndsWithTheBytesOfOneThatWasNotInterrupted(TrainingSettings settings)
      throws IOException {
    Path whole = directory.resolve("whole.safetensors");
    Path parts = directory.resolve("parts.safetensors");
    Trained at = trainer(settings).run(Optional.of(whole), TrainingWatch.NONE).orElseThrow();
    TrainingOutcome stopped = trainer(settings).run(Optional.of(parts), stoppingAfter(9));
    assertThat(stopped).isEqualTo(new TrainingOutcome.Cancelled(9, Optional.of(parts)));
    stopped = trainer(settings).resume(parts, stoppingAfter(4));
    assertThat(stopped).isEqualTo(new TrainingOutcome.Cancelled(13, Optional.of(parts)));
    Trained to = trainer(settings).resume(parts, TrainingWatch.NONE).orElseThrow();
    assertThat(Files.readAllBytes(parts)).isEqualTo(Files.readAllBytes(whole));
    assertThat(to.last().parameters()).isEqualTo(at.last().parameters());
  }

  @Test
  void aFinishedRunResumesToItsResult() {
    Path file = directory.resolve("done.safetensors");
    Trained first = trainer(SETTINGS).run(Optional.of(file), TrainingWatch.NONE).orElseThrow();
    Trained again = trainer(SETTINGS).resume(file, TrainingWatch.NONE).orElseThrow();
    assertThat(again.last().parameters()).isEqualTo(first.last().parameters());
    assertThat(again.steps()).isEqualTo(20);
  }

  @Test
  void anInterruptedThreadStillWritesItsCheckpointAndStaysInterrupted() {
    Path file = directory.resolve("interrupted.safetensors");
    Thread.currentThread().interrupt();
    TrainingOutcome outcome = trainer(SETTINGS).run(Optional.of(file), TrainingWatch.NONE);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(outcome).isEqualTo(new TrainingOutcome.Cancelled(0, Optional.of(file)));
    assertThat(file).exists();
  }

  /// The parameters overflowed in the step before the user asked to stop.
  @Test
  void aStateThatOverflowedIsNotKeptWhenTheRunIsCancelled() {
    TrainingSettings wild = SETTINGS.withOptimizer(SETTINGS.optimizer().withLearningRate(1e300));
    Path file = directory.resolve("overflowed.safetensors");
    assertThat(trainer(wild).run(Optional.of(file), stoppingAfter(1)))
        .isEqualTo(new TrainingOutcome.Cancelled(1, Optional.empty()));
    assertThat(file).doesNotExist();
  }

  /// Before it has come to a checkpoint of its own.
  @Test
  void aResumedRunThatDivergesNamesTheCheckpointItBeganAt() {
    TrainingSettings wild =
        SETTINGS.withIntervals(1000, 5).withOptimizer(SETTINGS.optimizer().withLearningRate(1e30));
    Path file = directory.resolve("wild.safetensors");
    assertThat(trainer(wild).run(Optional.of(file), stoppingAfter(1)))
        .isEqualTo(new TrainingOutcome.Cancelled(1, Optional.of(file)));
    assertThat(trainer(wild).resume(file, TrainingWatch.NONE))
        .isInstanceOfSatisfying(
            TrainingOutcome.Diverged.class,
            diverged -> assertThat(diverged.checkpoint()).contains(file));
  }

  private void requireRefused(Trainer other, String... parts) {
    Path file = directory.resolve("run.safetensors");
    trainer(SETTINGS).run(Optional.of(file), stoppingAfter(3));
    assertThatThrownBy(() -> other.resume(file, TrainingWatch.NONE))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll(parts)
        .hasMessageContaining("another run");
  }

  private static Trainer with(UnaryOperator<TrainingSettings> change) {
    return trainer(change.apply(SETTINGS));
  }

  @Test
  void otherSettingsAreRefusedByName() {
    requireRefused(with(s -> s.withSteps(30)), "settings", "'steps: 20' there", "'steps: 30' here");
    requireRefused(
        with(s -> s.withOptimizer(s.optimizer().withLearningRate(0.5))), "learning_rate: 0.5");
    requireRefused(with(s -> s.withLoss(s.loss().withWeighting("min-snr"))), "weighting: min-snr");
  }

  @Test
  void anotherArchitectureIsRefused() {
    requireRefused(
        new Trainer(new Mlp(SHAPE, 0, 9, 1, 4), data(1), SETTINGS, 5),
        "architecture",
        "\"width\": 8",
        "\"width\": 9");
  }

  @Test
  void otherDataAndAnotherSeedAreRefused() {
    requireRefused(new Trainer(network(SETTINGS), data(2), SETTINGS, 5), "data_hash");
    requireRefused(new Trainer(network(SETTINGS), data(1), SETTINGS, 6), "seed", "'5'", "'6'");
  }

  @Test
  void otherLabelsAreRefusedWhereTheNetworkIsToldThem() {
    TrainingSettings told = SETTINGS.withClasses(true);
    Path file = directory.resolve("told.safetensors");
    trainer(told).run(Optional.of(file), stoppingAfter(3));
    Labelled other = Labelled.of(data(1), new int[50], 2);
    assertThatThrownBy(
            () -> new Trainer(network(told), other, told, 5).resume(file, TrainingWatch.NONE))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("another run", "labels_hash");
  }

  @Test
  void filesThatAreNoCheckpointsAreRefused() throws IOException {
    Path file = directory.resolve("model.safetensors");
    TrainedNetworks.tensors(
            trainer(SETTINGS).run(Optional.empty(), TrainingWatch.NONE).orElseThrow().last(), "")
        .write(file);
    assertThatThrownBy(() -> trainer(SETTINGS).resume(file, TrainingWatch.NONE))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("is not a checkpoint");
    Path missing = directory.resolve("missing.safetensors");
    assertThatThrownBy(() -> trainer(SETTINGS).resume(missing, TrainingWatch.NONE))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("no such file");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.2, 0.6, 0.999})
  void aTruncatedCheckpointIsRefused(double share) throws IOException {
    Path file = directory.resolve("run.safetensors");
    trainer(SETTINGS).run(Optional.of(file), stoppingAfter(3));
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, java.util.Arrays.copyOf(bytes, (int) (share * bytes.length)));
    assertThatThrownBy(() -> trainer(SETTINGS).resume(file, TrainingWatch.NONE))
        .isInstanceOf(DataException.class);
  }

  /// The target cannot be replaced, as on a full disk: the run says so and the file before it
  /// stays.
  @Test
  void aCheckpointThatCannotBeWrittenStopsTheRunAndLeavesTheLastOne() throws IOException {
    Path locked = Files.createDirectory(directory.resolve("locked"));
    Path file = locked.resolve("run.safetensors");
    trainer(SETTINGS).run(Optional.of(file), stoppingAfter(3));
    byte[] before = Files.readAllBytes(file);
    // Beside a file of the same name as its directory nothing can be made.
    Path nowhere = file.resolve("run.safetensors");
    assertThatThrownBy(() -> trainer(SETTINGS).run(Optional.of(nowhere), TrainingWatch.NONE))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("cannot be written")
        .hasMessageContaining("disk is not full");
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
    try (Stream<Path> left = Files.list(locked)) {
      assertThat(left.toList()).isEqualTo(List.of(file));
    }
  }
}
