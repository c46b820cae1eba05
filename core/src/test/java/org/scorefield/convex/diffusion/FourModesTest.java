package org.scorefield.convex.diffusion;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.scorefield.array.Batch;
import org.scorefield.convex.diffusion.ConvexPlan.Placement;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.solver.AnnealedLangevin;
import org.scorefield.sampling.solver.Heun;

/// What the models sample, beside the linear score of a Gaussian with the same sampler.
class FourModesTest {
  private static final List<Solver> SAMPLERS = List.of(new Heun(), new AnnealedLangevin());

  /// 30 gates a level, whose scores at mid noise are half as wrong as the linear one's.
  @Test
  void thirtyGatesALevelSampleAllModes() {
    FourModes data = FourModes.of(2);
    ConvexDiffusion fit = data.fit(FourModes.plan(30, Placement.THROUGH_DATA));

    beatsTheLinearScore(data, fit);
    everyModeHasItsShare(data, fit);
  }

  @Tag("slow")
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void gatesWhereTheScoreBendsSampleAllModes(long seed) {
    FourModes data = FourModes.of(seed);
    ConvexDiffusion fit = data.fit(FourModes.plan(30, Placement.CUMULANT));

    beatsTheLinearScore(data, fit);
    everyModeHasItsShare(data, fit);
    for (int level = 6; level <= 8; level++) {
      assertThat(data.error(fit.model(), FourModes.LEVELS.get(level))).isLessThan(0.25);
    }
  }

  @Tag("slow")
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void gatesThroughTheDataBeatTheLinearScore(long seed) {
    FourModes data = FourModes.of(seed);

    beatsTheLinearScore(data, data.fit(FourModes.plan(30, Placement.THROUGH_DATA)));
  }

  @Tag("slow")
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void oneProgramForAllLevelsBeatsTheLinearScore(long seed) {
    FourModes data = FourModes.of(seed);
    JointDiffusion fit =
        JointTraining.fit(
            data.rows(),
            data.heldOut(),
            4,
            0.08,
            FourModes.plan(120, Placement.CUMULANT),
            data.key(),
            DiffusionWatch.NONE);

    for (Solver solver : SAMPLERS) {
      double linear = data.distance(data.samples(data.linear(), solver));
      assertThat(data.distance(data.samples(fit.model(), solver)))
          .isLessThan(0.04)
          .isLessThan(linear / 2);
    }
  }

  private static void beatsTheLinearScore(FourModes data, ConvexDiffusion fit) {
    for (Solver solver : SAMPLERS) {
      double linear = data.distance(data.samples(data.linear(), solver));
      assertThat(linear).isGreaterThan(0.08);
      assertThat(data.distance(data.samples(fit.model(), solver)))
          .as(solver.name())
          .isLessThan(0.04)
          .isLessThan(linear / 3);
    }
    for (int level = 6; level <= 8; level++) {
      double sigma = FourModes.LEVELS.get(level);
      assertThat(data.error(fit.model(), sigma)).as("at level " + level).isLessThan(0.45);
      assertThat(data.error(data.linear(), sigma)).isBetween(0.7, 0.97);
    }
  }

  private static void everyModeHasItsShare(FourModes data, ConvexDiffusion fit) {
    Batch samples = data.samples(fit.model(), new Heun());
    assertThat(Arrays.stream(FourModes.shares(samples)).boxed())
        .allSatisfy(share -> assertThat(share).isBetween(0.2, 0.31));
  }
}
