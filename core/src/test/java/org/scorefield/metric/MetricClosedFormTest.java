package org.scorefield.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.scorefield.array.Vector;
import org.scorefield.data.Dataset;
import org.scorefield.data.Subset;
import org.scorefield.linalg.Matrix;
import org.scorefield.random.Noise;

/// Metrics of laws for which the answer is known.
class MetricClosedFormTest {
  private static final Noise NOISE = Noise.of(2, 1);
  private static final int N = 4000;

  /// 2d points whose sample mean and covariance (over n - 1) are exactly `mean` and `L L^T`.
  private static Dataset exactMoments(double[] mean, double[][] l) {
    int d = mean.length;
    double c = Math.sqrt((2 * d - 1) / 2.0);
    double[] x = new double[2 * d * d];
    for (int k = 0; k < 2 * d; k++) {
      for (int j = 0; j < d; j++) {
        x[k * d + j] = mean[j] + (k % 2 == 0 ? c : -c) * l[j][k / 2];
      }
    }
    return Sets.of("exact", d, x);
  }

  @Test
  void frechetOfExactMomentsIsTheFormulaForTwoByTwo() {
    double[][] l = {{2, 0}, {0.5, 1}};
    double[][] k = {{1, 0}, {-0.7, 0.3}};
    Dataset x = exactMoments(new double[] {1, 2}, l);
    Dataset y = exactMoments(new double[] {0, 4}, k);
    // A = L L^T = [4 1; 1 1.25], B = [1 -0.7; -0.7 0.58]; tr (AB)^(1/2) = sqrt(tr AB + 2 sqrt det).
    double traceOfProduct = 4 - 2 * 0.7 + 1.25 * 0.58;
    double root = Math.sqrt(traceOfProduct + 2 * Math.sqrt(4 * 0.09));
    double expected = 1 + 4 + (4 + 1.25) + (1 + 0.58) - 2 * root;
    assertThat(Frechet.raw().measure(x, y, NOISE).value()).isCloseTo(expected, within(1e-12));
  }

  @Test
  void frechetOfRankDeficientCovariancesHasNoRoundingToShow() {
    // Both live on a line in three dimensions, the lines at 60 degrees.
    double[][] l = {{2, 0, 0}, {0, 0, 0}, {0, 0, 0}};
    double[][] k = {{0.5, 0, 0}, {Math.sqrt(0.75), 0, 0}, {0, 0, 0}};
    Dataset x = exactMoments(new double[3], l);
    Dataset y = exactMoments(new double[3], k);
    // A = 4 e e^T, B = f f^T: tr (A^1/2 B A^1/2)^1/2 = 2 |e.f| = 1.
    assertThat(Frechet.raw().measure(x, y, NOISE).value()).isCloseTo(4 + 1 - 2, within(1e-12));
    assertThat(Frechet.raw().measure(y, x, NOISE).value()).isCloseTo(4 + 1 - 2, within(1e-12));
    assertThat(
            Frechet.between(
                Vector.of(0, 0), Matrix.identity(2), Vector.of(3, 0), Matrix.diagonal(2, i -> 0)))
        .isCloseTo(9 + 2, within(1e-14));
  }

  @Test
  void blocksLeftOutGiveTheFitOfTheRest() {
    Dataset all = Sets.normal(3, 23, 4, 5, 2);
    Fit whole = Fit.of(all);
    BlockFits.forEach(
        all,
        5,
        whole.mean(),
        (part, k) -> {
          int[] others = IntStream.range(0, 23).filter(i -> i % 5 != k).toArray();
          Fit rest = Fit.of(Subset.of("others", all, others));
          Fit downdated = whole.without(part);
          assertThat(downdated.count()).isEqualTo(rest.count());
          for (int i = 0; i < 16; i++) {
            assertThat(downdated.covariance().shared()[i])
                .isCloseTo(rest.covariance().shared()[i], within(1e-12));
          }
          assertThat(downdated.mean().get(0)).isCloseTo(rest.mean().get(0), within(1e-13));
        });
  }

