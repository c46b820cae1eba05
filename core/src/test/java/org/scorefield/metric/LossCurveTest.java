package org.scorefield.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.scorefield.RuleDenoiser;
import org.scorefield.analytic.Distribution;
import org.scorefield.analytic.Gaussian;
import org.scorefield.analytic.GaussianMixture;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.data.Dataset;
import org.scorefield.denoise.Denoiser;
import org.scorefield.linalg.Matrix;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;

class LossCurveTest {
  private static final Shape THREE = Shape.vector(3);
  private static final double[] LAMBDA = {4, 1, 0.1};
  private static final Vector LEVELS = HeldOut.logLevels(0.05, 20, 25);
  private static final Gaussian LAW =
      new Gaussian(THREE, Vector.of(1, -0.5, 0.2), Matrix.identity(3), Vector.of(LAMBDA), 0);

  private static HeldOut heldOut(Distribution law, Vector levels, int n, long seed) {
    Dataset data = Dataset.of("drawn", "none", law.sample(Noise.of(seed, n)));
    return HeldOut.of(data, levels, n, 1, NoiseKey.of(seed + 1));
  }

  /// `m = mean of lambda v/(lambda + v)` over components.
  @Test
  void lossesOfAGaussianAreTheClosedForm() {
    LossCurve curve = heldOut(LAW, LEVELS, 20_000, 1).curve(LAW);
    for (int l = 0; l < LEVELS.size(); l++) {
      double v = LEVELS.get(l) * LEVELS.get(l);
      double m = Arrays.stream(LAMBDA).map(lambda -> lambda * v / (lambda + v)).sum() / 3;
      agrees(curve.loss(l), m, 4);
      agrees(curve.epsilonLoss(l), m / v, 4);
      agrees(curve.normalised(l, 1.7), m * (v + 1.7) / (v * 1.7), 4);
      assertThat(curve.loss(l).standardError()).isLessThan(0.02 * m);
    }
    assertThat(curve.rows()).isEqualTo(20_000);
  }

  @Test
  void theNormalisedLossOfAnIsotropicGaussianIsOneAtEveryLevel() {
    Gaussian law = Gaussian.isotropic(THREE, Vector.of(0, 1, 2), 0.3);
    LossCurve curve = heldOut(law, LEVELS, 20_000, 3).curve(law);
    agrees(curve.normalisedMean(0.3), 1, 4);
    assertThat(curve.normalisedMean(0.3).value())
        .isCloseTo(
            curve.normalisedByLevel(0.3).stream()
                .mapToDouble(Estimate::value)
                .average()
                .orElseThrow(),
            within(1e-12));
    for (Estimate one : curve.normalisedByLevel(0.3)) {
      agrees(one, 1, 4);
      assertThat(one.standardError()).isLessThan(0.01);
    }
  }

  @Test
  void aSteadiedCurveIsFarSurerAtLowNoiseAndNowhereLessSure() {
    HeldOut heldOut = heldOut(LAW, LEVELS, 5000, 21);
    LossCurve curve = heldOut.curve(LAW);
    LossCurve steadied = heldOut.steadied(curve);
    for (int l = 0; l < LEVELS.size(); l++) {
      double v = LEVELS.get(l) * LEVELS.get(l);
      double m = Arrays.stream(LAMBDA).map(lambda -> lambda * v / (lambda + v)).sum() / 3;
      agrees(steadied.loss(l), m, 4);
      assertThat(steadied.loss(l).standardError())
          .isLessThanOrEqualTo(curve.loss(l).standardError() * (1 + 1e-9));
    }
    assertThat(steadied.loss(0).standardError()).isLessThan(curve.loss(0).standardError() / 5);
    assertThat(steadied.integral().standardError())
        .isLessThan(curve.integral().standardError() / 1.5);
  }

  /// Over many small held-out sets.
  @Test
  void theStandardErrorOfASteadiedCurveIsItsScatter() {
    double exact = Arrays.stream(LAMBDA).map(a -> Math.log((a + 400) / (a + 0.0025)) / 2).sum();
    // int lambda/(lambda + s^2) d ln s over [a, b] = ln(b/a) - 1/2 ln((lambda + b^2)/(lambda +
    // a^2)).
    double integral = 3 * Math.log(400) - exact;
    int sets = 200;
    double squares = 0;
    for (int i = 0; i < sets; i++) {
      HeldOut heldOut = heldOut(LAW, LEVELS, 100, 1000 + 2 * i);
      Estimate e = heldOut.steadied(heldOut.curve(LAW)).integral();
      squares += Math.pow((e.value() - integral) / e.standardError(), 2) / sets;
    }
    // A mean of 200 squared standard normals is 1 +- 0.1.
    assertThat(squares).isBetween(0.7, 1.35);
  }

