package org.scorefield.convex.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.denoise.Preconditioning;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;

class PreconditionedPairsTest {
  private static final Vector MEAN = Vector.of(5, -1);
  private static final Preconditioning C = new Preconditioning(2);
  private static final Batch CLEAN =
      LevelDenoiser.shifted(Noise.of(3, 2000).normal(Shape.vector(2)).times(2), MEAN, 1);

  private static PreconditionedPairs draw(double sigma, int repeats) {
    return PreconditionedPairs.draw(CLEAN, MEAN, C, sigma, repeats, NoiseKey.of(4));
  }

  /// What the network is asked for is what makes the denoiser return the clean row.
  @Test
  void theTargetGivesTheCleanRowBack() {
    double sigma = 0.7;
    PreconditionedPairs pairs = draw(sigma, 3);
    Batch x = LevelDenoiser.shifted(pairs.inputs().times(1 / C.in(sigma)), MEAN, 1);
    Batch centred = LevelDenoiser.shifted(x, MEAN, -1);
    Batch back =
        LevelDenoiser.shifted(
            Batch.combine(C.skip(sigma), centred, C.out(sigma), pairs.targets()), MEAN, 1);

    assertThat(pairs.inputs().count()).isEqualTo(6000);
    for (int i = 0; i < 6000; i++) {
      assertThat(back.get(i, 1)).isCloseTo(CLEAN.get(i % 2000, 1), within(1e-12));
    }
  }

  @Test
  void inputsAndTargetsHaveUnitVarianceAtEveryLevel() {
    for (double sigma : new double[] {0.01, 1, 50}) {
      PreconditionedPairs pairs = draw(sigma, 4);
      assertThat(variance(pairs.inputs())).isCloseTo(1, within(0.08));
      assertThat(variance(pairs.targets())).isCloseTo(1, within(0.08));
    }
  }

  private static double variance(Batch rows) {
    double sum = 0;
    for (double v : rows.shared()) {
      sum += v * v;
    }
    return sum / rows.shared().length;
  }

  @Test
  void everySecondNoiseIsTheNegativeOfTheOneBefore() {
    Batch noises = PreconditionedPairs.noises(CLEAN, 4, NoiseKey.of(4));

    assertThat(noises.slice(2000, 2000)).isEqualTo(noises.slice(0, 2000).times(-1));
    assertThat(noises.slice(6000, 2000)).isEqualTo(noises.slice(4000, 2000).times(-1));
    assertThat(noises.slice(4000, 2000)).isNotEqualTo(noises.slice(0, 2000));
  }

  @Test
  void badLevelsAndNoNoisesAreRefused() {
    assertThatThrownBy(() -> draw(0, 2)).hasMessageContaining("positive");
    assertThatThrownBy(() -> draw(1, 0)).hasMessageContaining("at least one noise");
  }
}
