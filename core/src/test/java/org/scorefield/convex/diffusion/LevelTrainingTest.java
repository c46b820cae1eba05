package org.scorefield.convex.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.scorefield.analytic.Gaussian;
import org.scorefield.analytic.GaussianMixture;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.convex.Activation;
import org.scorefield.convex.AffinePart;
import org.scorefield.convex.Certificate;
import org.scorefield.convex.gated.GatedPenalty;
import org.scorefield.convex.gated.GatedScore;
import org.scorefield.convex.line.LineScore;
import org.scorefield.convex.diffusion.ConvexPlan.Placement;
import org.scorefield.linalg.Matrix;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;

class LevelTrainingTest {
  private static final NoiseKey KEY = NoiseKey.of(11);
  private static final Vector LEVELS = Vector.of(2, 0.7, 0.2);

  private static ConvexPlan plan(Placement placement, int betas, double fraction) {
    return new ConvexPlan(
        4,
        20,
        placement,
        Activation.RELU,
        GatedPenalty.NUCLEAR,
        AffinePart.SKIP_AND_BIAS,
        betas,
        fraction,
        1e-3,
        500);
  }

  private static ConvexDiffusion fit(Batch rows, ConvexPlan plan) {
    Batch heldOut = rows.slice(0, rows.count() / 3);
    Batch train = rows.slice(rows.count() / 3, rows.count() - rows.count() / 3);
    return LevelTraining.fit(train, heldOut, LEVELS, plan, KEY, DiffusionWatch.NONE);
  }

  private static Batch fourModes(int n) {
    return FourModes.TRUTH.sample(Noise.of(3, n));
  }

  /// The Gaussian's denoiser is affine, so gates that are shut lose nothing, and least squares on
  /// many noisy rows finds it.
  @Test
  void withGatesShutGaussianDataGiveTheDenoiserOfTheGaussian() {
    Gaussian law =
        Gaussian.of(
            Shape.vector(2), Vector.of(1, -2), Matrix.adopt(2, 2, new double[] {2, 0.8, 0.8, 0.5}));
    ConvexDiffusion fit =
        fit(law.sample(Noise.of(8, 30_000)), plan(Placement.THROUGH_DATA, 1, 1 - 1e-9));

    for (double sigma : LEVELS.shared()) {
      Batch x = law.noisy(Noise.of(9, 500).normal(law.shape()), sigma);
      double[] off = fit.model().denoise(x, sigma).minus(law.denoise(x, sigma)).shared();
      double rms = Math.sqrt(Arrays.stream(off).map(v -> v * v).average().orElseThrow());
      // Two slopes and an offset a component, of 80,000 rows: sqrt(3/80000) = 0.006 of c_out <= 1.
      assertThat(rms).isLessThan(0.012);
    }
    assertThat(fit.levels()).allSatisfy(level -> assertThat(level.best().activeGates()).isZero());
  }

  @Test
  void theLossWithoutGatesIsThatOfTheFirstPoint() {
    ConvexDiffusion fit = fit(fourModes(600), plan(Placement.CUMULANT, 4, 0.01));

    assertThat(fit.levels())
        .allSatisfy(level -> {
          assertThat(level.path().getFirst().loss()).isEqualTo(level.linearLoss());
          assertThat(level.path().getFirst().activeGates()).isZero();
          assertThat(level.best().loss()).isLessThanOrEqualTo(level.linearLoss());
        });
    assertThat(fit.levels().get(1).gain()).isGreaterThan(0.3);
  }

  /// Least squares with thousands of weights on few rows: the last beta fits the training noise,
  /// and the one that is chosen does not.
  @Test
  void betaIsChosenByHeldOutRowsAndNotByTheObjective() {
    Batch rows = Gaussian.isotropic(Shape.vector(3), Vector.of(0, 0, 0), 1).sample(Noise.of(5, 60));
    ConvexDiffusion fit = fit(rows, plan(Placement.THROUGH_DATA, 8, 1e-4));

    assertThat(fit.levels())
        .allSatisfy(level -> {
          assertThat(level.chosen()).isLessThan(level.path().size() - 1);
          assertThat(level.path().getLast().certificate().primal())
              .isLessThan(level.best().certificate().primal());
          assertThat(level.path().getLast().loss()).isGreaterThan(level.best().loss());
        });
  }

