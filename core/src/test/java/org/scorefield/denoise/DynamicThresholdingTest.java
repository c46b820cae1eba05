package org.scorefield.denoise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;

class DynamicThresholdingTest {
  private static final Shape FIVE = Shape.vector(5);

  /// Says that its input is clean.
  private record Trusting(Shape shape) implements Denoiser {
    @Override
    public Batch denoise(Batch x, double sigma) {
      return x;
    }
  }

  private static double[] thresholded(double quantile, double limit, double... values) {
    Denoiser denoiser = new DynamicThresholding(new Trusting(FIVE), quantile, limit);
    return denoiser.denoise(Batch.copyOf(FIVE, values), 1).row(0);
  }

  @Test
  void aSampleWithinTheRangeIsReturnedAsItIs() {
    double[] inside = {-1, 0.3, 1, 0, 0.99};
    assertThat(thresholded(0.995, 1, inside)).isEqualTo(inside);
    assertThat(thresholded(1, 2, inside)).isEqualTo(inside);
  }

  /// Magnitudes 0.5, 1, 2, 4, 8: the quantile 0.8 lies 0.2 of the way from 4 to 8, at 4.8.
  @Test
  void aSampleBeyondTheRangeIsClampedToItsQuantileAndScaledToTheLimit() {
    double[] expected = {1 / 4.8, -2 / 4.8, 4 / 4.8, -1, 0.5 / 4.8};
    assertThat(thresholded(0.8, 1, 1, -2, 4, -8, 0.5))
        .usingComparatorWithPrecision(1e-15)
        .containsExactly(expected);
    assertThat(thresholded(0.8, 3, 1, -2, 4, -8, 0.5))
        .usingComparatorWithPrecision(1e-15)
        .containsExactly(Arrays.stream(expected).map(v -> 3 * v).toArray());
  }

  @Test
  void whereTheQuantileIsWithinTheRangeOutliersAreClipped() {
    assertThat(thresholded(0.5, 1, 0.1, -0.2, 0.3, -7, 9)).containsExactly(0.1, -0.2, 0.3, -1, 1);
  }

  /// Golden: numpy's `quantile` of the magnitudes of `sin(k^2)`, k = 0 .. 9, at 0.995, times 3.
  @Test
  void theQuantileIsThatOfTheLibraries() {
    Shape ten = Shape.vector(10);
    double[] values = new double[10];
    Arrays.setAll(values, k -> 3 * Math.sin(k * k));
    double[] out =
        new DynamicThresholding(new Trusting(ten)).denoise(Batch.copyOf(ten, values), 1).row(0);
    double bound = values[1] / out[1];
    assertThat(bound).isCloseTo(2.9702030232370555, within(1e-12));
  }

  @Test
  void eachSampleHasItsOwnBound() {
    Denoiser denoiser = new DynamicThresholding(new Trusting(FIVE), 1, 1);
    double[] rows = new double[40 * 5];
    Arrays.setAll(rows, at -> at / 5 * (at % 5 - 2));
    Batch x = Batch.copyOf(FIVE, rows);
    Batch together = denoiser.denoise(x, 1);
    for (int i = 0; i < 40; i++) {
      assertThat(denoiser.denoise(x.slice(i, 1), 1)).isEqualTo(together.slice(i, 1));
    }
    assertThat(together.get(39, 4)).isEqualTo(1);
    assertThat(together.get(39, 3)).isCloseTo(0.5, within(1e-15));
    assertThat(denoiser.denoise(x.slice(0, 0), 1).count()).isZero();
  }

  @Test
  void whatIsNotFiniteIsNotHidden() {
    double[] nan = {1, 2, Double.NaN, 0, 0};
    double[] infinite = {1, 2, Double.NEGATIVE_INFINITY, 0, 0};
    assertThat(thresholded(0.5, 1, nan)).isEqualTo(nan);
    assertThat(thresholded(0.5, 1, infinite)).isEqualTo(infinite);
    assertThat(thresholded(0.995, 1, nan)).isEqualTo(nan);
  }

  @Test
  void parametersOutOfRangeAreRefused() {
    Denoiser plain = new Trusting(FIVE);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DynamicThresholding(plain, 99.5, 1))
        .withMessageContaining("99.5")
        .withMessageContaining("0.995");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DynamicThresholding(plain, 0.995, 0))
        .withMessageContaining("got 0.0");
  }
}
