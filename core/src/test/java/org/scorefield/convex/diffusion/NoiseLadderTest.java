package org.scorefield.convex.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.random.Noise;

class NoiseLadderTest {
  private static final Offset<Double> CLOSE = within(1e-12);

  @Test
  void levelsAreGeometricAndReachBothEnds() {
    Vector levels = NoiseLadder.geometric(8, 0.5, 5);

    assertThat(levels.first()).isEqualTo(8);
    assertThat(levels.last()).isEqualTo(0.5);
    assertThat(levels.get(2)).isCloseTo(2, CLOSE);
  }

  /// A regular lattice of spacing 0.1 has its nearest rows at 0.1, `0.1 / sqrt 2` in units of
  /// sigma; its deviation along a side of 30 rows is `0.1 sqrt((30^2 - 1)/12) = 0.866`.
  @Test
  void theLowestLevelIsTheSpacingAndTheHighestFiveTimesTheSpread() {
    double[] x = new double[2 * 900];
    for (int i = 0; i < 900; i++) {
      x[2 * i] = 0.1 * (i / 30) - 1.45;
      x[2 * i + 1] = 0.1 * (i % 30) - 1.45;
    }
    Vector levels = NoiseLadder.of(Batch.adopt(Shape.vector(2), x), 10);

    assertThat(levels.last()).isCloseTo(0.1 / Math.sqrt(2), within(1e-9));
    assertThat(levels.first()).isCloseTo(0.5 * Math.sqrt(899 / 12.0), within(1e-9));
  }

  @Test
  void inManyComponentsTheLowestLevelStaysATenthOfTheDeviation() {
    Batch rows = Noise.of(1, 500).normal(Shape.vector(60));

    assertThat(NoiseLadder.of(rows, 10).last()).isCloseTo(0.1, within(0.002));
  }

  /// White noise of the highest level must be a start for data that are far from 0, too.
  @Test
  void aMeanFarOutRaisesTheHighestLevel() {
    Batch rows = LevelDenoiser.shifted(Noise.of(1, 500).normal(Shape.vector(1)), Vector.of(40), 1);

    assertThat(NoiseLadder.of(rows, 10).first()).isCloseTo(200, within(1.0));
  }

  @Test
  void badEndsAreRefused() {
    assertThatThrownBy(() -> NoiseLadder.geometric(1, 2, 3)).hasMessageContaining("fall from");
    assertThatThrownBy(() -> NoiseLadder.geometric(1, 0, 3)).hasMessageContaining("positive");
    assertThatThrownBy(() -> NoiseLadder.geometric(1, 0.1, 1)).hasMessageContaining("at least 2");
    assertThatThrownBy(() -> NoiseLadder.of(Batch.zeros(Shape.vector(2), 1), 3))
        .hasMessageContaining("spacing");
  }
}
