package org.scorefield.engine.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.data.Dataset;
import org.scorefield.data.Labelled;
import org.scorefield.engine.nn.Mlp;
import org.scorefield.metric.DenoisingLoss;
import org.scorefield.metric.Estimate;
import org.scorefield.metric.HeldOut;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;
import org.scorefield.settings.Settings;

class TrainerTest {
  private static final Shape SHAPE = Shape.vector(2);
  private static final Mlp NETWORK = new Mlp(SHAPE, 0, 16, 1, 4);
  private static final TrainingSettings SETTINGS =
      TrainingSettings.DEFAULTS.withSteps(40).withBatch(32).withIntervals(10, 8);

  @TempDir Path directory;

  private static Dataset data(int rows) {
    return Dataset.of("normal", "none", Noise.of(1, rows).normal(SHAPE));
  }

  private static Trainer trainer(TrainingSettings settings) {
    return new Trainer(NETWORK, data(100), settings, 5);
  }

  @Test
  void theSameRunTwiceGivesTheSameBits() {
    float[] a =
        trainer(SETTINGS)
            .run(Optional.empty(), TrainingWatch.NONE)
            .orElseThrow()
            .last()
            .parameters();
    float[] b =
        trainer(SETTINGS)
            .run(Optional.empty(), TrainingWatch.NONE)
            .orElseThrow()
            .last()
            .parameters();
    assertThat(a).isEqualTo(b);
    assertThat(
            new Trainer(NETWORK, data(100), SETTINGS, 6)
                .run(Optional.empty(), TrainingWatch.NONE)
                .orElseThrow()
                .last()
                .parameters())
        .isNotEqualTo(a);
  }

  @Test
  void noBitDependsOnTheNumberOfThreads() throws Exception {
    Shape shape = Shape.image(1, 8, 8);
    Labelled data =
        Labelled.of(Dataset.of("normal", "none", Noise.of(1, 300).normal(shape)), new int[300], 2);
    TrainingSettings settings =
        SETTINGS
            .withSteps(6)
            .withBatch(300)
            .withClasses(true)
            .withAugmentation(0.2)
            .withLoss(SETTINGS.loss().withUncertainty(true));
    Mlp network = new Mlp(shape, Conditions.of(data, settings).size(), 130, 2, 4);
    List<float[]> ends = new ArrayList<>();
    for (int threads : new int[] {1, 2, 5}) {
      try (ForkJoinPool pool = new ForkJoinPool(threads)) {
        ends.add(
            pool.submit(() ->
                    new Trainer(network, data, settings, 5)
                        .run(Optional.empty(), TrainingWatch.NONE)
                        .orElseThrow()
                        .last()
                        .parameters())
                .get());
      }
    }
    assertThat(ends.get(1)).isEqualTo(ends.get(0));
    assertThat(ends.get(2)).isEqualTo(ends.get(0));
  }

  @Test
  void heldOutRowsChooseAmongTheParametersThatWereKept() {
    Trained trained =
        trainer(SETTINGS.withSteps(200)).run(Optional.empty(), TrainingWatch.NONE).orElseThrow();
    HeldOut heldOut =
        HeldOut.of(
            Dataset.of("fresh", "none", Noise.of(2, 200).normal(SHAPE)),
            HeldOut.logLevels(0.1, 10, 4),
            200,
            1,
            NoiseKey.of(3));
    Choice choice = Choice.of(trained, heldOut);
    assertThat(choice.scored())
        .extracting(s -> s.candidate().name())
        .containsExactly("last", "average 0.05", "average 0.1");
    double scale = trained.last().normaliser().scale();
    for (Choice.Scored scored : choice.scored()) {
      double mean =
          heldOut.curve(scored.candidate().network()).normalisedByLevel(scale * scale).stream()
              .mapToDouble(Estimate::value)
              .average()
              .orElseThrow();
      assertThat(scored.loss().value()).isCloseTo(mean, within(1e-12));
      assertThat(choice.best().loss().value()).isLessThanOrEqualTo(scored.loss().value());
    }
  }

