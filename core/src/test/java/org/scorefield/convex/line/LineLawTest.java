package org.scorefield.convex.line;

import org.scorefield.convex.Activation;
import org.scorefield.convex.TwoLayerScore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.random.Noise;
import org.scorefield.sampling.solver.LangevinChain;
import org.scorefield.sampling.solver.Ula;

class LineLawTest {
  private static final SortedPoints THREE = SortedPoints.of(-1, 0, 1);

  private static LineScore gaussian(double mean, double variance) {
    return new LineScore(
        Vector.of(mean + 1), Vector.of(-1 / variance), Vector.of(-1 / variance, -1 / variance));
  }

  @Test
  void lawOfALinearScoreIsGaussian() {
    LineLaw law = new LineLaw(gaussian(3, 4));
    assertThat(law.mean()).isCloseTo(3, within(1e-12));
    assertThat(law.variance()).isCloseTo(4, within(1e-11));
    for (double x : new double[] {-5, 1, 3, 4.5, 14}) {
      double exact = -(x - 3) * (x - 3) / 8 - Math.log(2 * Math.sqrt(2 * Math.PI));
      assertThat(law.logDensity(x)).isCloseTo(exact, within(1e-12));
    }
    assertThat(law.cdf(3)).isCloseTo(0.5, within(1e-14));
    // Phi(1), from tables.
    assertThat(law.cdf(5)).isCloseTo(0.841344746068543, within(1e-13));
  }

  @Test
  void lawOfFlatTailsIsLaplace() {
    LineScore score =
        new LineScore(Vector.of(-1e-9, 1e-9), Vector.of(2, -2), Vector.of(0, -2e9, 0));
    LineLaw law = new LineLaw(score);
    assertThat(law.variance()).isCloseTo(0.5, within(1e-8));
    assertThat(law.cdf(1)).isCloseTo(1 - Math.exp(-2) / 2, within(1e-8));
  }

  @Test
  void lawOfTwoModesHasAValleyBetween() {
    LineScore score = new LineScore(Vector.of(-1, 1), Vector.of(-3, 3), Vector.of(-4, 3, -4));
    LineLaw law = new LineLaw(score);
    assertThat(law.mean()).isCloseTo(0, within(1e-12));
    assertThat(law.density(0)).isLessThan(law.density(1.5));
    // The score is the slope of the log density.
    for (double x : new double[] {-2.2, -0.4, 0.7, 1.9}) {
      double h = 1e-5;
      assertThat((law.logDensity(x + h) - law.logDensity(x - h)) / (2 * h))
          .isCloseTo(score.at(x), within(1e-8));
    }
  }

  @Test
  void quantileInvertsTheShareBelow() {
    LineLaw law = new LineLaw(GaussianLaplace.learned(THREE, 2).score());
    for (double u : new double[] {1e-6, 0.1, 0.5, 0.77, 0.999}) {
      assertThat(law.cdf(law.quantile(u))).isCloseTo(u, within(1e-14));
    }
    assertThatThrownBy(() -> law.quantile(1)).hasMessageContaining("1.0");
  }

  @Test
  void refusesAScoreThatDoesNotConfine() {
    LineScore rising = new LineScore(Vector.of(0, 1), Vector.of(0, 1), Vector.of(-1, 1, 0.5));
    assertThat(rising.confines()).isFalse();
    assertThatThrownBy(() -> new LineLaw(rising)).hasMessageContaining("infinity");
    assertThat(new LineScore(Vector.of(0), Vector.of(0), Vector.of(0, 0)).confines()).isFalse();
  }

  /// Numbers of an independent program, by quadrature.
  @Test
  void gaussianWithLaplaceTailsHasItsClosedForms() {
    GaussianLaplace law = GaussianLaplace.learned(THREE, 2);
    assertThat(law.precision()).isCloseTo(0.5, within(1e-15));
    assertThat(law.normaliser()).isCloseTo(4.960327158, within(1e-8));
    assertThat(law.variance()).isCloseTo(8.280237, within(1e-6));
    assertThat(1 - law.cdf(1) + law.cdf(-1)).isCloseTo(0.628008, within(5e-5));
    assertThat(law.score().at(5)).isEqualTo(-0.5);
    assertThat(law.score().at(-5)).isEqualTo(0.5);
    LineScore symmetric =
        new LineScore(Vector.of(-1, 0, 1), Vector.of(.5, 0, -.5), Vector.of(0, -.5, -.5, 0));
    assertThat(new LineLaw(symmetric).expectation(Math::abs)).isCloseTo(2.062446, within(1e-6));
  }

