package org.scorefield.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.scorefield.Overshooting;
import org.scorefield.SymmetricPair;
import org.scorefield.analytic.Gaussian;
import org.scorefield.analytic.GaussianMixture;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.denoise.Denoiser;
import org.scorefield.denoise.LogDensity;
import org.scorefield.linalg.Matrix;
import org.scorefield.random.Noise;

class LikelihoodTest {
  private static final Shape ONE = Shape.vector(1);
  private static final Shape TWO = Shape.vector(2);

  /// Not diagonal, so that probes have something to estimate.
  private static final Gaussian TILTED =
      Gaussian.of(
          Shape.vector(3),
          Vector.of(1, -2, 0.5),
          Matrix.copyOf(3, 3, new double[] {4, 1.5, -0.2, 1.5, 1, 0.1, -0.2, 0.1, 0.09}));

  private static final Divergence EXACT = new Divergence.Exact();
  private static final Divergence DIFFERENCES = new Divergence.Differences(1e-4);

  private static LogLikelihoods likelihoods(
      int steps, LogDensity end, Divergence divergence, Denoiser model, Batch data) {
    return new Likelihood(steps, 0.002, 80, end, divergence)
        .of(model, data, Noise.of(9, data.count()))
        .orElseThrow();
  }

  private static double furthest(Vector a, Vector b) {
    double furthest = 0;
    for (int i = 0; i < a.size(); i++) {
      furthest = Math.max(furthest, Math.abs(a.get(i) - b.get(i)));
    }
    return furthest;
  }