  /// The loss is infinite once the parameters are: a rate of 1e30 does that in a step or two.
  @Test
  void aRunThatDivergesStopsAndKeepsTheLastGoodCheckpoint() {
    TrainingSettings wild =
        SETTINGS.withIntervals(1, 8).withOptimizer(SETTINGS.optimizer().withLearningRate(1e30));
    Path file = directory.resolve("run.safetensors");
    TrainingOutcome outcome = trainer(wild).run(Optional.of(file), TrainingWatch.NONE);
    assertThat(outcome).isInstanceOf(TrainingOutcome.Diverged.class);
    TrainingOutcome.Diverged diverged = (TrainingOutcome.Diverged) outcome;
    assertThat(diverged.checkpoint()).contains(file);
    assertThat(diverged.sigma()).isPositive().isFinite();
    assertThat(diverged.message())
        .contains(
            "step " + diverged.step(), "sigma = " + diverged.sigma(), "lower the learning rate")
        .contains(file.toString());
    // Resumed, it goes to the same end: the file holds the state before the step that failed.
    assertThat(trainer(wild).resume(file, TrainingWatch.NONE)).isEqualTo(diverged);
  }

  /// Parameters overflow in the very step, which is the last: no result is made of them.
  @Test
  void aStateThatOverflowedIsNeitherKeptNorAResult() {
    OptimizerSettings vast = SETTINGS.optimizer().withLearningRate(1e300);
    TrainingSettings wild = SETTINGS.withSteps(1).withOptimizer(vast);
    Path file = directory.resolve("run.safetensors");
    TrainingOutcome outcome = trainer(wild).run(Optional.of(file), TrainingWatch.NONE);
    assertThat(outcome).isInstanceOf(TrainingOutcome.Diverged.class);
    assertThat(((TrainingOutcome.Diverged) outcome).checkpoint()).isEmpty();
    assertThat(file).doesNotExist();
  }

  @Test
  void metricsComeAtTheirIntervalsAsLinesOfJson() {
    List<Metrics> lines = new ArrayList<>();
    long[] clock = {0};
    trainer(SETTINGS)
        .run(
            Optional.empty(),
            new TrainingWatch(
                org.scorefield.experiment.Progress.NONE,
                lines::add,
                () -> clock[0] += 2_000_000_000L));
    assertThat(lines).extracting(Metrics::step).containsExactly(8, 16, 24, 32, 40);
    Metrics first = lines.getFirst();
    assertThat(first.rowsPerSecond()).isCloseTo(8 * 32 / 2.0, within(1e-9));
    assertThat(first.levels().stream().mapToInt(Metrics.Level::rows).sum()).isEqualTo(8 * 32);
    assertThat(first.loss()).isCloseTo(first.normalisedLoss(), within(1e-5));
    assertThat(first.json()).startsWith("{\"step\": 8, \"loss\": ").doesNotContain("\n");
    assertThat(Settings.parse("line", first.json(), Metrics.class)).isEqualTo(first);
  }

  /// After the first step an average is the parameters; after the second it has kept its share.
  @Test
  void averagesFollowTheStepsFromTheFirst() {
    List<Trained> taken = new ArrayList<>();
    trainer(SETTINGS.withSteps(2))
        .run(
            Optional.empty(),
            TrainingWatch.NONE.with(new TrainingWatch.Snapshots(_ -> true, taken::add)));
    float[] first = taken.get(0).last().parameters();
    float[] second = taken.get(1).last().parameters();
    for (int a = 1; a <= 2; a++) {
      double kept = new Averaging(SETTINGS.averages().get(a - 1)).kept(2);
      assertThat(taken.get(0).candidates().get(a).network().parameters()).isEqualTo(first);
      float[] average = taken.get(1).candidates().get(a).network().parameters();
      for (int i = 0; i < average.length; i++) {
        assertThat((double) average[i])
            .isCloseTo(kept * first[i] + (1 - kept) * second[i], within(1e-6));
      }
    }
  }

  @Test
  void snapshotsAreCopiesTakenOnTheWay() {
    List<Trained> taken = new ArrayList<>();
    Trained end =
        trainer(SETTINGS)
            .run(
                Optional.empty(),
                TrainingWatch.NONE.with(
                    new TrainingWatch.Snapshots(step -> step % 20 == 0, taken::add)))
            .orElseThrow();
    assertThat(taken).extracting(Trained::steps).containsExactly(20, 40);
    assertThat(taken.get(0).last().parameters()).isNotEqualTo(end.last().parameters());
    assertThat(taken.get(1).last().parameters()).isEqualTo(end.last().parameters());
  }