  @Test
  void closedFormsAreThoseOfTheLawOfItsScore() {
    GaussianLaplace closed = new GaussianLaplace(0.3, 0.7, -1.1, 2.4);
    LineLaw law = new LineLaw(closed.score());
    assertThat(closed.expectation()).isCloseTo(law.mean(), within(1e-12));
    assertThat(closed.variance()).isCloseTo(law.variance(), within(1e-11));
    for (double x : new double[] {-6, -1.1, 0, 2, 2.4, 9}) {
      assertThat(closed.density(x)).isCloseTo(law.density(x), within(1e-13));
      assertThat(closed.cdf(x)).isCloseTo(law.cdf(x), within(1e-13));
    }
  }

  @Test
  void solutionOfAbsoluteValuesHasThisLaw() {
    SortedPoints data = SortedPoints.of(-2, -0.5, 0.25, 1, 3);
    GaussianLaplace law = GaussianLaplace.learned(data, 4);
    LineScore score =
        LineProgram.scoreMatching(data, Activation.ABSOLUTE, false, 4).solve().score();
    for (double x : new double[] {-9, -2, 0.1, 2.9, 3.5}) {
      assertThat(score.at(x)).isCloseTo(law.score().at(x), within(1e-13));
    }
    assertThatThrownBy(() -> GaussianLaplace.learned(data, 2)).hasMessageContaining("2.415");
    assertThatThrownBy(() -> GaussianLaplace.learned(data, 5)).hasMessageContaining("5.0");
  }

  @Test
  void langevinKeepsTheGaussianWithLaplaceTails() {
    GaussianLaplace law = GaussianLaplace.learned(THREE, 2);
    LineLaw quantiles = new LineLaw(law.score());
    int chains = 20_000;
    Batch start = Noise.of(1, chains).uniform(Shape.vector(1)).map(quantiles::quantile);
    TwoLayerScore network =
        LineProgram.scoreMatching(THREE, Activation.ABSOLUTE, false, 2).solve().network();
    Batch end =
        new LangevinChain(new Ula(), 200, 0.1)
            .run(network.denoiser(1), start, 1, Noise.of(2, chains))
            .state();
    assertThat(variance(end)).isCloseTo(8.28, within(0.03 * 8.28));
  }

  @Test
  void langevinOnAGaussianIsAnAutoregression() {
    GaussianLangevin chain = new GaussianLangevin(0, 1.7, 0.5);
    assertThat(chain.stationaryVariance()).isCloseTo(1.834921, within(1e-6));
    int chains = 50_000;
    Batch start = Batch.adopt(Shape.vector(1), new double[chains]);
    Batch few =
        new LangevinChain(new Ula(), 3, 0.5)
            .run(gaussian(0, 1.7).denoiser(1), start, 1, Noise.of(3, chains))
            .state();
    double exact = chain.after(3, new GaussianLangevin.State(0, 0)).variance();
    assertThat(variance(few)).isCloseTo(exact, within(0.02 * exact));
    Batch many =
        new LangevinChain(new Ula(), 60, 0.5)
            .run(gaussian(0, 1.7).denoiser(1), start, 1, Noise.of(3, chains))
            .state();
    assertThat(variance(many)).isCloseTo(1.834921, within(0.015 * 1.834921));
  }

  @Test
  void divergenceFallsToTheBiasAndNoFurther() {
    GaussianLangevin chain = new GaussianLangevin(1, 2, 0.3);
    GaussianLangevin.State state = new GaussianLangevin.State(5, 0.1);
    double before = Double.POSITIVE_INFINITY;
    for (int k = 0; k < 40; k++) {
      double divergence = chain.divergence(chain.after(k, state));
      assertThat(divergence).isLessThan(before);
      before = divergence;
    }
    assertThat(chain.divergence(chain.after(1000, state))).isCloseTo(chain.bias(), within(1e-14));
    assertThat(chain.divergence(new GaussianLangevin.State(1, 2))).isZero();
  }

  @Test
  void movesAsLargeAsFourVariancesAreNotStable() {
    assertThat(new GaussianLangevin(0, 1, 3.99).stable()).isTrue();
    GaussianLangevin chain = new GaussianLangevin(0, 1, 4);
    assertThat(chain.stable()).isFalse();
    assertThat(chain.stationaryVariance()).isInfinite();
    assertThat(chain.after(500, new GaussianLangevin.State(0, 0)).variance()).isGreaterThan(1000);
    assertThatThrownBy(() -> new GaussianLangevin(0, 1, 0)).hasMessageContaining("0.0");
  }

  private static double variance(Batch x) {
    double mean = 0;
    double square = 0;
    for (double v : x.toArray()) {
      mean += v / x.count();
      square += v * v / x.count();
    }
    return square - mean * mean;
  }
}
