package org.scorefield.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.scorefield.analytic.Gaussian;
import org.scorefield.analytic.GaussianMixture;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.data.Dataset;
import org.scorefield.denoise.Denoiser;
import org.scorefield.linalg.Matrix;
import org.scorefield.random.Noise;

/// {@link NoisyKl} and {@link DenoisingLoss} where Gaussians give them in closed form.
class KnownLawsTest {
  private static final Shape THREE = Shape.vector(3);
  private static final double[] P = {4, 1, 0.1};
  private static final double[] Q = {3, 1.5, 0.3};
  private static final double[] MEAN = {1, -0.5, 0.2};

  private static Gaussian diagonal(double[] mean, double[] variances) {
    return new Gaussian(THREE, Vector.of(mean), Matrix.identity(3), Vector.of(variances), 0);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.2, 0.5, 3})
  void divergenceOfNoisyGaussiansIsTheClosedForm(double sigma) {
    Gaussian p = diagonal(MEAN, P);
    Gaussian q = diagonal(new double[3], Q);
    Estimate forward = new NoisyKl(20_000).measure(p, q, sigma, Noise.of(1, 1));
    Estimate backward = new NoisyKl(20_000).measure(q, p, sigma, Noise.of(1, 1));
    assertThat(forward.value())
        .isCloseTo(divergence(P, Q, sigma), within(4 * forward.standardError()));
    assertThat(backward.value())
        .isCloseTo(divergence(Q, P, sigma), within(4 * backward.standardError()));
    // Neither the two directions nor the levels can be taken for one another.
    assertThat(forward.standardError()).isLessThan(0.05 * forward.value());
    assertThat(backward.standardError()).isLessThan(0.05 * backward.value());
    assertThat(forward.n()).isEqualTo(20_000);
  }

  private static double divergence(double[] p, double[] q, double sigma) {
    double sum = 0;
    for (int j = 0; j < 3; j++) {
      double a = p[j] + sigma * sigma;
      double b = q[j] + sigma * sigma;
      sum += (a + MEAN[j] * MEAN[j]) / b - 1 - Math.log(a / b);
    }
    return sum / 2;
  }

  @Test
  void aLawDoesNotDivergeFromItself() {
    GaussianMixture law = GaussianMixture.isotropic(Noise.of(3, 4).normal(THREE), 0.2);
    Estimate none = new NoisyKl(100).measure(law, law, 0.5, Noise.of(2, 1));
    assertThat(none.value()).isZero();
    assertThat(none.standardError()).isZero();
  }

  /// `mean over components of lambda sigma^2/(lambda + sigma^2)`, the conditional variance.
  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.7, 5})
  void lossOfTheExactDenoiserIsTheConditionalVariance(double sigma) {
    Gaussian law = diagonal(MEAN, P);
    Dataset data = Dataset.of("drawn", "none", law.sample(Noise.of(4, 20_000)));
    double v = sigma * sigma;
    double expected = 0;
    for (double lambda : P) {
      expected += lambda * v / (lambda + v) / 3;
    }
    Estimate exact = new DenoisingLoss(20_000).measure(law, data, sigma, Noise.of(5, 1));
    assertThat(exact.value()).isCloseTo(expected, within(4 * exact.standardError()));
    assertThat(exact.standardError()).isLessThan(0.02 * expected);
  }

  /// A model that says the observation back loses sigma^2, one that says 0 the square of the data;
  /// and rows beyond the cap do not count.
  @Test
  void lossOfTrivialModelsIsKnown() {
    Dataset data =
        Dataset.of("two", "none", Batch.copyOf(THREE, new double[] {1, 2, 2, 0, 3, 0, 99, 99, 99}));
    Denoiser zero = of((x, sigma) -> x.times(0));
    Estimate squares = new DenoisingLoss(2).measure(zero, data, 1, Noise.of(1, 1));
    assertThat(squares.value()).isCloseTo(3, within(1e-15));
    assertThat(squares.standardError()).isZero();
    assertThat(squares.n()).isEqualTo(2);
    Dataset many = Dataset.of("many", "none", Batch.zeros(THREE, 20_000));
    Estimate noise =
        new DenoisingLoss(20_000).measure(of((x, sigma) -> x), many, 0.5, Noise.of(2, 1));
    // The mean of three squared normals of variance 1/4: variance 2/48 a row.
    assertThat(noise.standardError())
        .isCloseTo(Math.sqrt(2 / 48.0 / 20_000), within(1e-4 * noise.value()));
    assertThat(noise.value()).isCloseTo(0.25, within(4 * noise.standardError()));
  }

  @FunctionalInterface
  private interface Rule {
    Batch denoise(Batch x, double sigma);
  }

  private static Denoiser of(Rule rule) {
    return new Denoiser() {
      @Override
      public Shape shape() {
        return THREE;
      }

      @Override
      public Batch denoise(Batch x, double sigma) {
        return rule.denoise(x, sigma);
      }
    };
  }
}