  /// The slope that is taken out is fitted to the same few rows. Of 8, forgetting that gives 0.59
  /// of the variance, and counting it 0.83, as these rows are not normal; of 2, nothing would be
  /// left.
  @Test
  void theStandardErrorOfASteadiedCurveCountsTheSlopeOfFewRows() {
    Vector low = HeldOut.logLevels(0.3, 0.6, 2);
    double v = 0.09;
    double m = Arrays.stream(LAMBDA).map(lambda -> lambda * v / (lambda + v)).sum() / 3;
    int sets = 3000;
    double squares = 0;
    double errors = 0;
    for (int i = 0; i < sets; i++) {
      HeldOut heldOut = heldOut(LAW, low, 8, 5000 + 2 * i);
      Estimate e = heldOut.steadied(heldOut.curve(LAW)).loss(0);
      squares += Math.pow(e.value() - m, 2) / sets;
      errors += Math.pow(e.standardError(), 2) / sets;
    }
    assertThat(errors / squares).isBetween(0.75, 1.1);
    HeldOut two = heldOut(LAW, low, 2, 5);
    LossCurve curve = two.curve(LAW);
    assertThat(two.steadied(curve)).isEqualTo(curve);
  }

  @Test
  void aCurveOfOtherNoisesIsNotSteadied() {
    LossCurve other = heldOut(LAW, LEVELS, 100, 3).curve(LAW);
    assertThatThrownBy(() -> heldOut(LAW, LEVELS, 100, 5).steadied(other))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("noises it was measured with");
  }

  @Test
  void aLevelIsWhatTheDenoisingLossMeasuresAtTheSameKey() {
    Dataset data = Dataset.of("drawn", "none", LAW.sample(Noise.of(5, 300)));
    LossCurve curve = HeldOut.of(data, LEVELS, 200, 1, NoiseKey.of(9)).curve(LAW);
    for (int l : new int[] {0, 12, 24}) {
      Estimate one = new DenoisingLoss(200).measure(LAW, data, LEVELS.get(l), Noise.of(9, 1));
      assertThat(curve.loss(l)).isEqualTo(one);
    }
  }

  /// `ell - ell* = sum epsilon^2 v/(lambda + v)`, and its integral over ln sigma is `sum
  /// epsilon^2/2 ln((lambda + b^2)/(lambda + a^2))`.
  @Test
  void theExcessOfAPerturbedScoreIsTheClosedForm() {
    double epsilon = 0.1;
    HeldOut heldOut = heldOut(LAW, LEVELS, 20_000, 7);
    Denoiser wrong = RuleDenoiser.perturbed(LAW, epsilon);
    LossCurve paired = heldOut.curve(wrong).minus(heldOut.curve(LAW));
    LossCurve distance = heldOut.excess(wrong, LAW);
    for (int l = 0; l < LEVELS.size(); l++) {
      double v = LEVELS.get(l) * LEVELS.get(l);
      double excess = Arrays.stream(LAMBDA).map(lambda -> v / (lambda + v)).sum() / 3;
      agrees(distance.epsilonLoss(l), epsilon * epsilon * excess, 4);
      agrees(paired.epsilonLoss(l), epsilon * epsilon * excess, 4);
    }
    double sum =
        Arrays.stream(LAMBDA).map(lambda -> Math.log((lambda + 400) / (lambda + 0.0025)) / 2).sum();
    agrees(distance.integral(), epsilon * epsilon * sum, 4);
    agrees(paired.integral(), epsilon * epsilon * sum, 4);
    assertThat(distance.integral().standardError())
        .isLessThan(0.3 * paired.integral().standardError())
        .isLessThan(0.02 * epsilon * epsilon * sum);
  }

  @Test
  void pairingMakesTheStandardErrorOfADifferenceSmall() {
    HeldOut heldOut = heldOut(LAW, LEVELS, 2000, 11);
    LossCurve better = heldOut.curve(LAW);
    LossCurve worse = heldOut.curve(RuleDenoiser.perturbed(LAW, 0.05));
    double paired = worse.minus(better).integral().standardError();
    double unpaired =
        Math.hypot(worse.integral().standardError(), better.integral().standardError());
    assertThat(paired).isLessThan(unpaired / 10);
    assertThat(better.minus(worse).integral().value())
        .isCloseTo(-worse.minus(better).integral().value(), within(1e-12));
  }

