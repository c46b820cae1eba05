package org.scorefield.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.scorefield.analytic.Gaussian;
import org.scorefield.analytic.GaussianMixture;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.linalg.Factorizations;
import org.scorefield.linalg.Matrix;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;

class GaussianRecoveryTest {
  private static final int D = 12;
  private static final Vector LEVELS = Vector.of(40, 12, 4, 1.2, 0.4, 0.1);

  private static Gaussian gaussian(double shift) {
    return new Gaussian(
        Shape.vector(D),
        Vector.generate(D, i -> shift + i / 3.0),
        Factorizations.orthonormalBasis(
            Matrix.adopt(D, D, Noise.of(1, D).normal(Shape.vector(D)).toArray())),
        Vector.generate(D, k -> 9 * Math.pow(0.4, k)),
        0);
  }

  /// Variances over four decades.
  @Test
  void aGaussianIsRecoveredFromItsDenoiserToRounding() {
    Gaussian truth = gaussian(2);
    Gaussian found =
        new GaussianRecovery(200).recover(new NamedDenoiser("g", truth), LEVELS, NoiseKey.of(1));
    for (int k = 0; k < D; k++) {
      assertThat(found.variances().get(k))
          .isCloseTo(truth.variances().get(k), within(1e-7 * truth.variances().get(k)));
    }
    assertClose(found.mean(), truth.mean(), 1e-7);
    assertClose(found.covariance(), truth.covariance(), 1e-7);
  }

  /// A mixture's denoiser is not linear; its mean and covariance come out all the same: the large
  /// directions to a few per cent, those of less variance than the modes are apart less well.
  @Test
  void theMatchingGaussianOfAMixtureIsRecoveredNearly() {
    GaussianMixture mixture =
        new GaussianMixture(Vector.of(0.3, 0.7), List.of(gaussian(2), gaussian(0.5)));
    Gaussian truth = mixture.matchingGaussian();
    Gaussian found =
        new GaussianRecovery(4000)
            .recover(new NamedDenoiser("mixture", mixture), LEVELS, NoiseKey.of(1));
    for (int k = 0; k < 8; k++) {
      assertThat(found.variances().get(k))
          .as("direction %d", k)
          .isCloseTo(truth.variances().get(k), within(0.3 * truth.variances().get(k)));
    }
    assertThat(found.totalVariance())
        .isCloseTo(truth.totalVariance(), within(0.03 * truth.totalVariance()));
    assertClose(found.mean(), truth.mean(), 0.1);
  }

  @Test
  void tooFewSamplesAndRisingLevelsAreRefused() {
    NamedDenoiser model = new NamedDenoiser("g", gaussian(0));
    assertThatThrownBy(() -> new GaussianRecovery(20).recover(model, LEVELS, NoiseKey.of(1)))
        .hasMessageContaining("needs at least 26 samples, got 20");
    assertThatThrownBy(
            () -> new GaussianRecovery(200).recover(model, Vector.of(1, 2), NoiseKey.of(1)))
        .hasMessageContaining("decrease strictly");
  }

  private static void assertClose(Vector actual, Vector expected, double tolerance) {
    for (int i = 0; i < expected.size(); i++) {
      assertThat(actual.get(i)).isCloseTo(expected.get(i), within(tolerance));
    }
  }

  private static void assertClose(Matrix actual, Matrix expected, double tolerance) {
    assertClose(Vector.adopt(actual.toArray()), Vector.adopt(expected.toArray()), tolerance);
  }
}
