package org.scorefield.analytic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.data.Dataset;
import org.scorefield.linalg.Matrix;
import org.scorefield.random.Noise;

class GaussianMixtureTest {
  private static final int D = 7;

  /// Components of every kind: full, low rank with and without residual, isotropic, on the axes.
  private static GaussianMixture mixed() {
    Matrix axes = Matrix.identity(D);
    return Laws.mixture(
        Laws.gaussian(1, D, D, 0),
        Laws.gaussian(2, D, 3, 0.3),
        Laws.gaussian(3, D, 2, 0),
        Laws.gaussian(4, D, 0, 0.5),
        Laws.gaussian(5, D, 0, 1.5),
        new Gaussian(
            Shape.vector(D),
            Vector.of(1, 0, 0, -1, 0, 2, 0),
            axes,
            Vector.generate(D, k -> 1.0 / (k + 1)),
            0));
  }

  /// The same law with a full basis of its own in every component.
  private static GaussianMixture dense(GaussianMixture mixture) {
    return new GaussianMixture(
        mixture.weights(),
        mixture.components().stream()
            .map(g -> Gaussian.of(g.shape(), g.mean(), g.covariance()))
            .toList());
  }

  @Test
  void scoreIsTheGradientOfTheLogDensity() {
    Batch x = Laws.normal(9, 12, D).times(2);
    for (double sigma : new double[] {0.1, 0.5, 2, 20}) {
      Laws.scoreIsTheGradientOfTheLogDensity(mixed(), x, sigma, 0.02 * sigma, 1e-8);
    }
  }

  @Test
  void scoreAndDenoiserObeyTweedie() {
    Batch x = Laws.normal(9, 40, D).times(3);
    for (double sigma : new double[] {0.05, 1, 80}) {
      Batch byTweedie = Batch.combine(1, x, sigma * sigma, mixed().score(x, sigma));
      Laws.close(mixed().denoise(x, sigma), byTweedie, 1e-12);
    }
  }

  @Test
  void posteriorCovarianceIsTheDerivativeOfTheDenoiser() {
    Batch x = Laws.normal(10, 6, D).times(2);
    for (double sigma : new double[] {0.3, 1, 5}) {
      Laws.posteriorCovarianceIsTheDerivativeOfTheDenoiser(mixed(), x, sigma, 0.02 * sigma, 1e-8);
    }
  }

  @Test
  void mixtureOfOneIsItsGaussian() {
    Batch x = Laws.normal(11, 30, D).times(2);
    for (int r : new int[] {0, 3, D}) {
      Gaussian g = Laws.gaussian(6, D, r, 0.2);
      GaussianMixture one = new GaussianMixture(Vector.of(1), List.of(g));
      for (double sigma : new double[] {0.01, 1, 80}) {
        Laws.close(one.denoise(x, sigma), g.denoise(x, sigma), 1e-15);
        Laws.close(one.score(x, sigma), g.score(x, sigma), 1e-15);
        assertThat(one.posteriorTrace(x, sigma).get(3))
            .isCloseTo(g.posteriorTrace(x, sigma).get(3), within(1e-13));
        for (int i = 0; i < x.count(); i++) {
          double expected = g.logDensity(x, sigma).get(i);
          assertThat(one.logDensity(x, sigma).get(i))
              .isCloseTo(expected, within(1e-14 * Math.abs(expected)));
        }
      }
      assertThat(one.sample(Noise.of(3, 20))).isEqualTo(g.sample(Noise.of(3, 20)));
      assertThat(one.scale()).isCloseTo(g.scale(), within(1e-15));
    }
  }

  @Test
  void lowRankAndSharedBasesGiveWhatDenseComponentsGive() {
    Batch x = Laws.normal(12, 50, D).times(2);
    GaussianMixture mixture = mixed();
    GaussianMixture dense = dense(mixture);
    for (double sigma : new double[] {0.1, 1, 10}) {
      Laws.close(mixture.score(x, sigma), dense.score(x, sigma), 1e-13);
      Laws.close(mixture.denoise(x, sigma), dense.denoise(x, sigma), 1e-13);
      for (int i = 0; i < x.count(); i++) {
        double expected = dense.logDensity(x, sigma).get(i);
        assertThat(mixture.logDensity(x, sigma).get(i))
            .isCloseTo(expected, within(1e-13 * Math.max(1, Math.abs(expected))));
      }
    }
  }

  @Test
  void aResidualThatCancelsIsFormedWithoutCancellation() {
    Gaussian far = Laws.gaussian(7, D, 3, 0);
    double sigma = 1e-7;
    Batch z = Laws.normal(13, 20, D);
    Batch x = far.sample(Noise.of(1, 20)).times(1).plus(z, sigma);
    GaussianMixture one = new GaussianMixture(Vector.of(1), List.of(far));
    for (int i = 0; i < x.count(); i++) {
      double expected = far.logDensity(x, sigma).get(i);
      assertThat(one.logDensity(x, sigma).get(i)).isCloseTo(expected, within(1e-6));
    }
  }