  /// Levels share rows and noises, so errors of the integral do not add as independent ones do: of
  /// 200 repetitions, the standard deviation of z is 1 +- 0.05.
  @Test
  void theStandardErrorOfAnIntegralIsTheSpreadOverRepetitions() {
    Vector levels = HeldOut.logLevels(0.1, 10, 33);
    double truth =
        Arrays.stream(LAMBDA)
            .map(lambda -> Math.log(100 / (lambda + 100) * (lambda + 0.01) / 0.01) / 2)
            .sum();
    double[] z =
        IntStream.range(0, 200)
            .mapToDouble(k -> {
              Estimate e = heldOut(LAW, levels, 200, 100 + 2 * k).curve(LAW).integral();
              return (e.value() - truth) / e.standardError();
            })
            .toArray();
    double squares = Arrays.stream(z).map(a -> a * a).sum() / z.length;
    assertThat(Math.sqrt(squares)).isBetween(0.8, 1.2);
  }

  @Test
  void moreNoisesForEachRowLowerTheStandardErrorByWhatTheRowsDoNotShare() {
    Dataset data = Dataset.of("drawn", "none", LAW.sample(Noise.of(13, 2000)));
    Vector low = HeldOut.logLevels(0.05, 0.06, 2);
    Estimate one = HeldOut.of(data, low, 2000, 1, NoiseKey.of(1)).curve(LAW).loss(0);
    Estimate four = HeldOut.of(data, low, 2000, 4, NoiseKey.of(1)).curve(LAW).loss(0);
    // Where the noise is small the loss depends on it alone.
    assertThat(four.standardError())
        .isCloseTo(one.standardError() / 2, within(one.standardError() * 0.06));
    agrees(one, four.value(), 4);
  }

  /// On the same draws at twice as many levels, the levels between are measured as well.
  @Test
  void betweenLevelsTheCurveIsWhatIsMeasuredThere() {
    Vector coarse = HeldOut.logLevels(0.05, 20, 25);
    LossCurve curve = heldOut(LAW, coarse, 500, 17).curve(LAW);
    LossCurve fine = heldOut(LAW, HeldOut.logLevels(0.05, 20, 49), 500, 17).curve(LAW);
    double cubic = 0;
    double linear = 0;
    for (int l = 1; l < 49; l += 2) {
      double there = fine.epsilonLoss(l).value();
      double mean = (fine.epsilonLoss(l - 1).value() + fine.epsilonLoss(l + 1).value()) / 2;
      cubic = Math.max(cubic, Math.abs(curve.epsilonLossAt(fine.sigmas().get(l)).value() - there));
      linear = Math.max(linear, Math.abs(mean - there));
      assertThat(curve.epsilonLossAt(fine.sigmas().get(l - 1)).value())
          .isCloseTo(fine.epsilonLoss(l - 1).value(), within(1e-12));
    }
    assertThat(cubic).isLessThan(3e-4).isLessThan(linear / 5);
    assertThat(curve.integral().value()).isCloseTo(fine.integral().value(), within(2e-4));
  }

  @Test
  void theInterpolationIsACubicAndItsIntegralExact() {
    // One row with the loss sigma^2 u^3 at every level, and another with twice that.
    Vector levels = Vector.of(0.1, 0.15, 0.3, 0.5, 0.9, 1.5);
    double[] losses = new double[12];
    for (int l = 0; l < 6; l++) {
      double s = levels.get(l);
      losses[l] = s * s * Math.pow(Math.log(s), 3);
      losses[6 + l] = 2 * losses[l];
    }
    HeldOut any = heldOut(LAW, levels, 2, 1);
    LossCurve curve = new LossCurve(levels, 3, Matrix.adopt(2, 6, losses), any.curve(LAW).draws());
    for (double s : new double[] {0.1, 0.12, 0.2, 0.31, 0.7, 1.2, 1.5}) {
      double cube = Math.pow(Math.log(s), 3);
      assertThat(curve.epsilonLossAt(s).value()).isCloseTo(1.5 * cube, within(1e-12));
      assertThat(curve.epsilonLossAt(s).standardError())
          .isCloseTo(Math.abs(cube) / 2, within(1e-12));
    }
    double exact = 3 * 1.5 * (Math.pow(Math.log(1.2), 4) - Math.pow(Math.log(0.12), 4)) / 4;
    assertThat(curve.integral(0.12, 1.2).value()).isCloseTo(exact, within(1e-11));
    double parts = curve.integral(0.12, 0.33).value() + curve.integral(0.33, 1.2).value();
    assertThat(parts).isCloseTo(exact, within(1e-11));
    LossCurve two =
        new LossCurve(
            Vector.of(1, Math.E), 3, Matrix.adopt(2, 2, new double[] {0, 0, 0, 4}), curve.draws());
    assertThat(two.integral().value()).isCloseTo(3 * 2 / (Math.E * Math.E) / 2, within(1e-12));
  }

