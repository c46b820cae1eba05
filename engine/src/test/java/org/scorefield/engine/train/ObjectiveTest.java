package org.scorefield.engine.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.data.Dataset;
import org.scorefield.data.Labelled;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;
import org.scorefield.schedule.BalancedWeighting;
import org.scorefield.schedule.LogBins;

/// What a step of training sees.
class ObjectiveTest {
  private static final int ROWS = 64;
  private static final int CLASSES = 4;
  private static final int BATCH = 32;
  private static final Shape SHAPE = Shape.vector(2);

  /// From 0.01 to 100 standard deviations of the data: it is written for data of deviation 0.5.
  private static final String LEVELS = "log-uniform:0.005:50";

  private static final TrainingSettings SETTINGS =
      TrainingSettings.DEFAULTS
          .withBatch(BATCH)
          .withClasses(true)
          .withLoss(LossSettings.DEFAULTS.withLevels(LEVELS));

  /// Row i is (i, -i), of class i mod 4.
  private static Labelled data() {
    double[] values = new double[2 * ROWS];
    for (int i = 0; i < ROWS; i++) {
      values[2 * i] = i;
      values[2 * i + 1] = -i;
    }
    int[] labels = IntStream.range(0, ROWS).map(i -> i % CLASSES).toArray();
    return Labelled.of(Dataset.of("lined", "none", Batch.adopt(SHAPE, values)), labels, CLASSES);
  }

  private static Normaliser normaliser() {
    return Normaliser.measure(data(), Normaliser.Scope.ALL);
  }

  private static Objective objective(TrainingSettings settings) {
    return new Objective(data(), settings, normaliser(), Optional.empty(), NoiseKey.of(3));
  }

  private static TrainingState start(
      Optional<BalancedWeighting> balanced, Optional<Uncertainty> uncertainty) {
    return TrainingState.start(new float[1], 0, balanced, uncertainty);
  }

  private static List<NoisyBatch> steps(TrainingSettings settings, int count) {
    Objective objective = objective(settings);
    TrainingState state = start(Optional.empty(), Optional.empty());
    List<NoisyBatch> batches = new ArrayList<>();
    for (int step = 0; step < count; step++) {
      batches.add(objective.next(state));
      state.stepDone();
    }
    return batches;
  }

  /// At levels far below the distance of rows they can be told from their noisy selves.
  @Test
  void anEpochHasEveryRowOnceAndTellsItsClass() {
    LossSettings clean = SETTINGS.loss().withLevels("log-uniform:0.0001:0.0002");
    TrainingSettings settings =
        new TrainingSettings(
            2, BATCH, 2, SETTINGS.optimizer(), clean, true, 0, 0, List.of(), 10, 10);
    Normaliser normaliser = normaliser();
    List<Integer> seen = new ArrayList<>();
    for (NoisyBatch batch : steps(settings, ROWS / BATCH)) {
      for (int i = 0; i < BATCH; i++) {
        double x = batch.rows().x()[2 * i] * normaliser.scale() + normaliser.mean().first();
        int row = (int) Math.round(x);
        float[] told = new float[CLASSES];
        told[row % CLASSES] = 1;
        assertThat(Arrays.copyOfRange(batch.rows().condition(), i * CLASSES, (i + 1) * CLASSES))
            .isEqualTo(told);
        seen.add(row);
      }
    }
    assertThat(seen).containsExactlyInAnyOrderElementsOf(IntStream.range(0, ROWS).boxed().toList());
  }

  /// Which rows are not told of has nothing to do with their level.
  @Test
  void classesAreLeftOutAsOftenAsAskedAtAllLevelsAlike() {
    TrainingSettings settings =
        new TrainingSettings(
            200,
            BATCH,
            2,
            SETTINGS.optimizer(),
            new LossSettings(
                Parametrisation.EDM, LEVELS, "edm", false, false, Normaliser.Scope.ALL, false),
            true,
            0.25,
            0,
            List.of(),
            10,
            10);
    double scale = normaliser().scale();
    int untold = 0;
    double levels = 0;
    for (NoisyBatch batch : steps(settings, 200)) {
      for (int i = 0; i < BATCH; i++) {
        float[] row = Arrays.copyOfRange(batch.rows().condition(), i * 4, i * 4 + 4);
        if (Arrays.equals(row, new float[CLASSES])) {
          untold++;
          levels += Math.log10(batch.sigmas()[i] / scale);
        }
      }
    }
    // Standard errors: 0.0054 of the share; levels are uniform on [-2, 2], so 1.155/40.
    assertThat(untold / (200.0 * BATCH)).isCloseTo(0.25, within(0.022));
    assertThat(levels / untold).isCloseTo(0, within(0.12));
  }

