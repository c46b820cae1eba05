package org.scorefield.engine.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.scorefield.array.Shape;
import org.scorefield.random.NoiseKey;

class AugmentationTest {
  private static final int H = 16;
  private static final int W = 24;
  private static final Shape SHAPE = Shape.image(2, H, W);
  private static final int D = 2 * H * W;
  private static final int STRIDE = 3 + Augmentation.INPUTS;

  /// Every pixel of every picture has a value of its own.
  private static float[] pictures(int n) {
    float[] rows = new float[n * D];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = i;
    }
    return rows;
  }

  /// What is told undoes what was done: it says for each pixel that does not come from outside
  /// where it was before.
  @Test
  void theConditionsSayWhatWasDone() {
    int n = 200;
    float[] rows = pictures(n);
    float[] conditions = new float[n * STRIDE];
    new Augmentation(SHAPE, 0.7).apply(rows, conditions, STRIDE, NoiseKey.of(1));
    float[] before = pictures(n);
    for (int i = 0; i < n; i++) {
      int at = (i + 1) * STRIDE - Augmentation.INPUTS;
      boolean mirrored = conditions[at] == 1;
      boolean inverted = conditions[at + 1] == 1;
      int right = Math.round(conditions[at + 2] * (W / 8));
      int down = Math.round(conditions[at + 3] * (H / 8));
      assertThat(Math.abs(right)).isLessThanOrEqualTo(3);
      assertThat(Math.abs(down)).isLessThanOrEqualTo(2);
      for (int plane = 0; plane < D; plane += H * W) {
        for (int y = Math.max(0, down); y < Math.min(H, H + down); y++) {
          for (int x = Math.max(0, right); x < Math.min(W, W + right); x++) {
            int wasY = inverted ? H - 1 - (y - down) : y - down;
            int wasX = mirrored ? W - 1 - (x - right) : x - right;
            assertThat(rows[i * D + plane + y * W + x])
                .isEqualTo(before[i * D + plane + wasY * W + wasX]);
          }
        }
      }
    }
  }

  @Test
  void whatComesIntoViewIsTheMirrorImageOfWhatIsBesideIt() {
    int n = 100;
    float[] rows = pictures(n);
    float[] conditions = new float[n * Augmentation.INPUTS];
    new Augmentation(SHAPE, 1).apply(rows, conditions, Augmentation.INPUTS, NoiseKey.of(2));
    int seen = 0;
    for (int i = 0; i < n; i++) {
      int right = Math.round(conditions[i * Augmentation.INPUTS + 2] * (W / 8));
      for (int x = 0; x < right; x++) {
        assertThat(rows[i * D + x]).isEqualTo(rows[i * D + 2 * right - 1 - x]);
        seen++;
      }
    }
    assertThat(seen).isPositive();
  }

  @Test
  void eachIsDoneAsOftenAsAskedAndClassesAreNotTouched() {
    int n = 4000;
    Shape small = Shape.image(1, 8, 8);
    float[] conditions = new float[n * STRIDE];
    new Augmentation(small, 0.3)
        .apply(new float[n * small.size()], conditions, STRIDE, NoiseKey.of(3));
    double[] sums = new double[STRIDE];
    for (int i = 0; i < conditions.length; i++) {
      sums[i % STRIDE] += Math.abs(conditions[i]) / n;
    }
    // Standard error 0.007. A mirror is done half the time it is asked for, a move by -1, 0 or 1.
    assertThat(sums).startsWith(0, 0, 0);
    assertThat(sums[3]).isCloseTo(0.15, within(0.025));
    assertThat(sums[4]).isCloseTo(0.15, within(0.025));
    assertThat(sums[5]).isCloseTo(0.2, within(0.025));
    assertThat(sums[6]).isCloseTo(0.2, within(0.025));
  }

  @Test
  void onlyPicturesAreAugmented() {
    assertThatThrownBy(() -> new Augmentation(Shape.vector(4), 0.1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("pictures", "set its probability to 0");
  }
}