  @Test
  void denoiserGoesFromTheNearestDataToTheMean() {
    GaussianMixture points = GaussianMixture.isotropic(Laws.normal(14, 5, D).times(3), 0);
    Batch x = Laws.normal(14, 5, D).times(3).plus(Laws.normal(15, 5, D), 1e-3);
    Laws.close(points.denoise(x, 1e-3), Laws.normal(14, 5, D).times(3), 1e-15);
    Batch mean = Batch.adopt(Shape.vector(D), mixed().mean().shared());
    Laws.close(mixed().denoise(Laws.normal(16, 1, D), 1e7), mean, 1e-7);
  }

  @Test
  void noNanFarAwayAndANanStaysInItsRow() {
    Batch far = Batch.ofRows(Shape.vector(D), Laws.normal(17, 1, D).times(1e5).row(0));
    assertThat(mixed().denoise(far, 0.002).firstNonFinite()).isEmpty();
    assertThat(mixed().score(far, 0.002).firstNonFinite()).isEmpty();
    Batch x = Laws.normal(18, 3, D);
    double[] broken = x.toArray();
    broken[D] = Double.NaN;
    Batch out = mixed().denoise(Batch.adopt(x.shape(), broken), 1);
    assertThat(out.row(1)).containsOnly(Double.NaN);
    assertThat(out.row(0)).isEqualTo(mixed().denoise(x, 1).row(0));
    assertThat(out.row(2)).isEqualTo(mixed().denoise(x, 1).row(2));
  }

  @Test
  void samplesHaveTheMomentsOfTheMixture() {
    int n = 40_000;
    GaussianMixture mixture = mixed();
    Moments moments = Moments.of(Dataset.of("drawn", "none", mixture.sample(Noise.of(20, n))));
    Gaussian matching = mixture.matchingGaussian();
    Matrix covariance = matching.covariance();
    for (int j = 0; j < D; j++) {
      double error = Math.sqrt(covariance.get(j, j) / n);
      assertThat(moments.mean().get(j)).isCloseTo(mixture.mean().get(j), within(4 * error));
      assertThat(moments.covariance().get(j, j))
          .isCloseTo(covariance.get(j, j), within(0.05 * covariance.get(j, j)));
    }
    assertThat(mixture.scale()).isCloseTo(matching.scale(), within(1e-13));
    assertThat(mixture.totalVariance()).isCloseTo(matching.totalVariance(), within(1e-12));
  }

  @Test
  void bitsDoNotDependOnTheBatch() {
    for (int d : new int[] {2, D, 100}) {
      GaussianMixture mixture =
          Laws.mixture(
              Laws.gaussian(1, d, d, 0),
              Laws.gaussian(2, d, 1, 0.3),
              Laws.gaussian(3, d, 0, 0.7),
              Laws.gaussian(4, d, 0, 0.5));
      Batch x = Laws.normal(21, 300, d).times(2);
      for (double sigma : new double[] {0.002, 0.7, 80}) {
        Laws.bitsDoNotDependOnTheBatch(mixture, x, sigma);
      }
      assertThat(mixture.sample(Noise.of(5, 50)).slice(10, 7))
          .isEqualTo(mixture.sample(Noise.of(5, 50).slice(10, 7)));
    }
  }

  @Test
  void responsibilitiesSumToOneAndAreBayesRule() {
    Batch x = Laws.normal(22, 20, D);
    GaussianMixture mixture = mixed();
    Matrix w = mixture.responsibilities(x, 0.7);
    for (int i = 0; i < x.count(); i++) {
      double sum = 0;
      double total = mixture.logDensity(x, 0.7).get(i);
      for (int c = 0; c < mixture.components().size(); c++) {
        sum += w.get(i, c);
        double joint =
            Math.log(mixture.weights().get(c))
                + mixture.components().get(c).logDensity(x, 0.7).get(i);
        assertThat(w.get(i, c)).isCloseTo(Math.exp(joint - total), within(1e-12));
      }
      assertThat(sum).isCloseTo(1, within(1e-14));
    }
  }

  @Test
  void wrongPartsAreNamed() {
    Gaussian g = Laws.gaussian(1, D, 2, 1);
    assertThatThrownBy(() -> new GaussianMixture(Vector.of(0.5, 0.6), List.of(g, g)))
        .hasMessageContaining("0.6");
    assertThatThrownBy(() -> new GaussianMixture(Vector.of(1, 0), List.of(g)))
        .hasMessageContaining("2 weights for 1");
    assertThatThrownBy(
            () -> new GaussianMixture(Vector.of(0.5, 0.5), List.of(g, Laws.gaussian(1, 3, 2, 1))))
        .hasMessageContaining("7 and 3");
    assertThatThrownBy(() -> mixed().denoise(Laws.normal(1, 2, 3), 1)).hasMessageContaining("3");
    assertThatThrownBy(() -> mixed().logDensity(Laws.normal(1, 2, D), 0))
        .hasMessageContaining("sigma > 0");
  }
}