  @Test
  void levelsAreSpreadEvenlyAndNewInEachStep() {
    double scale = normaliser().scale();
    List<NoisyBatch> batches = steps(SETTINGS, 2);
    for (NoisyBatch batch : batches) {
      double[] sigmas = batch.sigmas().clone();
      Arrays.sort(sigmas);
      for (int i = 0; i < BATCH; i++) {
        double place = BATCH * (Math.log10(sigmas[i] / scale) + 2) / 4;
        assertThat(place).isBetween(i - 1e-9, i + 1 + 1e-9);
      }
    }
    assertThat(batches.get(0).sigmas()).isNotEqualTo(batches.get(1).sigmas());
  }

  @Test
  void noiseAndClassesLeftOutAndAugmentationAreNewInEachStep() {
    // The target of a prediction of the noise is the noise.
    TrainingSettings settings =
        SETTINGS.withLoss(SETTINGS.loss().withPrediction(Parametrisation.EPSILON));
    List<NoisyBatch> noises = steps(settings, 2);
    assertThat(noises.get(0).rows().target()).isNotEqualTo(noises.get(1).rows().target());
    assertThat(untold(noises.get(0))).isNotEqualTo(untold(noises.get(1)));
    assertThat(steps(settings, 2).get(1).rows().target()).isEqualTo(noises.get(1).rows().target());
    Shape picture = Shape.image(1, 8, 8);
    Dataset pictures = Dataset.of("pictures", "none", Noise.of(1, ROWS).normal(picture));
    TrainingSettings augmented = SETTINGS.withClasses(false).withAugmentation(0.5);
    Objective objective =
        new Objective(
            pictures,
            augmented,
            Normaliser.measure(pictures, Normaliser.Scope.ALL),
            Optional.empty(),
            NoiseKey.of(3));
    TrainingState state = start(Optional.empty(), Optional.empty());
    float[] first = objective.next(state).rows().condition();
    state.stepDone();
    assertThat(objective.next(state).rows().condition()).isNotEqualTo(first);
  }

  private static List<Integer> untold(NoisyBatch batch) {
    return IntStream.range(0, BATCH)
        .filter(i ->
            Arrays.equals(
                Arrays.copyOfRange(batch.rows().condition(), i * 4, i * 4 + 4), new float[4]))
        .boxed()
        .toList();
  }

  /// The same total weighting, once by how often levels are drawn and once by how much they count:
  /// the mean over levels of weight times `sigma^2` in each bin is that of its share.
  @Test
  void balancedLevelsAndBalancedWeightsWeighEachBinAlike() {
    LogBins bins = new LogBins(0.01, 100, 4);
    Vector betas = Vector.of(0.1, 0.2, 0.3, 0.4);
    Vector zeros = Vector.of(0, 0, 0, 0);
    BalancedWeighting weighting = new BalancedWeighting(bins, 1000, zeros, zeros, betas);
    LossSettings weights =
        SETTINGS.loss().withPrediction(Parametrisation.X0).withWeighting("balanced:0.01:100:4");
    double scale = normaliser().scale();
    for (LossSettings loss : List.of(weights, weights.withLevels(LossSettings.ADAPTIVE))) {
      Objective objective = objective(SETTINGS.withBatch(ROWS).withLoss(loss));
      NoisyBatch batch = objective.next(start(Optional.of(weighting), Optional.empty()));
      double[] totals = new double[4];
      double all = 0;
      for (int i = 0; i < ROWS; i++) {
        double s = batch.sigmas()[i] / scale;
        double total = batch.rows().weight()[i] * s * s;
        totals[bins.of(s)] += total;
        all += total;
      }
      for (int b = 0; b < 4; b++) {
        // Stratified draws: a bin has its share but for one draw of 64.
        assertThat(totals[b] / all)
            .as("%s, bin %d", loss.levels(), b)
            .isCloseTo(betas.get(b), within(0.03));
      }
    }
  }

  /// `exp(u)` divides; u of the constant feature alone is `a_0 sqrt(2)`.
  @Test
  void aLearnedUncertaintyDividesTheWeights() {
    Uncertainty none = Uncertainty.start(NoiseKey.of(1));
    double[] a = new double[none.weights().size()];
    a[0] = 0.7;
    Uncertainty some = none.with(Vector.adopt(a), none.mean(), none.square());
    Objective objective = objective(SETTINGS.withLoss(SETTINGS.loss().withUncertainty(true)));
    float[] plain = objective.next(start(Optional.empty(), Optional.of(none))).rows().weight();
    float[] weighed = objective.next(start(Optional.empty(), Optional.of(some))).rows().weight();
    for (int i = 0; i < BATCH; i++) {
      assertThat((double) weighed[i] / plain[i])
          .isCloseTo(Math.exp(-0.7 * Math.sqrt(2)), within(1e-6));
    }
  }
}