  @ParameterizedTest
  @EnumSource
  void everyPlacementFits(Placement placement) {
    ConvexDiffusion fit = fit(fourModes(600), plan(placement, 4, 0.01));

    assertThat(fit.levels())
        .allSatisfy(level -> assertThat(level.best().certificate().relativeGap()).isLessThan(1e-2));
    assertThat(fit.levels().get(1).gain()).isGreaterThan(0.2);
  }

  @ParameterizedTest
  @EnumSource(names = {"THROUGH_DATA", "CUMULANT"})
  void theBitsDoNotDependOnTheNumberOfThreads(Placement placement) throws Exception {
    Batch rows = fourModes(300);
    Batch x = Noise.of(20, 100).normal(Shape.vector(2));
    ConvexDiffusion one = withThreads(1, rows, placement);
    ConvexDiffusion four = withThreads(4, rows, placement);

    assertThat(four.model().denoise(x, 0.4)).isEqualTo(one.model().denoise(x, 0.4));
    assertThat(four.levels().stream().map(LevelFit::path))
        .isEqualTo(one.levels().stream().map(LevelFit::path).toList());
  }

  private static ConvexDiffusion withThreads(int threads, Batch rows, Placement placement)
      throws Exception {
    try (ForkJoinPool pool = new ForkJoinPool(threads)) {
      return pool.submit(() -> fit(rows, plan(placement, 3, 0.05))).get();
    }
  }

  /// Up to rounding, which the tolerance of the solver and the choice of beta do not amplify here.
  @Test
  void movingTheDataMovesTheModel() {
    Batch rows = fourModes(300);
    Batch moved = LevelDenoiser.shifted(rows, Vector.of(30, -7), 1);
    ConvexPlan plan = plan(Placement.THROUGH_DATA, 3, 0.05);
    Batch x = Noise.of(20, 100).normal(Shape.vector(2)).times(2);
    double[] here = fit(rows, plan).model().denoise(x, 0.7).shared();
    double[] there =
        LevelDenoiser.shifted(
                fit(moved, plan)
                    .model()
                    .denoise(LevelDenoiser.shifted(x, Vector.of(30, -7), 1), 0.7),
                Vector.of(30, -7),
                -1)
            .shared();

    for (int k = 0; k < here.length; k++) {
      assertThat(there[k]).isCloseTo(here[k], within(1e-6));
    }
  }

  /// On the line the program is exact, for networks of any width, and the optimum at a small beta
  /// comes close to the true denoiser of many rows.
  @Test
  void oneComponentIsTrainedExactly() {
    GaussianMixture law =
        GaussianMixture.isotropic(
            Batch.ofRows(Shape.vector(1), new double[] {-1}, new double[] {1.5}), 0.05);
    ConvexDiffusion fit =
        fit(law.sample(Noise.of(31, 3000)), plan(Placement.THROUGH_DATA, 8, 1e-3));

    for (int l = 0; l < LEVELS.size(); l++) {
      double sigma = LEVELS.get(l);
      Batch x = law.noisy(Noise.of(9, 500).normal(law.shape()), Noise.of(10, 500), sigma);
      double[] off = fit.model().denoise(x, sigma).minus(law.denoise(x, sigma)).shared();
      double rms = Math.sqrt(Arrays.stream(off).map(v -> v * v).average().orElseThrow());
      assertThat(rms).isLessThan(0.1 * sigma);
      assertThat(fit.levels().get(l).function()).isInstanceOf(LineScore.class);
      assertThat(fit.levels().get(l).best().certificate())
          .satisfies(c -> assertThat(c.scope()).isEqualTo(Certificate.Scope.NETWORK))
          .satisfies(c -> assertThat(c.relativeGap()).isLessThan(1e-3));
    }
  }

  @Test
  void theWatchHearsEveryLevelAndItsGapsFall() {
    Set<Double> sigmas = ConcurrentHashMap.newKeySet();
    ConcurrentLinkedQueue<LevelFit.Point> points = new ConcurrentLinkedQueue<>();
    DiffusionWatch watch =
        new DiffusionWatch() {
          @Override
          public void certified(double sigma, double beta, int iteration, Certificate soFar) {
            sigmas.add(sigma);
          }

          @Override
          public void scored(double sigma, LevelFit.Point point) {
            points.add(point);
          }
        };
    Batch rows = fourModes(300);
    ConvexDiffusion fit =
        LevelTraining.fit(
            rows, fourModes(90), LEVELS, plan(Placement.THROUGH_DATA, 3, 0.05), KEY, watch);

    assertThat(sigmas).containsExactlyInAnyOrder(2.0, 0.7, 0.2);
    List<LevelFit.Point> all = fit.levels().stream().flatMap(l -> l.path().stream()).toList();
    assertThat(points).containsExactlyInAnyOrderElementsOf(all);
  }