  @Test
  void aGaussianHasItsClosedFormLikelihood() {
    Batch data = TILTED.sample(Noise.of(1, 30));
    Vector exact = TILTED.logDensity(data, 0.002);
    LogLikelihoods result = likelihoods(100, TILTED, EXACT, TILTED, data);
    assertThat(furthest(result.logDensity(), exact)).isLessThan(1e-6);
    assertThat(result.standardError()).isEqualTo(Vector.generate(30, i -> 0));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.01, 0.09})
  void aMixtureHasItsClosedFormLikelihood(double variance) {
    SymmetricPair pair = new SymmetricPair(TWO, variance);
    double scale = Math.sqrt(variance);
    Batch signs = Noise.of(7, 20).uniform(TWO).map(u -> u < 0.5 ? -1 : 1);
    Batch data = signs.plus(Noise.of(8, 20).normal(TWO), scale);
    LogDensity end = Gaussian.isotropic(TWO, Vector.of(0, 0), 1 + variance);
    Vector exact = pair.logDensity(data, 0.002);
    assertThat(furthest(likelihoods(200, end, EXACT, pair, data).logDensity(), exact))
        .isLessThan(1e-6);
    assertThat(furthest(likelihoods(200, end, DIFFERENCES, pair, data).logDensity(), exact))
        .isLessThan(1e-6);
  }

  /// Tilted components of different rank in three dimensions: the densities, denoiser and posterior
  /// trace of the library's own mixture, with nothing diagonal.
  private static GaussianMixture tiltedMixture() {
    Shape three = Shape.vector(3);
    Matrix line = Matrix.copyOf(3, 1, new double[] {0.6, 0.8, 0});
    return new GaussianMixture(
        Vector.of(0.2, 0.5, 0.3),
        List.of(
            TILTED,
            new Gaussian(three, Vector.of(-2, 0, 1), line, Vector.of(1.5), 0.2),
            Gaussian.isotropic(three, Vector.of(2, 2, -1), 0.4)));
  }

  @Test
  void aGaussianMixtureHasItsClosedFormLikelihood() {
    GaussianMixture mixture = tiltedMixture();
    Batch data = mixture.sample(Noise.of(3, 25));
    Vector exact = mixture.logDensity(data, 0.002);
    LogLikelihoods traced = likelihoods(400, mixture, EXACT, mixture, data);
    assertThat(furthest(traced.logDensity(), exact)).isLessThan(1e-6);
    LogLikelihoods differenced = likelihoods(400, mixture, DIFFERENCES, mixture, data);
    assertThat(furthest(differenced.logDensity(), exact)).isLessThan(1e-6);
    // The Gaussian of its mean and covariance is as good an end: what is left at sigmaMax = 80 is
    // the divergence of the two, of the order of (scale/80)^6.
    LogLikelihoods matched = likelihoods(400, mixture.matchingGaussian(), EXACT, mixture, data);
    assertThat(furthest(matched.logDensity(), exact)).isLessThan(1e-4);
    assertThat(Divergence.bestFor(mixture)).isEqualTo(EXACT);
  }

  @ParameterizedTest
  @EnumSource
  void probesCoverTheLikelihoodOfAGaussianMixture(Divergence.Hutchinson.Law law) {
    GaussianMixture mixture = tiltedMixture();
    Batch data = mixture.sample(Noise.of(4, 40));
    Divergence hutchinson = new Divergence.Hutchinson(24, law, 1e-3);
    LogLikelihoods result = likelihoods(200, mixture, hutchinson, mixture, data);
    Vector exact = mixture.logDensity(data, 0.002);
    double squares = 0;
    for (int i = 0; i < 40; i++) {
      double off = result.logDensity().get(i) - exact.get(i);
      double standardError = result.standardError().get(i);
      assertThat(standardError).isBetween(0.01, 5.0);
      assertThat(Math.abs(off)).isLessThan(5 * standardError);
      squares += off * off / (standardError * standardError);
    }
    // As for the Gaussian above: 1.1 +- 0.26.
    assertThat(squares / 40).isBetween(0.4, 2.0);
  }

  /// Seven standard deviations from either mode the flow is stiff; more steps are needed, and too
  /// few give themselves away.
  @Test
  void pointsInTheGapBetweenModesNeedMoreSteps() {
    SymmetricPair pair = new SymmetricPair(ONE, 0.01);
    Batch data = Batch.copyOf(ONE, new double[] {0.5, 0.3, 0.05, 0});
    Vector exact = pair.logDensity(data, 0.002);
    LogLikelihoods many = likelihoods(1000, pair, EXACT, pair, data);
    assertThat(furthest(many.logDensity(), exact)).isLessThan(1e-6);
    LogLikelihoods few = likelihoods(100, pair, EXACT, pair, data);
    double error = Math.abs(few.logDensity().get(1) - exact.get(1));
    assertThat(error).isBetween(0.01, few.integrationError().get(1));
  }

  @Test
  void whatIsComputedIsTheDensityAtSigmaMin() {
    SymmetricPair pair = new SymmetricPair(ONE, 0.01);
    Batch data = Batch.copyOf(ONE, new double[] {1, 0.7});
    LogLikelihoods coarse =
        new Likelihood(100, 0.1, 80, pair, EXACT).of(pair, data, Noise.of(1, 2)).orElseThrow();
    assertThat(furthest(coarse.logDensity(), pair.logDensity(data, 0.1))).isLessThan(1e-6);
    assertThat(furthest(coarse.logDensity(), pair.logDensity(data, 0))).isGreaterThan(0.3);
  }

  @Test
  void theErrorFallsAsTheFifthPowerOfTheStepAndStaysBelowTheOneReported() {
    SymmetricPair pair = new SymmetricPair(ONE, 0.25);
    Batch data = Batch.copyOf(ONE, new double[] {2});
    double exact = pair.logDensity(data, 0.002).get(0);
    double[] error = new double[2];
    for (int k = 0; k < 2; k++) {
      LogLikelihoods result = likelihoods(160 << k, pair, EXACT, pair, data);
      error[k] = Math.abs(result.logDensity().get(0) - exact);
      assertThat(error[k]).isLessThan(result.integrationError().get(0));
    }
    assertThat(Math.log(error[0] / error[1]) / Math.log(2)).isCloseTo(5, within(0.15));
  }

  /// The density of a sampler is normalised even where its score is wrong: the strongest check of
  /// the signs of flow and divergence.
  @Test
  void aWrongModelStillHasANormalisedDensity() {
    Denoiser wrong = new Overshooting(0.4, 0.25, 0.3);
    int n = 2001;
    double from = -4;
    double spacing = 8.0 / (n - 1);
    Batch data = Batch.adopt(ONE, Vector.generate(n, i -> from + i * spacing).toArray());
    LogDensity prior = Likelihood.prior(ONE);
    Vector logDensity =
        new Likelihood(60, 0.05, 20, prior, DIFFERENCES)
            .of(wrong, data, Noise.of(1, n))
            .orElseThrow()
            .logDensity();
    assertThat(logDensity.stream().map(Math::exp).sum() * spacing).isCloseTo(1, within(1e-7));
    double right = Gaussian.isotropic(ONE, Vector.of(0.4), 0.25).logDensity(data, 0.05).get(n / 2);
    assertThat(logDensity.get(n / 2)).isNotCloseTo(right, within(0.01));
  }

  @Test
  void thePriorAsEndDiffersByTheRatioOfTheTwoEnds() {
    Gaussian data = Gaussian.isotropic(ONE, Vector.of(0), 1);
    Batch x = Batch.copyOf(ONE, new double[] {0, 1.5});
    Vector own = likelihoods(100, data, EXACT, data, x).logDensity();
    Vector prior = likelihoods(100, Likelihood.prior(ONE), EXACT, data, x).logDensity();
    Batch end = data.flow(x, 0.002, 80);
    for (int i = 0; i < 2; i++) {
      double ratio =
          Likelihood.prior(ONE).logDensity(end, 80).get(i) - data.logDensity(end, 80).get(i);
      assertThat(prior.get(i) - own.get(i)).isCloseTo(ratio, within(1e-7)).isNotZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void probesEstimateTheLikelihoodWithinTheirStandardError(Divergence.Hutchinson.Law law) {
    Batch data = TILTED.sample(Noise.of(2, 40));
    Divergence hutchinson = new Divergence.Hutchinson(24, law, 1e-3);
    LogLikelihoods result = likelihoods(40, TILTED, hutchinson, TILTED, data);
    Vector exact = TILTED.logDensity(data, 0.002);
    double squares = 0;
    for (int i = 0; i < 40; i++) {
      double standardError = result.standardError().get(i);
      assertThat(standardError).isBetween(0.01, 5.0);
      double off = (result.logDensity().get(i) - exact.get(i)) / standardError;
      assertThat(Math.abs(off)).isLessThan(5);
      squares += off * off;
    }
    // The mean square of 40 studentised errors with 23 degrees of freedom: 1.1 +- 0.26.
    assertThat(squares / 40).isBetween(0.4, 2.0);
  }

  @Test
  void signsAreExactForADiagonalJacobian() {
    SymmetricPair pair = new SymmetricPair(TWO, 0.04);
    Batch data = Batch.copyOf(TWO, new double[] {0.6, -0.2});
    Divergence signs = new Divergence.Hutchinson(3, Divergence.Hutchinson.Law.RADEMACHER, 1e-4);
    LogLikelihoods probed = likelihoods(50, pair, signs, pair, data);
    LogLikelihoods exact = likelihoods(50, pair, EXACT, pair, data);
    assertThat(furthest(probed.logDensity(), exact.logDensity())).isLessThan(1e-6);
    assertThat(probed.standardError().get(0)).isLessThan(1e-6);
  }

  @Test
  void aSingleProbeHasNoStandardError() {
    Batch data = TILTED.sample(Noise.of(2, 2));
    Divergence one = new Divergence.Hutchinson(1, Divergence.Hutchinson.Law.GAUSSIAN, 1e-3);
    assertThat(likelihoods(10, TILTED, one, TILTED, data).standardError().get(0)).isNaN();
  }

  @Test
  void aSampleDoesNotDependOnItsBatch() {
    Batch data = TILTED.sample(Noise.of(2, 33));
    for (Divergence divergence :
        List.of(
            EXACT,
            DIFFERENCES,
            new Divergence.Hutchinson(2, Divergence.Hutchinson.Law.GAUSSIAN, 1e-3))) {
      Likelihood likelihood = new Likelihood(10, 0.002, 80, TILTED, divergence);
      Noise noise = Noise.of(4, 33);
      LogLikelihoods together = likelihood.of(TILTED, data, noise).orElseThrow();
      LogLikelihoods alone =
          likelihood.of(TILTED, data.slice(20, 1), noise.slice(20, 1)).orElseThrow();
      assertThat(alone.logDensity().get(0)).isEqualTo(together.logDensity().get(20));
      assertThat(alone.standardError().get(0)).isEqualTo(together.standardError().get(20));
    }
  }

  @Test
  void bitsPerDimensionCountTheQuantum() {
    LogLikelihoods uniform =
        new LogLikelihoods(10, Vector.of(-10 * Math.log(2)), Vector.of(0), Vector.of(0));
    assertThat(uniform.bitsPerDimension(1).get(0)).isCloseTo(1, within(1e-14));
    assertThat(uniform.bitsPerDimension(2 / 256.0).get(0)).isCloseTo(8, within(1e-14));
  }

  @Test
  void misuseIsRefusedWithTheCure() {
    Denoiser plain = new Overshooting(0, 1, 0);
    Batch x = Batch.zeros(ONE, 1);
    Likelihood exact = new Likelihood(6, 0.1, 10, Likelihood.prior(ONE), EXACT);
    assertThatThrownBy(() -> exact.of(plain, x, Noise.of(1, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("use Divergence.Differences");
    assertThatThrownBy(() -> exact.of(plain, x, Noise.of(1, 2)))
        .hasMessageContaining("noise for 2 samples");
    assertThatThrownBy(() -> new Likelihood(5, 0.1, 10, TILTED, EXACT))
        .hasMessageContaining("even");
    assertThat(Divergence.bestFor(plain)).isInstanceOf(Divergence.Differences.class);
    assertThat(Divergence.bestFor(TILTED)).isEqualTo(EXACT);
  }

  @Test
  void aModelThatIsNotFiniteEndsAsDiverged() {
    Denoiser broken =
        new Denoiser() {
          @Override
          public Shape shape() {
            return ONE;
          }

          @Override
          public Batch denoise(Batch x, double sigma) {
            return sigma > 5 ? x.times(Double.NaN) : x.times(0);
          }
        };
    Outcome<LogLikelihoods> outcome =
        new Likelihood(4, 0.1, 10, Likelihood.prior(ONE), DIFFERENCES)
            .of(broken, Batch.zeros(ONE, 3), Noise.of(1, 3));
    assertThat(outcome).isInstanceOf(Outcome.Diverged.class);
  }
}