  @Test
  void theBiasIsThePredictedOneAndExtrapolationTakesItOff() {
    // To second order about I: E |mean gap|^2 + E |covariance gap|_F^2 / 4.
    int d = 8;
    int n = 400;
    double predicted = d * (d + 5) / 4.0 * (2.0 / n);
    double plain = 0;
    double extrapolated = 0;
    int repetitions = 16;
    for (int r = 0; r < repetitions; r++) {
      Dataset x = Sets.normal(100 + r, n, d, 0, 1);
      Dataset y = Sets.normal(200 + r, n, d, 0, 1);
      plain += Frechet.raw().measure(x, y, NOISE).value() / repetitions;
      extrapolated += Frechet.raw().toInfinity().measure(x, y, NOISE).value() / repetitions;
    }
    // One value spreads by about a fifth of the mean, so the mean of 16 by a twentieth.
    assertThat(plain).isCloseTo(predicted, within(0.15 * predicted));
    assertThat(extrapolated).isCloseTo(0, within(0.15 * predicted));
  }

  @Test
  void slicedDistanceOfShiftedGaussians() {
    // Every projection of N(delta, I) is N(delta.theta, 1): W_2^2 = (delta.theta)^2, mean
    // |delta|^2/d.
    int d = 4;
    Dataset x = Sets.normal(4, N, d, 3, 1);
    Dataset y = Sets.normal(5, N + 77, d, 0, 1);
    Estimate e = new SlicedWasserstein(1024, 10).measure(x, y, NOISE);
    assertThat(e.value()).isCloseTo(3 / Math.sqrt(d), within(3 * e.standardError()));
    assertThat(e.standardError()).isLessThan(0.05);
  }

  @Test
  void slicedDistanceOfScaledGaussians() {
    // W_2^2 = (s - 1)^2 on every line.
    Dataset x = Sets.normal(4, N, 3, 0, 2);
    Dataset y = Sets.normal(5, N, 3, 0, 1);
    Estimate e = new SlicedWasserstein(64, 10).measure(x, y, NOISE);
    assertThat(e.value()).isCloseTo(1, within(3 * e.standardError()));
    assertThat(e.standardError()).isLessThan(0.03);
  }

  @Test
  void quantilesOfUnequalSamplesArePairedExactly() {
    // F^-1 = 0 on [0, 1/2), 1 after; G^-1 = 0, 1/2, 1 on thirds: W_2^2 = 2 (1/6) (1/4).
    assertThat(Slice.squaredDistance(new double[] {0, 1}, new double[] {0, 0.5, 1}))
        .isCloseTo(1 / 12.0, within(1e-16));
  }

  @Test
  void slicesWithoutABlockAreThoseOfTheRest() {
    double[] x = Sets.normal(6, 37, 1, 0, 1).all().toArray();
    double[] y = Sets.normal(7, 23, 1, 1, 1).all().toArray();
    Slice slice = Slice.of(x.clone(), 5, y.clone(), 3);
    for (int k = 0; k < 5; k++) {
      int left = k;
      double[] rest =
          java.util.stream.IntStream.range(0, 37)
              .filter(i -> i % 5 != left)
              .mapToDouble(i -> x[i])
              .toArray();
      assertThat(slice.withoutGenerated().get(k))
          .isEqualTo(Slice.of(rest, 0, y.clone(), 0).whole());
    }
  }

  @Test
  void energyDistanceOfGaussiansOnALine() {
    // X - Y ~ N(1, 5): folded normal; E|X - X'| = 2 sd / sqrt(pi).
    Estimate e =
        new EnergyDistance(N)
            .measure(Sets.normal(8, N, 1, 1, 2), Sets.normal(9, N, 1, 0, 1), NOISE);
    double v = 5;
    double folded =
        Math.sqrt(2 * v / Math.PI) * Math.exp(-1 / (2 * v))
            + (1 - 2 * normalCdf(-1 / Math.sqrt(v)));
    double expected = 2 * folded - (2 * 2 + 2 * 1) / Math.sqrt(Math.PI);
    assertThat(e.value()).isCloseTo(expected, within(3 * e.standardError()));
    assertThat(e.standardError()).isLessThan(0.06 * expected);
  }