  @Test
  void aCancelledRunKeepsWhatThereIs() {
    AtomicInteger certified = new AtomicInteger();
    DiffusionWatch watch =
        new DiffusionWatch() {
          @Override
          public void certified(double sigma, double beta, int iteration, Certificate soFar) {
            certified.incrementAndGet();
          }

          @Override
          public boolean cancelled() {
            return certified.get() > 12;
          }
        };
    ConvexPlan plan = plan(Placement.THROUGH_DATA, 8, 1e-3);
    ConvexDiffusion fit =
        LevelTraining.fit(fourModes(300), fourModes(90), LEVELS, plan, KEY, watch);

    assertThat(fit.levels()).hasSize(LEVELS.size());
    assertThat(fit.levels().stream().mapToInt(l -> l.path().size()).sum()).isLessThan(12);
    assertThat(fit.levels())
        .allSatisfy(l -> assertThat(l.best().loss()).isLessThanOrEqualTo(l.linearLoss()));
    assertThat(fit.model().denoise(fourModes(10), 0.5).firstNonFinite()).isEmpty();
  }

  @Test
  void levelsBelowTheSpacingAreFlagged() {
    ConvexPlan plan = plan(Placement.THROUGH_DATA, 2, 0.5);
    Batch rows = fourModes(100);
    List<LevelFit> fits =
        LevelTraining.fit(rows, fourModes(50), Vector.of(1, 1e-4), plan, KEY, DiffusionWatch.NONE)
            .levels();

    assertThat(fits.getFirst().memorises()).isFalse();
    assertThat(fits.getFirst().neighbours()).isGreaterThan(20);
    assertThat(fits.getLast().memorises()).isTrue();
    assertThat(fits.getLast().neighbours()).isCloseTo(1, within(1e-3));
    assertThat(fits.getLast().words()).contains("lookup").contains("clean rows");
  }

  /// 20 noisy rows cannot tell 30 slopes.
  @Test
  void fewerNoisyRowsThanComponentsAreRefused() {
    Batch rows = Noise.of(1, 8).normal(Shape.vector(30));

    assertThatThrownBy(() -> fit(rows, plan(Placement.THROUGH_DATA, 2, 0.5)))
        .hasMessageContaining("span")
        .hasMessageContaining("d = 30");
  }

  @Test
  void misuseIsRefused() {
    ConvexPlan plan = plan(Placement.THROUGH_DATA, 2, 0.5);
    Batch rows = fourModes(30);
    Batch none = Batch.zeros(Shape.vector(2), 0);
    Batch same = Batch.zeros(Shape.vector(2), 30);

    assertThatThrownBy(() -> LevelTraining.fit(none, rows, LEVELS, plan, KEY, DiffusionWatch.NONE))
        .hasMessageContaining("at least 2 rows");
    assertThatThrownBy(() -> LevelTraining.fit(same, rows, LEVELS, plan, KEY, DiffusionWatch.NONE))
        .hasMessageContaining("must differ");
    assertThatThrownBy(
            () -> LevelTraining.fit(rows, rows, Vector.of(1, 2), plan, KEY, DiffusionWatch.NONE))
        .hasMessageContaining("levels must fall");
    assertThatThrownBy(
            () -> LevelTraining.fit(rows, rows, Vector.of(1, 0), plan, KEY, DiffusionWatch.NONE))
        .hasMessageContaining("positive");
    assertThatThrownBy(() ->
            LevelTraining.fit(rows.times(Double.NaN), rows, LEVELS, plan, KEY, DiffusionWatch.NONE))
        .hasMessageContaining("NaN");
    assertThatThrownBy(() ->
            LevelTraining.fit(
                rows, Batch.zeros(Shape.vector(3), 5), LEVELS, plan, KEY, DiffusionWatch.NONE))
        .hasMessageContaining("held-out rows 3");
  }

  @Test
  void functionsOfSeveralComponentsAreGatedNetworks() {
    assertThat(fit(fourModes(90), plan(Placement.CUMULANT, 2, 0.1)).model().functions())
        .allSatisfy(f -> assertThat(f).isInstanceOf(GatedScore.class));
  }
}