  @Test
  void whatWasNotMeasuredIsRefused() {
    HeldOut heldOut = heldOut(LAW, LEVELS, 50, 19);
    LossCurve curve = heldOut.curve(LAW);
    for (double sigma : new double[] {0.049, 20.1, Double.NaN, 0, -1}) {
      assertThatThrownBy(() -> curve.epsilonLossAt(sigma))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("measured from sigma 0.05 to 20.0");
    }
    assertThatThrownBy(() -> curve.integral(0.01, 1)).hasMessageContaining("not known at 0.01");
    assertThatThrownBy(() -> curve.integral(2, 1)).hasMessageContaining("2.0 to 1.0");
    assertThatThrownBy(() -> curve.minus(heldOut(LAW, LEVELS, 50, 20).curve(LAW)))
        .hasMessageContaining("paired only on the same rows");
    assertThatThrownBy(
            () -> curve.minus(heldOut(LAW, HeldOut.logLevels(0.1, 20, 25), 50, 19).curve(LAW)))
        .hasMessageContaining("paired only on the same rows");
    assertThatThrownBy(
            () -> heldOut.curve(new RuleDenoiser(THREE, (x, s) -> x.times(s > 1 ? Double.NaN : 0))))
        .hasMessageContaining("the loss of row 0 at sigma 1.28")
        .hasMessageContaining("is NaN");
    assertThatThrownBy(() -> heldOut.curve(new RuleDenoiser(Shape.vector(2), (x, s) -> x)))
        .hasMessageContaining("the model denoises samples of shape 2");
    assertThatThrownBy(() -> HeldOut.logLevels(1, 1, 5)).hasMessageContaining("1.0 to 1.0");
    Dataset data = Dataset.of("two", "none", Batch.zeros(THREE, 2));
    assertThatThrownBy(() -> HeldOut.of(data, Vector.of(2, 1), 2, 1, NoiseKey.of(1)))
        .hasMessageContaining("rising levels");
  }

  /// Recorded reference: four components of standard deviation 0.3 in 8 dimensions at random
  /// centres of norm 0.9 sqrt(8). Which centres is not known, so the reference must lie among what
  /// twelve draws of them give, within its own rounding and Monte-Carlo error (0.008 for 4096 rows
  /// where the loss is 1). Up to sigma = 0.231 components do not overlap and it is that of one
  /// Gaussian, 0.09/(0.09 + v).
  @Test
  void theReferenceMixtureHasItsRecordedLosses() {
    Vector levels = Vector.of(0.01, 0.0658, 0.231, 0.811, 1.52, 2.85, 5.34, 10);
    double[] reference = {1.000, 0.947, 0.628, 0.187, 0.149, 0.071, 0.024, 0.007};
    double[] least = new double[8];
    double[] most = new double[8];
    Arrays.fill(least, Double.POSITIVE_INFINITY);
    for (int seed = 0; seed < 12; seed++) {
      GaussianMixture law = GaussianMixture.isotropic(centres(seed), 0.09);
      LossCurve curve = heldOut(law, levels, 4096, 200 + 2 * seed).curve(law);
      for (int l = 0; l < 8; l++) {
        least[l] = Math.min(least[l], curve.epsilonLoss(l).value());
        most[l] = Math.max(most[l], curve.epsilonLoss(l).value());
      }
    }
    for (int l = 0; l < 8; l++) {
      double slack = 0.0005 + 0.008 * Math.sqrt(reference[l]);
      assertThat(reference[l])
          .as("sigma %s", levels.get(l))
          .isBetween(least[l] - slack, most[l] + slack);
      if (l < 3) {
        double v = levels.get(l) * levels.get(l);
        assertThat(least[l]).isGreaterThan(0.09 / (0.09 + v) - 0.03);
        assertThat(most[l]).isLessThan(0.09 / (0.09 + v) + 0.03);
      }
    }
    // Where they differ the centres decide, by no more than a factor of three.
    assertThat(most[4] / least[4]).isBetween(1.05, 3.0);
  }

  private static Batch centres(int seed) {
    Batch white = Noise.of(seed, 4).normal(Shape.vector(8));
    double[] values = white.toArray();
    for (int i = 0; i < 4; i++) {
      double norm = Math.sqrt(Arrays.stream(white.row(i)).map(a -> a * a).sum());
      for (int j = 0; j < 8; j++) {
        values[8 * i + j] *= 0.9 * Math.sqrt(8) / norm;
      }
    }
    return Batch.adopt(Shape.vector(8), values);
  }

  private static void agrees(Estimate estimate, double truth, double errors) {
    assertThat(estimate.value()).isCloseTo(truth, within(errors * estimate.standardError()));
  }
}
