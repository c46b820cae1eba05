package org.scorefield.analytic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.linalg.Matrix;
import org.scorefield.random.Noise;

class GaussianLawTest {
  private static final Shape ONE = Shape.vector(1);

  private static Gaussian oneDimensional(double mean, double variance) {
    return Gaussian.isotropic(ONE, Vector.of(mean), variance);
  }

  private static Gaussian lowRank() {
    return Laws.gaussian(1, 7, 3, 0.3);
  }

  private static Gaussian dense(Gaussian g) {
    return Gaussian.of(g.shape(), g.mean(), g.covariance());
  }

  @Test
  void lowRankIsTheSameLawAsItsDenseCovariance() {
    Gaussian low = lowRank();
    Gaussian dense = dense(low);
    Batch x = Laws.normal(2, 40, 7).times(3);
    for (double sigma : new double[] {0.1, 1, 10}) {
      Laws.close(low.score(x, sigma), dense.score(x, sigma), 1e-13);
      Laws.close(low.denoise(x, sigma), dense.denoise(x, sigma), 1e-13);
      Laws.close(low.flow(x, sigma, 3), dense.flow(x, sigma, 3), 1e-13);
      for (int i = 0; i < x.count(); i++) {
        double expected = dense.logDensity(x, sigma).get(i);
        assertThat(low.logDensity(x, sigma).get(i))
            .isCloseTo(expected, within(1e-13 * Math.max(1, Math.abs(expected))));
      }
      assertThat(low.logNormaliser(sigma * sigma))
          .isCloseTo(dense.logNormaliser(sigma * sigma), within(1e-13));
      assertThat(low.posteriorTrace(x, sigma).get(0))
          .isCloseTo(dense.posteriorTrace(x, sigma).get(0), within(1e-13));
    }
  }

  static List<Gaussian> everyKind() {
    return List.of(
        lowRank(),
        dense(lowRank()),
        Laws.gaussian(3, 7, 3, 0),
        Laws.gaussian(4, 7, 0, 1.7),
        Laws.gaussian(5, 1, 1, 0));
  }

  @ParameterizedTest
  @MethodSource("everyKind")
  void scoreIsTheGradientOfTheLogDensityAndObeysTweedie(Gaussian g) {
    int d = g.shape().size();
    Batch x = Laws.normal(6, 12, d).times(2);
    for (double sigma : new double[] {0.1, 1, 20}) {
      Laws.scoreIsTheGradientOfTheLogDensity(g, x, sigma, 0.02 * sigma, 1e-8);
      Laws.posteriorCovarianceIsTheDerivativeOfTheDenoiser(g, x, sigma, 0.02 * sigma, 1e-8);
      Batch byTweedie = Batch.combine(1, x, sigma * sigma, g.score(x, sigma));
      Laws.close(g.denoise(x, sigma), byTweedie, 1e-13);
    }
  }

  /// Densities in one dimension from the textbook, and on a plane from its correlation.
  @Test
  void logDensityIsTheTextbookOne() {
    Batch x = Batch.copyOf(ONE, new double[] {0.3, -2});
    Vector density = oneDimensional(0.5, 2).logDensity(x, 1.5);
    for (int i = 0; i < 2; i++) {
      double z = x.get(i, 0) - 0.5;
      double variance = 2 + 1.5 * 1.5;
      assertThat(density.get(i))
          .isCloseTo(
              -z * z / (2 * variance) - Math.log(Math.sqrt(2 * Math.PI * variance)), within(1e-14));
    }
    Shape plane = Shape.vector(2);
    Gaussian correlated =
        Gaussian.of(plane, Vector.of(0, 0), Matrix.copyOf(2, 2, new double[] {1, 0.6, 0.6, 1}));
    double expected = -(1 + 4 - 2 * 0.6 * 2) / (2 * 0.64) - Math.log(2 * Math.PI * 0.8);
    assertThat(correlated.logDensity(Batch.copyOf(plane, new double[] {1, 2}), 0).get(0))
        .isCloseTo(expected, within(1e-13));
  }

  /// The factors are those of the ODE `dx/dsigma = -sigma score`, which a central difference sees.
  @ParameterizedTest
  @MethodSource("everyKind")
  void flowSolvesTheProbabilityFlowOde(Gaussian g) {
    Batch x = Laws.normal(7, 5, g.shape().size()).times(4);
    double h = 1e-4;
    for (double sigma : new double[] {0.5, 3}) {
      Batch slope = g.flow(x, sigma, sigma + h).minus(g.flow(x, sigma, sigma - h)).times(0.5 / h);
      Laws.close(slope, g.score(x, sigma).times(-sigma), 1e-7);
      Batch there = g.flow(g.flow(x, sigma, 40), 40, 0.01);
      Laws.close(there, g.flow(x, sigma, 0.01), 1e-12);
      Laws.close(g.flow(g.flow(x, sigma, 0.1), 0.1, sigma), x, 1e-12);
    }
  }

  @Test
  void whiteNoiseBecomesTheNoisyLaw() {
    Gaussian g = lowRank();
    Batch z = Batch.copyOf(g.shape(), Matrix.identity(7).shared());
    double[] centre = g.noisy(z.times(0), 2).slice(0, 1).row(0);
    assertThat(centre).isEqualTo(g.mean().toArray());
    Batch images = g.noisy(z, 2).minus(g.noisy(z.times(0), 2));
    for (int i = 0; i < 7; i++) {
      for (int j = 0; j < 7; j++) {
        double product = 0;
        for (int k = 0; k < 7; k++) {
          product += images.get(k, i) * images.get(k, j);
        }
        assertThat(product).isCloseTo(g.covariance().get(i, j) + (i == j ? 4 : 0), within(1e-13));
      }
    }
    assertThat(g.sample(Noise.of(4, 9)))
        .isEqualTo(g.noisy(Noise.of(4, 9).child("gaussian").normal(g.shape()), 0));
  }

  @Test
  void truncationKeepsTheLargestVariancesAndTheTotal() {
    Gaussian shuffled =
        new Gaussian(
            Shape.vector(4),
            Vector.of(0, 0, 0, 0),
            Matrix.identity(4),
            Vector.of(0.5, 8, 0.1, 2),
            0);
    Gaussian two = shuffled.truncated(2);
    assertThat(two.variances()).isEqualTo(Vector.of(8, 2));
    assertThat(two.residual()).isCloseTo(0.3, within(1e-15));
    assertThat(two.basis().get(1, 0)).isEqualTo(1);
    assertThat(two.basis().get(3, 1)).isEqualTo(1);
    assertThat(two.totalVariance()).isCloseTo(10.6, within(1e-14));
    assertThat(shuffled.truncated(4).residual()).isZero();
  }

  @Test
  void wrongPartsAreNamed() {
    assertThatThrownBy(() -> oneDimensional(0, -1)).hasMessageContaining("not negative");
    assertThatThrownBy(() -> oneDimensional(0, Double.POSITIVE_INFINITY))
        .hasMessageContaining("finite");
    assertThatThrownBy(() -> oneDimensional(Double.NaN, 1)).hasMessageContaining("NaN");
    assertThatThrownBy(() -> lowRank().truncated(4)).hasMessageContaining("between 0 and 3, got 4");
    assertThatThrownBy(() -> lowRank().denoise(Laws.normal(1, 2, 3), 1)).hasMessageContaining("7");
    assertThatThrownBy(() -> Laws.gaussian(1, 3, 2, 0).logDensity(Laws.normal(1, 2, 3), 0))
        .hasMessageContaining("no density at sigma = 0");
  }
}
