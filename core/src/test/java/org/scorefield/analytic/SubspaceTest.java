package org.scorefield.analytic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.data.Dataset;
import org.scorefield.denoise.Denoiser;
import org.scorefield.linalg.Matrix;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;

class SubspaceTest {

  private static Subspace frame(int size, int d, double residual) {
    Gaussian g = Laws.gaussian(1, size, d, residual);
    return Subspace.of(g);
  }

  private static GaussianMixture latent() {
    return Laws.mixture(
        Laws.gaussian(2, 2, 2, 0), Laws.gaussian(3, 2, 1, 0.2), Laws.gaussian(4, 2, 0, 0.5));
  }

  /// The mixture in D dimensions that the lifted latent mixture is.
  private static GaussianMixture full(Subspace frame, GaussianMixture latent) {
    int size = frame.shape().size();
    Matrix v = frame.basis();
    return new GaussianMixture(
        latent.weights(),
        latent.components().stream()
            .map(g -> {
              double[] covariance = v.times(g.covariance()).timesTransposed(v).toArray();
              double[] projector = v.timesTransposed(v).shared();
              for (int i = 0; i < covariance.length; i++) {
                double identity = i % (size + 1) == 0 ? 1 : 0;
                covariance[i] += frame.residual() * (identity - projector[i]);
              }
              Batch mean = frame.embed(Batch.adopt(g.shape(), g.mean().toArray()));
              return Gaussian.of(
                  frame.shape(), Vector.adopt(mean.row(0)), Matrix.adopt(size, size, covariance));
            })
            .toList());
  }

  @Test
  void liftedLawIsTheLawInAllDimensions() {
    for (double residual : new double[] {0, 0.05}) {
      Subspace frame = frame(6, 2, residual);
      Distribution lifted = frame.lift(latent());
      GaussianMixture full = full(frame, latent());
      Batch x = Laws.normal(5, 40, 6).times(2);
      for (double sigma : new double[] {0.3, 1, 20}) {
        Laws.close(lifted.score(x, sigma), full.score(x, sigma), 1e-12);
        Laws.close(lifted.denoise(x, sigma), full.denoise(x, sigma), 1e-12);
        for (int i = 0; i < x.count(); i++) {
          double expected = full.logDensity(x, sigma).get(i);
          assertThat(lifted.logDensity(x, sigma).get(i))
              .isCloseTo(expected, within(1e-11 * Math.max(1, Math.abs(expected))));
        }
        Laws.scoreIsTheGradientOfTheLogDensity(lifted, x, sigma, 0.02 * sigma, 1e-8);
      }
      assertThat(lifted.scale()).isCloseTo(full.scale(), within(1e-12));
    }
  }

  @Test
  void subspaceOfExactDataIsFoundExactly() {
    Subspace truth = frame(30, 3, 0);
    Batch z = Laws.normal(6, 8, 3);
    Gaussian fitted = LowRank.fit(Dataset.of("test", "none", truth.embed(z)), 3, NoiseKey.of(1));
    Matrix a = truth.basis().timesTransposed(truth.basis());
    Matrix b = fitted.basis().timesTransposed(fitted.basis());
    assertThat(Math.sqrt(Sums.squaredDistance(a.shared(), 0, b.shared(), 0, 900)))
        .isLessThan(1e-10);
  }

  @Test
  void errorOfALatentDenoiserDoesNotGrowWithTheDimension() {
    GaussianMixture truth = latent();
    Denoiser rough = truth.matchingGaussian();
    Batch z = Laws.normal(7, 50, 2).times(2);
    double expected = norm(truth.denoise(z, 0.7).minus(rough.denoise(z, 0.7)));
    for (int size : new int[] {16, 256}) {
      Subspace frame = frame(size, 2, 0);
      Batch x = frame.embed(z);
      Batch gap = frame.lift(truth).denoise(x, 0.7).minus(frame.lift(rough).denoise(x, 0.7));
      assertThat(norm(gap)).isCloseTo(expected, within(1e-9));
    }
  }

  private static double norm(Batch x) {
    return Math.sqrt(Sums.squares(x.shared(), 0, x.shared().length));
  }

  @Test
  void samplesHaveTheVarianceOfTheSubspaceAndOfTheRest() {
    Subspace frame = frame(6, 2, 0.3);
    Distribution lifted = frame.lift(latent());
    int n = 20_000;
    Batch drawn = lifted.sample(Noise.of(8, n));
    Batch z = frame.project(drawn);
    Batch off = drawn.minus(frame.embed(z));
    double outside = Sums.squares(off.shared(), 0, off.shared().length) / n / 4;
    assertThat(outside).isCloseTo(0.3, within(4 * 0.3 * Math.sqrt(2.0 / (4 * n))));
    Moments moments = Moments.of(Dataset.of("drawn", "none", z));
    Matrix expected = latent().matchingGaussian().covariance();
    assertThat(moments.covariance().get(0, 0))
        .isCloseTo(expected.get(0, 0), within(0.05 * expected.get(0, 0)));
  }

  @Test
  void projectUndoesEmbed() {
    Subspace frame = frame(12, 4, 0.1);
    Batch z = Laws.normal(9, 5, 4);
    Laws.close(frame.project(frame.embed(z)), z, 1e-14);
  }

  @Test
  void wrongPartsAreNamed() {
    assertThatThrownBy(() -> frame(6, 3, 0).lift(latent())).hasMessageContaining("3 dimensions");
    assertThatThrownBy(() ->
            new Subspace(
                Shape.vector(2), Vector.of(0, 0), Matrix.copyOf(2, 1, new double[] {1, 1}), 0))
        .hasMessageContaining("orthonormal");
    assertThatThrownBy(() -> frame(6, 2, -1)).isInstanceOf(IllegalArgumentException.class);
  }
}
