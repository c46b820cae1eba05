package org.scorefield.select;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.linalg.Factorizations;
import org.scorefield.linalg.Matrix;
import org.scorefield.metric.Estimate;
import org.scorefield.random.Noise;

/// Evidence of polynomials for 20 points of `sin 3x + 0.1 cos 37x`, taken in the order 0, 7, 14,
/// ...
class EvidenceTest {
  private static final double NOISE = 0.04;

  private static double x(int i) {
    return -1 + 2 * (7 * i % 20) / 19.0;
  }

  private static Regression polynomial(int degree) {
    double[] features = new double[20 * (degree + 1)];
    double[] targets = new double[20];
    for (int i = 0; i < 20; i++) {
      targets[i] = Math.sin(3 * x(i)) + 0.1 * Math.cos(37 * x(i));
      for (int p = 0; p <= degree; p++) {
        features[i * (degree + 1) + p] = Math.pow(x(i), p);
      }
    }
    return Regression.of(
        Matrix.adopt(20, degree + 1, features), Matrix.adopt(20, 1, targets), NOISE, 1);
  }

  /// Two outputs, a noise of its own in every row.
  private static Regression uneven() {
    Matrix features = normal(41, 12, 4);
    Vector noise = Vector.generate(12, i -> 0.05 + 0.1 * i);
    return new Regression(features, normal(42, 12, 2), noise, 0.7);
  }

  private static Matrix normal(long seed, int rows, int columns) {
    return Matrix.adopt(
        rows, columns, Noise.of(seed, rows).normal(Shape.vector(columns)).toArray());
  }

  /// Golden, by NumPy in double precision, to the four decimals that were kept.
  @Test
  void polynomialsHaveTheKnownEvidenceAndBound() {
    double[] evidence = {
      -114.8309, -42.6177, -44.5908, -3.4584, -4.3104, -4.3891, -4.9257, -5.3390, -5.7383
    };
    double[] bound = {
      -149.0214, -137.2974, -157.0381, -113.3494, -128.9672, -142.1113, -157.2740, -172.2200,
      -187.9912
    };
    for (int degree = 0; degree <= 8; degree++) {
      assertThat(polynomial(degree).logEvidence()).isCloseTo(evidence[degree], within(6e-5));
      assertThat(OneStepAhead.of(polynomial(degree)).lowerBound())
          .isCloseTo(bound[degree], within(6e-5));
    }
  }

  /// The definition: the joint normal density of n targets, with its n x n covariance.
  @Test
  void theEvidenceIsTheDensityOfTheTargets() {
    for (Regression regression : List.of(uneven(), polynomial(5))) {
      int n = regression.count();
      double[] covariance = regression.features().timesTransposed(regression.features()).toArray();
      for (int i = 0; i < n * n; i++) {
        covariance[i] *= regression.priorVariance();
        covariance[i] += i % (n + 1) == 0 ? regression.noiseVariances().get(i / n) : 0;
      }
      Matrix factor = Factorizations.cholesky(Matrix.adopt(n, n, covariance));
      double density = 0;
      for (int k = 0; k < regression.outputs(); k++) {
        double[] white = new double[n];
        for (int i = 0; i < n; i++) {
          double rest = regression.targets().get(i, k);
          for (int j = 0; j < i; j++) {
            rest -= factor.get(i, j) * white[j];
          }
          white[i] = rest / factor.get(i, i);
          density -= Math.log(factor.get(i, i)) + 0.5 * white[i] * white[i];
        }
      }
      density -= 0.5 * n * regression.outputs() * Math.log(2 * Math.PI);
      assertThat(regression.logEvidence() / density).isCloseTo(1, within(1e-10));
    }
  }

  @Test
  void theSumOfOneStepAheadTermsIsTheEvidence() {
    for (int degree = 0; degree <= 8; degree++) {
      assertThat(OneStepAhead.of(polynomial(degree)).logEvidence())
          .isCloseTo(polynomial(degree).logEvidence(), within(1e-9));
    }
    assertThat(OneStepAhead.of(uneven()).logEvidence())
        .isCloseTo(uneven().logEvidence(), within(1e-9));
  }

