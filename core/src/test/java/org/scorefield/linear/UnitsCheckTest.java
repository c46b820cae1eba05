package org.scorefield.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.scorefield.analytic.Gaussian;
import org.scorefield.analytic.GaussianMixture;
import org.scorefield.analytic.LowRank;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.data.Dataset;
import org.scorefield.linalg.Matrix;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;

class UnitsCheckTest {
  private static final Shape SHAPE = Shape.image(1, 4, 4);
  private static final NoiseKey KEY = NoiseKey.of(1);

  /// Pictures in -1..1: dark and bright ones.
  private static final Batch PIXELS = Noise.of(3, 400).uniform(SHAPE).map(u -> 2 * u * u - 1);

  private static final NamedDenoiser MODEL =
      new NamedDenoiser("m", LowRank.exact(Dataset.of("p", "pixels", PIXELS), 16));

  private static Optional<String> cure(Batch data) {
    double low = Vector.adopt(data.toArray()).stream().min().orElseThrow();
    double high = Vector.adopt(data.toArray()).stream().max().orElseThrow();
    Gaussian gaussian = LowRank.exact(Dataset.of("d", "pixels", data), 16);
    return UnitsCheck.of(MODEL, gaussian, KEY).cure(low, high);
  }

  @Test
  void theModelsOwnUnitsPass() {
    assertThat(cure(PIXELS)).isEmpty();
    // Another draw of the same law.
    assertThat(cure(Noise.of(4, 100).uniform(SHAPE).map(u -> 2 * u * u - 1))).isEmpty();
  }

  /// One direction with nearly all the variance, far above eight root mean square deviations.
  @Test
  void aSteepSpectrumPassesToo() {
    int d = 400;
    Gaussian steep =
        new Gaussian(
            Shape.vector(d),
            Vector.generate(d, _ -> 1),
            Matrix.identity(d).leadingColumns(2),
            Vector.of(350, 30),
            0.05);
    UnitsCheck check = UnitsCheck.of(new NamedDenoiser("steep", steep), steep, KEY);
    assertThat(check.scale()).isCloseTo(1, within(0.1));
    assertThat(check.differs()).isFalse();
  }

  @Test
  void storedRangesAreNamedWithTheCure() {
    assertThat(cure(PIXELS.map(v -> (v + 1) / 2)).orElseThrow())
        .contains("data are in [0, 1] while the model was made for [-1, 1]")
        .contains("multiply them by 2 and subtract 1");
    assertThat(cure(PIXELS.map(v -> Math.rint((v + 1) * 127.5))).orElseThrow())
        .contains("data are in [0, 255] while the model was made for [-1, 1]")
        .contains("multiply them by 1/127.5 and subtract 1");
  }

  @Test
  void otherUnitsAreMeasured() {
    String told = cure(PIXELS.map(v -> 40 * v + 7)).orElseThrow();
    assertThat(told).containsPattern("about 0\\.025\\d* times them minus 0\\.17");
  }

  /// Scale and shift of a model that is anything but Gaussian, from far too large and far too
  /// small.
  @Test
  void scaleAndShiftAreRecoveredFromAMixture() {
    Shape plane = Shape.vector(2);
    GaussianMixture law =
        GaussianMixture.isotropic(Batch.ofRows(plane, new double[][] {{3, 3}, {-3, 0}}), 0.01);
    NamedDenoiser model = new NamedDenoiser("two", law);
    double deviation = law.scale();
    for (double factor : new double[] {1e-3, 0.1, 10, 1e3}) {
      Gaussian scaled =
          Gaussian.isotropic(plane, Vector.of(0, 1.5 * factor), Math.pow(deviation * factor, 2));
      UnitsCheck check = UnitsCheck.of(model, scaled, KEY);
      assertThat(check.scale() * factor).isCloseTo(1, within(0.15));
      assertThat(check.shift()).isCloseTo(0, within(0.3));
      assertThat(check.differs()).isTrue();
    }
  }
}