  /// A class-conditional network knows where each class is.
  @Test
  void aNetworkToldTheClassDenoisesTowardsIt() {
    double[] values = Noise.of(1, 400).normal(SHAPE).toArray();
    int[] labels = new int[400];
    for (int i = 0; i < 400; i++) {
      labels[i] = i % 2;
      values[2 * i] += labels[i] == 0 ? -5 : 5;
    }
    Labelled data = Labelled.of(Dataset.of("two", "none", Batch.adopt(SHAPE, values)), labels, 2);
    TrainingSettings settings =
        TrainingSettings.DEFAULTS.withSteps(600).withBatch(64).withClasses(true);
    TrainedNetwork network =
        new Trainer(new Mlp(SHAPE, 2, 32, 2, 8), data, settings, 1)
            .run(Optional.empty(), TrainingWatch.NONE)
            .orElseThrow()
            .last();
    assertThat(network.classes()).isEqualTo(2);
    for (int wrong : new int[] {-1, 2}) {
      assertThatThrownBy(() -> network.given(wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContainingAll("the classes 0 to 1", "got " + wrong);
    }
    Batch far = Noise.of(3, 200).normal(SHAPE).times(20);
    assertThat(mean(network.given(0).denoise(far, 20))).isCloseTo(-5, within(1.0));
    assertThat(mean(network.given(1).denoise(far, 20))).isCloseTo(5, within(1.0));
    DenoisingLoss loss = new DenoisingLoss(400);
    double without = loss.measure(network, data, 10, Noise.of(9, 400)).value();
    assertThat(without).isLessThan(25);
  }

  private static double mean(Batch batch) {
    double sum = 0;
    for (int i = 0; i < batch.count(); i++) {
      sum += batch.get(i, 0) / batch.count();
    }
    return sum;
  }

  @Test
  void whatDoesNotGoTogetherIsRefused() {
    assertThatThrownBy(() -> trainer(SETTINGS.withBatch(101)))
        .hasMessageContainingAll("batch of 101", "100 rows", "at most 100");
    assertThatThrownBy(() -> trainer(SETTINGS.withClasses(true)))
        .hasMessageContainingAll("normal has no classes", "give each row a label");
    assertThatThrownBy(() -> new Trainer(new Mlp(SHAPE, 3, 8, 1, 4), data(100), SETTINGS, 1))
        .hasMessageContainingAll("3 conditioning inputs", "need 0");
    assertThatThrownBy(
            () -> new Trainer(new Mlp(Shape.vector(3), 0, 8, 1, 4), data(100), SETTINGS, 1))
        .hasMessageContainingAll("shape 3", "shape 2");
    assertThatThrownBy(() -> trainer(SETTINGS.withAugmentation(0.1)))
        .hasMessageContainingAll("pictures", "set its probability to 0");
  }

  @Test
  void aNetworkWithoutClassesIsGivenNone() {
    TrainedNetwork network =
        trainer(SETTINGS.withSteps(1))
            .run(Optional.empty(), TrainingWatch.NONE)
            .orElseThrow()
            .last();
    assertThatThrownBy(() -> network.given(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("knows no classes", "classes set to true");
  }

  @Test
  void dataThatCannotBeLearnedAreRefused() {
    double[] values = Noise.of(1, 100).normal(SHAPE).toArray();
    values[77] = Double.NaN;
    Dataset broken = Dataset.of("broken", "none", Batch.adopt(SHAPE, values));
    assertThatThrownBy(() -> new Trainer(NETWORK, broken, SETTINGS, 1))
        .hasMessageContainingAll("broken", "NaN");
    Dataset same = Dataset.of("same", "none", Batch.zeros(SHAPE, 100));
    assertThatThrownBy(() -> new Trainer(NETWORK, same, SETTINGS, 1))
        .hasMessageContainingAll("rows of same are the same");
  }
}