  /// What each term of the bound leaves out, `D/2 [v/s - ln(1 + v/s)] + e v/(2 s (s + v))`.
  @Test
  void theGapOfTheBoundIsItsClosedForm() {
    OneStepAhead path = OneStepAhead.of(uneven());
    double gap = 0;
    for (int i = 0; i < 12; i++) {
      double s = path.noiseVariances().get(i);
      double v = path.variances().get(i);
      double e = Math.pow(path.residuals().get(i, 0), 2) + Math.pow(path.residuals().get(i, 1), 2);
      double part = v / s - Math.log1p(v / s) + e * v / (2 * s * (s + v));
      assertThat(part).isPositive();
      gap += part;
    }
    assertThat(path.logEvidence() - path.lowerBound()).isCloseTo(gap, within(1e-10));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8})
  void moreDrawsCloseTheGapFromBelow(int degree) {
    OneStepAhead path = OneStepAhead.of(polynomial(degree));
    Estimate one = path.sampled(1, Noise.of(degree, 2000));
    Estimate ten = path.sampled(10, Noise.of(degree, 500));
    Estimate hundred = path.sampled(100, Noise.of(degree, 500));
    assertThat(one.value()).isCloseTo(path.lowerBound(), within(3 * one.standardError()));
    assertThat(path.lowerBound()).isLessThan(ten.value());
    assertThat(ten.value()).isLessThan(hundred.value());
    assertThat(hundred.value()).isLessThan(path.logEvidence() + 2 * hundred.standardError());
  }

  /// Golden: means of 2000 by NumPy's generator, two decimals.
  @Test
  void aHundredDrawsComeNearTheEvidence() {
    assertSampled(3, -3.95);
    assertSampled(8, -6.05);
  }

  private static void assertSampled(int degree, double known) {
    Estimate sampled = OneStepAhead.of(polynomial(degree)).sampled(100, Noise.of(7, 2000));
    double error = Math.hypot(0.005, Math.sqrt(2) * sampled.standardError());
    assertThat(sampled.value()).isCloseTo(known, within(3 * error));
  }

  @Test
  void trainingLossesAreUnbiasedForTheBound() {
    for (Regression regression : List.of(polynomial(3), polynomial(8), uneven())) {
      Estimate losses = SampleThenOptimize.lowerBound(regression, Noise.of(23, 2000));
      assertThat(losses.value())
          .isCloseTo(OneStepAhead.of(regression).lowerBound(), within(3 * losses.standardError()));
    }
  }

  @Test
  void whatTrainingEndsAtIsADrawOfThePosterior() {
    Regression regression = polynomial(3);
    assertPosterior(regression, SampleThenOptimize.draws(regression, Noise.of(5, 5000)));
  }

  @Test
  void drawsOfThePosteriorHaveItsMoments() {
    Regression regression = polynomial(3);
    assertPosterior(regression, regression.posterior().draw(Noise.of(6, 5000)));
  }

  /// First and second moments within 3 standard errors of the closed form.
  private static void assertPosterior(Regression regression, List<Matrix> draws) {
    Posterior posterior = regression.posterior();
    Matrix covariance = posterior.covariance();
    int n = draws.size();
    for (int i = 0; i < 4; i++) {
      int row = i;
      double mean = posterior.mean().get(i, 0);
      double drawn = draws.stream().mapToDouble(w -> w.get(row, 0)).sum() / n;
      assertThat(drawn).isCloseTo(mean, within(3 * Math.sqrt(covariance.get(i, i) / n)));
      for (int j = 0; j <= i; j++) {
        int column = j;
        double other = posterior.mean().get(j, 0);
        double product =
            draws.stream()
                    .mapToDouble(w -> (w.get(row, 0) - mean) * (w.get(column, 0) - other))
                    .sum()
                / n;
        double square =
            covariance.get(i, i) * covariance.get(j, j) + Math.pow(covariance.get(i, j), 2);
        assertThat(product).isCloseTo(covariance.get(i, j), within(3 * Math.sqrt(square / n)));
      }
    }
  }

  /// The shortcut, one exact step a sample, ends where gradient descent on the stated loss ends.
  @Test
  void gradientDescentFromThePriorEndsAtTheSameDraw() {
    Regression regression = polynomial(2);
    Noise noise = Noise.of(31, 3);
    List<Matrix> draws = SampleThenOptimize.draws(regression, noise);
    double[] prior = noise.child("prior").normal(Shape.vector(3)).shared();
    double[] white = noise.child("targets").normal(Shape.vector(20)).shared();
    for (int r = 0; r < 3; r++) {
      double[] w = java.util.Arrays.copyOfRange(prior, 3 * r, 3 * r + 3);
      double[] start = w.clone();
      for (int step = 0; step < 20_000; step++) {
        double[] gradient = new double[3];
        for (int p = 0; p < 3; p++) {
          gradient[p] = w[p] - start[p];
        }
        for (int i = 0; i < 20; i++) {
          double[] phi = regression.features().row(i);
          double noisy = regression.targets().get(i, 0) + Math.sqrt(NOISE) * white[20 * r + i];
          double error = (phi[0] * w[0] + phi[1] * w[1] + phi[2] * w[2] - noisy) / NOISE;
          for (int p = 0; p < 3; p++) {
            gradient[p] += error * phi[p];
          }
        }
        for (int p = 0; p < 3; p++) {
          w[p] -= 1e-3 * gradient[p];
        }
      }
      assertThat(draws.get(r).toArray()).containsExactly(w, within(1e-9));
    }
  }

  /// Data of two bands with noise of known sizes: both are found, and their evidence is above that
  /// of any one variance.
  @Test
  void quasiEvidenceFindsTheNoiseOfEachBand() {
    int n = 600;
    Matrix features = normal(51, n, 5);
    Matrix white = normal(52, n, 2);
    Matrix weights = normal(53, 5, 2);
    double[] targets = features.times(weights).toArray();
    int[] bands = new int[n];
    for (int i = 0; i < n; i++) {
      bands[i] = i % 2;
      double deviation = bands[i] == 0 ? 0.1 : 1;
      targets[2 * i] += deviation * white.get(i, 0);
      targets[2 * i + 1] += deviation * white.get(i, 1);
    }
    Matrix y = Matrix.adopt(n, 2, targets);
    QuasiEvidence fitted = QuasiEvidence.of(features, y, bands, 1, 30);
    double error = 4 * Math.sqrt(2.0 / n);
    assertThat(fitted.noiseVariances().get(0) / 0.01).isCloseTo(1, within(error));
    assertThat(fitted.noiseVariances().get(1)).isCloseTo(1, within(error));
    QuasiEvidence one = QuasiEvidence.of(features, y, new int[n], 1, 30);
    assertThat(fitted.logEvidence()).isGreaterThan(one.logEvidence() + 100);
    for (double factor : new double[] {0.9, 1.1}) {
      Vector moved =
          Vector.generate(
              n, i -> fitted.noiseVariances().get(bands[i]) * (i % 2 == 0 ? factor : 1));
      assertThat(new Regression(features, y, moved, 1).logEvidence())
          .isLessThan(fitted.logEvidence());
    }
  }

  @Test
  void problemsThatAreNoneAreRefused() {
    Matrix one = Matrix.identity(2);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Regression.of(one, Matrix.identity(3), 1, 1))
        .withMessageContaining("got 3 and 2 for 2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Regression.of(one, one, 0, 1))
        .withMessageContaining("variances must be positive");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OneStepAhead.of(uneven()).sampled(0, Noise.of(1, 2)))
        .withMessageContaining("got 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> QuasiEvidence.of(one, one, new int[] {0, 2}, 1, 5))
        .withMessageContaining("no row belongs to band 1");
  }
}
