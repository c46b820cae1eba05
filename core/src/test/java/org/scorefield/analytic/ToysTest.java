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
import org.scorefield.data.Dataset;
import org.scorefield.denoise.PosteriorCovariance;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;

class ToysTest {
  private static final double[] LEVELS = {0.01, 0.1, 0.5, 3, 80};

  static List<Toy> toys() {
    return Toys.ALL;
  }

  private static Batch noisy(Toy toy, int n, double sigma) {
    Batch clean = toy.law().sample(Noise.of(1, n));
    return clean.plus(Laws.normal(2, n, 2), sigma);
  }

  @ParameterizedTest
  @MethodSource("toys")
  void scoreIsTheGradientOfTheLogDensity(Toy toy) {
    for (double sigma : LEVELS) {
      Batch x = noisy(toy, 30, 1.5 * sigma);
      Laws.scoreIsTheGradientOfTheLogDensity(toy.law(), x, sigma, 0.02 * sigma, 1e-8);
    }
  }

  /// Stein's identities `E s = 0` and `E x s^T = -I` tie the samples to the density.
  @ParameterizedTest
  @MethodSource("toys")
  void samplesFollowTheDensity(Toy toy) {
    int n = 40_000;
    for (double sigma : new double[] {0.1, 0.6}) {
      Batch x = noisy(toy, n, sigma);
      double[] s = toy.law().score(x, sigma).shared();
      for (int row = 0; row < 2; row++) {
        for (int column = -1; column < 2; column++) {
          double sum = 0;
          double squares = 0;
          for (int i = 0; i < n; i++) {
            double value = s[2 * i + row] * (column < 0 ? 1 : x.get(i, column));
            sum += value;
            squares += value * value;
          }
          double mean = sum / n;
          double error = Math.sqrt((squares / n - mean * mean) / n);
          assertThat(mean)
              .as("%s sigma %s entry %d %d", toy.name(), sigma, row, column)
              .isCloseTo(row == column ? -1 : 0, within(4.5 * error));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("toys")
  void scaleAndMeanAreThoseOfTheSamples(Toy toy) {
    int n = 40_000;
    Moments m = Moments.of(toy.dataset(n, NoiseKey.of(5)));
    double variance = (m.covariance().get(0, 0) + m.covariance().get(1, 1)) / 2;
    double scale = toy.law().scale();
    assertThat(Math.sqrt(variance)).isCloseTo(scale, within(4 * scale / Math.sqrt(n)));
    Batch far = toy.law().denoise(Batch.zeros(Shape.vector(2), 1), 1e6);
    for (int j = 0; j < 2; j++) {
      double error = 4 * Math.sqrt(m.covariance().get(j, j) / n);
      assertThat(far.get(0, j)).isCloseTo(m.mean().get(j), within(error));
    }
  }

  @ParameterizedTest
  @MethodSource("toys")
  void posteriorCovarianceIsTheDerivativeOfTheDenoiser(Toy toy) {
    switch (toy.law()) {
      case CurveLaw law -> {
        for (double sigma : new double[] {0.1, 0.6, 5}) {
          Laws.posteriorCovarianceIsTheDerivativeOfTheDenoiser(
              law, noisy(toy, 20, sigma), sigma, 0.02 * sigma, 1e-7);
        }
      }
      case GaussianMixture law ->
          Laws.posteriorCovarianceIsTheDerivativeOfTheDenoiser(
              law, noisy(toy, 20, 0.6), 0.6, 0.01, 1e-7);
      default -> assertThat(toy.law()).isNotInstanceOf(PosteriorCovariance.class);
    }
  }

  @ParameterizedTest
  @MethodSource("toys")
  void bitsDoNotDependOnTheBatch(Toy toy) {
    for (double sigma : LEVELS) {
      Laws.bitsDoNotDependOnTheBatch(toy.law(), noisy(toy, 130, sigma), sigma);
    }
  }

  @ParameterizedTest
  @MethodSource("toys")
  void farAwayThereIsNoNan(Toy toy) {
    for (double sigma : LEVELS) {
      Batch x = Laws.normal(7, 10, 2).times(1e5 * sigma);
      assertThat(toy.law().denoise(x, sigma).firstNonFinite()).isEmpty();
      assertThat(toy.law().logDensity(x, sigma).stream().allMatch(Double::isFinite)).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("toys")
  void aShorterDatasetIsTheBeginningOfALongerOne(Toy toy) {
    Dataset longer = toy.dataset(50, NoiseKey.of(3));
    assertThat(toy.dataset(20, NoiseKey.of(3)).all()).isEqualTo(longer.rows(0, 20));
    assertThat(toy.dataset(20, NoiseKey.of(4)).all()).isNotEqualTo(longer.rows(0, 20));
    assertThat(longer.name()).isEqualTo(toy.name());
  }

  @Test
  void aToyIsFoundByNameAndAWrongNameListsThemAll() {
    assertThat(Toys.named("rings").name()).isEqualTo("rings");
    assertThatThrownBy(() -> Toys.named("ring"))
        .hasMessageContaining("'ring' (did you mean 'rings'?)")
        .hasMessageContaining("moons, swiss-roll, checkerboard, rings, eight-gaussians");
  }
}
