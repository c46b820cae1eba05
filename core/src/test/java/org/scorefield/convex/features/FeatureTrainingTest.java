package org.scorefield.convex.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.scorefield.analytic.Empirical;
import org.scorefield.analytic.GaussianMixture;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.convex.VectorFunction;
import org.scorefield.data.Dataset;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;

class FeatureTrainingTest {
  private static final Vector LEVELS = Vector.of(4, 1, 0.4);
  private static final NoiseKey KEY = NoiseKey.of(12);

  /// Four modes of variance 0.1 at (+-1.5, +-1.5).
  private static GaussianMixture modes() {
    return GaussianMixture.isotropic(
        Batch.copyOf(Shape.vector(2), new double[] {-1.5, -1.5, -1.5, 1.5, 1.5, -1.5, 1.5, 1.5}),
        0.1);
  }

  private static Batch sample(int n, String name) {
    return modes().sample(new Noise(KEY.child(name), 0, n));
  }

  private static RandomFeatureDiffusion fit(FeaturePlan plan, FeatureWatch watch) {
    Batch rows = sample(400, "train");
    Empirical reference = Empirical.of(Dataset.of("rows", "1", rows.slice(0, 200)));
    return FeatureTraining.fit(rows, sample(200, "held"), LEVELS, plan, reference, KEY, watch);
  }

  private static FeaturePlan plan(int features, FeatureDensity density, FeatureActivation act) {
    return new FeaturePlan(4, features, density, act, 3, 200, FeaturePlan.RIDGES);
  }

  @ParameterizedTest
  @EnumSource(FeatureDensity.class)
  void everyDensityFitsEachLevel(FeatureDensity density) {
    RandomFeatureDiffusion fit = fit(plan(40, density, FeatureActivation.RELU), FeatureWatch.NONE);
    assertThat(fit.model().levels()).isEqualTo(LEVELS);
    assertThat(fit.levels()).hasSize(3);
    FeatureLevel middle = fit.levels().get(1);
    assertThat(middle.sigma()).isEqualTo(1);
    assertThat(middle.fit().function().map().count()).isEqualTo(40);
    assertThat(middle.fit().best().loss())
        .isLessThan(middle.linearLoss() - 3 * middle.linearError());
  }

  /// Relative error of the score over fresh noisy rows: below that of the linear model by far.
  @ParameterizedTest
  @EnumSource(FeatureActivation.class)
  void scoreIsCloseToTheTrueOne(FeatureActivation activation) {
    double error = error(fit(plan(100, FeatureDensity.MIXTURE, activation), FeatureWatch.NONE));
    double linear = error(fit(plan(0, FeatureDensity.MIXTURE, activation), FeatureWatch.NONE));
    assertThat(error).isLessThan(0.25);
    assertThat(linear).isGreaterThan(0.5);
  }

  private static double error(RandomFeatureDiffusion fit) {
    Batch x =
        sample(1000, "fresh").plus(new Noise(KEY.child("n"), 0, 1000).normal(Shape.vector(2)));
    double[] truth = modes().score(x, 1).shared();
    double[] found = fit.model().score(x, 1).shared();
    double error = 0;
    double size = 0;
    for (int k = 0; k < truth.length; k++) {
      error += (found[k] - truth[k]) * (found[k] - truth[k]);
      size += truth[k] * truth[k];
    }
    return Math.sqrt(error / size);
  }

  /// Rows that are noises of one clean row are on one side of the split: a held-out loss that knew
  /// the training rows would reward memorising them, and choose the least ridge of all.
  @Test
  void heldOutLossIsThatOfOtherRows() {
    Vector low = Vector.of(0.05);
    FeaturePlan plan =
        new FeaturePlan(
            1, 150, FeatureDensity.MIXTURE, FeatureActivation.RELU, 3, 200, Vector.of(1e-6, 1));
    Batch few = sample(40, "train");
    Empirical reference = Empirical.of(Dataset.of("rows", "1", few));
    RandomFeatureFit fresh =
        FeatureTraining.fit(few, sample(200, "held"), low, plan, reference, KEY, FeatureWatch.NONE)
            .levels()
            .getFirst()
            .fit();
    assertThat(fresh.best().ridge()).isEqualTo(1);
  }

  @Test
  void theSameKeyGivesTheSameModelWhateverRunsBesideIt() {
    FeaturePlan plan = plan(30, FeatureDensity.MIXTURE, FeatureActivation.SOFTPLUS);
    List<VectorFunction> first = fit(plan, FeatureWatch.NONE).model().functions();
    assertThat(fit(plan, FeatureWatch.NONE).model().functions()).isEqualTo(first);
    Batch rows = sample(400, "train");
    Empirical reference = Empirical.of(Dataset.of("rows", "1", rows.slice(0, 200)));
    RandomFeatureDiffusion alone =
        FeatureTraining.fit(
            rows, sample(200, "held"), Vector.of(4), plan, reference, KEY, FeatureWatch.NONE);
    assertThat(alone.model().functions().getFirst()).isEqualTo(first.getFirst());
  }

  @Test
  void watchSeesEveryLevelAndCancels() {
    java.util.Queue<Double> seen = new java.util.concurrent.ConcurrentLinkedQueue<>();
    fit(plan(5, FeatureDensity.UNIFORM, FeatureActivation.RELU), level -> seen.add(level.sigma()));
    assertThat(seen).containsExactlyInAnyOrder(4.0, 1.0, 0.4);
    FeatureWatch never =
        new FeatureWatch() {
          @Override
          public void fitted(FeatureLevel level) {}

          @Override
          public boolean cancelled() {
            return true;
          }
        };
    assertThatThrownBy(() -> fit(FeaturePlan.DEFAULT, never))
        .isInstanceOf(CancellationException.class);
  }

  @Test
  void refusesRowsAndLevelsThatAreNone() {
    Batch rows = sample(10, "train");
    Empirical reference = Empirical.of(Dataset.of("rows", "1", rows));
    FeaturePlan plan = plan(5, FeatureDensity.UNIFORM, FeatureActivation.RELU);
    assertThatThrownBy(() ->
            FeatureTraining.fit(
                rows, rows, Vector.of(1, 2), plan, reference, KEY, FeatureWatch.NONE))
        .hasMessageContaining("levels must fall");
    assertThatThrownBy(() ->
            FeatureTraining.fit(
                rows, rows.slice(0, 1), LEVELS, plan, reference, KEY, FeatureWatch.NONE))
        .hasMessageContaining("at least 2 rows");
    double[] hole = rows.toArray();
    hole[7] = Double.NaN;
    assertThatThrownBy(() ->
            FeatureTraining.fit(
                Batch.adopt(rows.shape(), hole),
                rows,
                LEVELS,
                plan,
                reference,
                KEY,
                FeatureWatch.NONE))
        .hasMessageContaining("row 3 holds a NaN");
  }
}
