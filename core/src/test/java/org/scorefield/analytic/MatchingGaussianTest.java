package org.scorefield.analytic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.data.Dataset;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;

class MatchingGaussianTest {
  private static final int N = 200_000;

  static List<Distribution> laws() {
    Batch points = Noise.of(4, 12).normal(Shape.vector(3));
    Empirical empirical = Empirical.of(Dataset.of("points", "none", points));
    GaussianMixture mixture = GaussianMixture.isotropic(points, 0.3);
    Gaussian plane = LowRank.fit(Dataset.of("points", "none", points), 2, NoiseKey.of(1));
    Distribution lifted =
        Subspace.of(plane)
            .lift(GaussianMixture.isotropic(Noise.of(5, 4).normal(Shape.vector(2)), 0.1));
    return Stream.concat(Stream.of(empirical, mixture, lifted), Toys.ALL.stream().map(Toy::law))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("laws")
  void hasTheMeanAndCovarianceOfSamples(Distribution law) {
    Gaussian matching = law.matchingGaussian();
    Batch x = law.sample(new Noise(NoiseKey.of(7), 0, N));
    Moments moments = Moments.of(Dataset.of("samples", "none", x));
    int d = law.shape().size();
    double largest = matching.covariance().get(0, 0);
    for (int i = 0; i < d; i++) {
      largest = Math.max(largest, matching.covariance().get(i, i));
    }
    // Fourth moments of these laws stay below 5 variances squared; five standard errors.
    double limit = 5 * Math.sqrt(5.0 / N) * largest;
    for (int i = 0; i < d; i++) {
      assertThat(moments.mean().get(i))
          .isCloseTo(matching.mean().get(i), within(5 * Math.sqrt(largest / N)));
      for (int j = 0; j < d; j++) {
        assertThat(moments.covariance().get(i, j))
            .isCloseTo(matching.covariance().get(i, j), within(limit));
      }
    }
    assertThat(matching.scale()).isCloseTo(law.scale(), within(1e-9 * law.scale()));
  }

  @org.junit.jupiter.api.Test
  void ofAGaussianIsItself() {
    Gaussian g = Gaussian.isotropic(Shape.vector(2), Vector.of(1, 2), 3);
    assertThat(g.matchingGaussian()).isSameAs(g);
    assertThat(g.covariance().get(0, 0)).isCloseTo(3, within(1e-15));
  }
}