  /// By Simpson's rule.
  private static double normalCdf(double x) {
    int steps = 2000;
    double h = (x + 10) / steps;
    double sum = 0;
    for (int i = 0; i <= steps; i++) {
      double weight = i == 0 || i == steps ? 1 : i % 2 == 1 ? 4 : 2;
      double t = -10 + i * h;
      sum += weight * Math.exp(-t * t / 2);
    }
    return sum * h / 3 / Math.sqrt(2 * Math.PI);
  }

  @Test
  void mmdOfGaussians() {
    int d = 3;
    double h = 1.3;
    Estimate e =
        new Mmd(OptionalDouble.of(h), N)
            .measure(Sets.normal(10, N, d, 0.7, 1.2), Sets.normal(11, N, d, 0, 1), NOISE);
    double expected =
        kernelMean(d, h, 2 * 1.44, 0) + kernelMean(d, h, 2, 0) - 2 * kernelMean(d, h, 2.44, 0.7);
    assertThat(e.value()).isCloseTo(expected, within(3 * e.standardError()));
    assertThat(e.standardError()).isLessThan(0.1 * expected);
  }

  /// E exp(-|z|^2 / 2h^2) for z ~ N(shift e_1, v I).
  private static double kernelMean(int d, double h, double v, double shift) {
    double s = h * h + v;
    return Math.pow(h * h / s, d / 2.0) * Math.exp(-shift * shift / (2 * s));
  }

  @Test
  void kidOfGaussiansOnALineComparesThreeMoments() {
    // (xy + 1)^3: MMD^2 = (m3 - m3')^2 + 3 (m2 - m2')^2 + 3 (m1 - m1')^2.
    double a = 0.5;
    Estimate e =
        new Kid(N).measure(Sets.normal(12, N, 1, a, 1), Sets.normal(13, N, 1, 0, 1), NOISE);
    double expected = Math.pow(a * a * a + 3 * a, 2) + 3 * Math.pow(a, 4) + 3 * a * a;
    assertThat(e.value()).isCloseTo(expected, within(3 * e.standardError()));
    assertThat(e.standardError()).isLessThan(0.2 * expected);
  }

  @Test
  void coverageOfEqualLawsDoesNotDependOnThem() {
    Dataset x = Sets.normal(14, 700, 2, 0, 1);
    Dataset y = Sets.normal(15, 400, 2, 0, 1);
    Estimate e = new Coverage(3, N).measure(x, y, NOISE);
    assertThat(e.value()).isCloseTo(Coverage.expected(700, 400, 3), within(2 * e.standardError()));
    assertThat(Coverage.expected(10, 10, 1)).isCloseTo(10 / 19.0, within(1e-15));
  }

  @Test
  void densityOfEqualLawsIsOne() {
    Estimate e =
        new Density(5, N)
            .measure(Sets.normal(16, 900, 3, 0, 1), Sets.normal(17, 900, 3, 0, 1), NOISE);
    assertThat(e.value()).isCloseTo(1, within(2 * e.standardError()));
  }

  @Test
  void classifiersReachTheBayesAccuracyOfAShift() {
    // Best accuracy between N(0, 1) and N(delta, 1): Phi(delta / 2).
    Dataset x = Sets.normal(18, N, 2, 2, 1);
    Dataset y = Sets.normal(19, N, 2, 0, 1);
    double bayes = normalCdf(1);
    Estimate linear = new C2st(N).measure(x, y, NOISE);
    assertThat(linear.value()).isCloseTo(bayes, within(3 * linear.standardError()));
    Estimate neighbours = new C2stNeighbours(61, N).measure(x, y, NOISE);
    assertThat(neighbours.value()).isCloseTo(bayes, within(3 * neighbours.standardError()));
  }

  @Test
  void theLogisticClassifierSeesAChangeOfSpread() {
    Estimate e =
        new C2st(N).measure(Sets.normal(20, N, 2, 0, 2), Sets.normal(21, N, 2, 0, 1), NOISE);
    // Chi-squared with 2 degrees: threshold t = (8/3) ln 4, accuracy (1 - e^{-t/2} + e^{-t/8}) / 2.
    double t = 8.0 / 3 * Math.log(4);
    double bayes = (1 - Math.exp(-t / 2) + Math.exp(-t / 8)) / 2;
    assertThat(e.value()).isCloseTo(bayes, within(4 * e.standardError()));
  }
}
