package org.scorefield.analytic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.data.Dataset;
import org.scorefield.linalg.Matrix;
import org.scorefield.random.Noise;

class EmpiricalTest {

  private static Empirical of(Batch rows) {
    return Empirical.of(Dataset.of("test", "none", rows));
  }

  /// The definition, one number at a time, with distances by differences.
  private static double[] naive(Batch rows, double[] x, double sigma) {
    int d = rows.dimension();
    double[] e = new double[rows.count()];
    double max = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < e.length; i++) {
      for (int j = 0; j < d; j++) {
        double difference = x[j] - rows.get(i, j);
        e[i] -= difference * difference / (2 * sigma * sigma);
      }
      max = Math.max(max, e[i]);
    }
    double[] out = new double[d + 1];
    double total = 0;
    for (int i = 0; i < e.length; i++) {
      double w = Math.exp(e[i] - max);
      total += w;
      for (int j = 0; j < d; j++) {
        out[j] += w * rows.get(i, j);
      }
    }
    for (int j = 0; j < d; j++) {
      out[j] /= total;
    }
    out[d] = max + Math.log(total / e.length) - 0.5 * d * Math.log(2 * Math.PI * sigma * sigma);
    return out;
  }

  @Test
  void equalsTheNaiveLoopAtEveryNoiseLevel() {
    for (int n : new int[] {1, 2, 50, 3000}) {
      for (int d : new int[] {1, 3, 40}) {
        Batch rows = Laws.normal(1, n, d).map(v -> v + 3);
        Empirical empirical = of(rows);
        for (double sigma : new double[] {0.002, 0.02, 0.3, 2, 80}) {
          Batch x = Batch.combine(1, rows.slice(0, 1), 1.3 * sigma, Laws.normal(2, 1, d));
          double[] expected = naive(rows, x.row(0), sigma);
          double[] actual = empirical.denoise(x, sigma).row(0);
          for (int j = 0; j < d; j++) {
            assertThat(actual[j])
                .as("n %d, d %d, sigma %s", n, d, sigma)
                .isCloseTo(expected[j], within(1e-12 * Math.max(1, Math.abs(expected[j]))));
          }
          assertThat(empirical.logDensity(x, sigma).get(0))
              .isCloseTo(expected[d], within(1e-11 * Math.max(1, Math.abs(expected[d]))));
        }
      }
    }
  }

  @Test
  void nearTiesAtSmallSigmaAreDecidedByTrueDistances() {
    // Two rows at almost the same distance, far from the origin: the expanded form of the distance
    // is off by 1e-9 there, which at this sigma is half a nat.
    int d = 20;
    double sigma = 2e-5;
    double[] a = Laws.normal(3, 1, d).times(300).row(0);
    double[] b = a.clone();
    b[0] += 3 * sigma;
    double[] c = Laws.normal(4, 1, d).times(300).row(0);
    Batch rows = Batch.ofRows(Shape.vector(d), a, b, c);
    double[] x = a.clone();
    x[0] += 1.4 * sigma;
    x[1] += 2 * sigma;
    double[] expected = naive(rows, x, sigma);
    double[] actual = of(rows).denoise(Batch.ofRows(Shape.vector(d), x), sigma).row(0);
    double weight = (actual[0] - a[0]) / (b[0] - a[0]);
    assertThat(weight).isCloseTo((expected[0] - a[0]) / (b[0] - a[0]), within(1e-7));
    assertThat(weight).isBetween(0.3, 0.5);
  }

  @Test
  void oneRowIsReturnedExactlyAtAnyNoiseAndDistance() {
    Batch row = Laws.normal(5, 1, 30);
    Empirical one = of(row);
    for (double sigma : new double[] {1e-3, 0.5, 80}) {
      for (double distance : new double[] {0, 1, 1e5}) {
        Batch x = row.plus(Laws.normal(6, 1, 30), distance * sigma);
        assertThat(one.denoise(x, sigma)).isEqualTo(row);
        assertThat(one.posteriorTrace(x, sigma).get(0)).isZero();
        assertThat(one.logDensity(x, sigma).get(0)).isFinite();
      }
    }
  }

  @Test
  void farAwayTheNearestRowWinsWithoutNan() {
    Batch rows = Laws.normal(7, 500, 10);
    for (double sigma : new double[] {1e-3, 0.1, 10}) {
      Batch x = Laws.normal(8, 1, 10).times(1e5 * sigma);
      double[] expected = naive(rows, x.row(0), sigma);
      Batch actual = of(rows).denoise(x, sigma);
      for (int j = 0; j < 10; j++) {
        assertThat(actual.get(0, j)).isCloseTo(expected[j], within(1e-6));
      }
    }
  }

  @Test
  void twoPointsDenoiseToTheHyperbolicTangent() {
    Empirical twoPoints = of(Batch.copyOf(Shape.vector(1), new double[] {-1, 1}));
    Batch x = Batch.copyOf(Shape.vector(1), new double[] {0.7});
    assertThat(twoPoints.denoise(x, 0.9).get(0, 0)).isCloseTo(0.698414031829, within(1e-12));
    for (double sigma : new double[] {0.1, 1, 3}) {
      assertThat(twoPoints.denoise(x, sigma).get(0, 0))
          .isCloseTo(Math.tanh(0.7 / (sigma * sigma)), within(1e-14));
    }
  }

  @Test
  void duplicatedRowsOnlyShiftTheLogDensity() {
    Batch rows = Laws.normal(9, 40, 5);
    Batch x = Laws.normal(10, 9, 5);
    Empirical once = of(rows);
    Empirical thrice = of(Batch.concat(java.util.List.of(rows, rows, rows)));
    for (double sigma : new double[] {0.002, 0.4, 9}) {
      Laws.close(thrice.denoise(x, sigma), once.denoise(x, sigma), 1e-14);
      for (int i = 0; i < 9; i++) {
        double expected = once.logDensity(x, sigma).get(i);
        assertThat(thrice.logDensity(x, sigma).get(i))
            .isCloseTo(expected, within(1e-12 * Math.max(1, Math.abs(expected))));
      }
    }
  }

  @Test
  void scoreIsTheGradientOfTheLogDensity() {
    Empirical empirical = of(Laws.normal(11, 300, 4));
    Batch x = Laws.normal(12, 8, 4);
    for (double sigma : new double[] {0.2, 1, 20}) {
      Laws.scoreIsTheGradientOfTheLogDensity(empirical, x, sigma, 0.02 * sigma, 1e-8);
    }
  }

  @Test
  void posteriorCovarianceIsTheDerivativeOfTheDenoiser() {
    Empirical empirical = of(Laws.normal(13, 300, 4));
    Batch x = Laws.normal(14, 5, 4);
    for (double sigma : new double[] {0.3, 1, 5}) {
      Laws.posteriorCovarianceIsTheDerivativeOfTheDenoiser(empirical, x, sigma, 0.02 * sigma, 1e-8);
    }
  }

  /// More rows than one part of the scan, so that sums relative to different maxima are merged.
  @Test
  void theTraceIsThatOfTheCovarianceWhereTheScanIsMergedFromParts() {
    Empirical empirical = of(Laws.normal(26, 7000, 3));
    Batch x = Laws.normal(27, 12, 3).times(1.5);
    for (double sigma : new double[] {0.02, 0.2, 1, 50}) {
      Vector traces = empirical.posteriorTrace(x, sigma);
      for (int i = 0; i < x.count(); i++) {
        Matrix covariance = empirical.posteriorCovariance(x.slice(i, 1), sigma).getFirst();
        double trace = covariance.get(0, 0) + covariance.get(1, 1) + covariance.get(2, 2);
        assertThat(traces.get(i)).isCloseTo(trace, within(1e-12));
      }
    }
  }

  @Test
  void isTheMixtureOfPointsAndTendsToMeanAndNearestRow() {
    Batch rows = Laws.normal(15, 60, 6);
    Empirical empirical = of(rows);
    GaussianMixture points = GaussianMixture.isotropic(rows, 0);
    Batch x = Laws.normal(16, 20, 6);
    for (double sigma : new double[] {0.05, 0.7, 30}) {
      Laws.close(empirical.denoise(x, sigma), points.denoise(x, sigma), 1e-12);
    }
    Laws.close(
        empirical.denoise(x.slice(0, 1), 1e8),
        Batch.adopt(x.shape(), empirical.mean().toArray()),
        1e-8);
    Laws.close(empirical.denoise(rows.plus(Laws.normal(17, 60, 6), 1e-3), 1e-3), rows, 1e-14);
    assertThat(empirical.scale()).isCloseTo(points.scale(), within(1e-13));
  }

  @Test
  void linearisedWeightsGiveTheGaussianDenoiser() {
    int n = 200;
    int d = 6;
    double sigma = 1.7;
    Batch rows = Laws.normal(18, n, d).map(v -> v * v - 0.3 * v);
    Moments moments = Moments.of(Dataset.of("test", "none", rows));
    Gaussian gaussian = Gaussian.of(rows.shape(), moments.mean(), moments.covariance());
    Batch x = Laws.normal(19, 1, d).times(3);
    Batch centred = x.minus(Batch.adopt(x.shape(), moments.mean().toArray()));
    // (Sigma + sigma^2)^-1 (x - mu) is minus the score
    double[] whitened = gaussian.score(x, sigma).times(-1).row(0);
    double[] sum = moments.mean().toArray();
    for (int i = 0; i < n; i++) {
      double weight = 0;
      for (int j = 0; j < d; j++) {
        weight += whitened[j] * (rows.get(i, j) - moments.mean().get(j));
      }
      for (int j = 0; j < d; j++) {
        sum[j] += weight / n * (rows.get(i, j) - moments.mean().get(j));
      }
    }
    Laws.close(gaussian.denoise(x, sigma), Batch.adopt(x.shape(), sum), 1e-12);
    assertThat(centred.firstNonFinite()).isEmpty();
  }

  @Test
  void boundedSupportBoundsTheDistanceToTheLinearDenoiser() {
    Shape shape = Shape.vector(3);
    Batch cube = Noise.of(20, 50).uniform(shape);
    Batch skewed = Laws.normal(21, 80, 3).map(v -> Math.exp(v) / 3);
    Batch pair = Batch.ofRows(shape, new double[] {1, 0, 2}, new double[] {-2, 1, 0});
    for (Batch rows : java.util.List.of(cube, skewed, pair)) {
      Moments m = Moments.of(Dataset.of("test", "none", rows));
      Gaussian gaussian = Gaussian.of(shape, m.mean(), m.covariance());
      double radius =
          IntStream.range(0, rows.count())
              .mapToDouble(i ->
                  Math.sqrt(Sums.squaredDistance(rows.shared(), 3 * i, m.mean().shared(), 0, 3)))
              .max()
              .orElseThrow();
      Empirical empirical = of(rows);
      for (int step = 0; step < 10; step++) {
        double sigma = radius * Math.pow(20, step / 9.0);
        Batch x = Batch.adopt(shape, m.mean().toArray());
        Batch points = Laws.normal(22 + step, 100, 3).times(1.5 * sigma);
        for (int i = 0; i < 100; i++) {
          Batch at = x.plus(points.slice(i, 1));
          double distance = Math.sqrt(Sums.squares(points.row(i), 0, 3));
          double s2 = sigma * sigma;
          double spread = 2 * distance / s2 + radius / (2 * s2);
          double bound =
              radius * radius * radius / (2 * s2) + radius * radius * radius / 4 * spread * spread;
          double largest = gaussian.variances().first();
          double linear = largest * largest * distance / (s2 * s2);
          double gap =
              Math.sqrt(
                  Sums.squares(
                      empirical.denoise(at, sigma).minus(gaussian.denoise(at, sigma)).row(0),
                      0,
                      3));
          assertThat(gap).isLessThanOrEqualTo(bound + linear);
        }
      }
    }
  }

  @Test
  void bitsDoNotDependOnTheBatch() {
    for (int d : new int[] {2, 60}) {
      Empirical empirical = of(Laws.normal(23, 5000, d));
      Batch x = Laws.normal(24, 200, d);
      for (double sigma : new double[] {0.001, 0.05, 0.7, 80}) {
        Laws.bitsDoNotDependOnTheBatch(empirical, x, sigma);
      }
    }
  }

  @Test
  void samplesAreRowsDrawnEvenly() {
    Batch rows = Laws.normal(25, 10, 3);
    Batch drawn = of(rows).sample(Noise.of(1, 5000));
    int[] counts = new int[10];
    for (int i = 0; i < drawn.count(); i++) {
      for (int row = 0; row < 10; row++) {
        if (Math.abs(drawn.get(i, 0) - rows.get(row, 0)) < 1e-12) {
          counts[row]++;
        }
      }
    }
    for (int c : counts) {
      assertThat(c).isCloseTo(500, within(4 * 22));
    }
    assertThat(IntStream.of(counts).sum()).isEqualTo(5000);
  }

  @Test
  void badDataAreNamed() {
    double[] values = Laws.normal(26, 9, 4).toArray();
    values[7 * 4 + 1] = Double.NaN;
    assertThatThrownBy(() -> of(Batch.adopt(Shape.vector(4), values)))
        .hasMessageContaining("row 7 of test");
    assertThatThrownBy(() -> of(Batch.zeros(Shape.vector(4), 0))).hasMessageContaining("1 row");
    assertThatThrownBy(() -> of(Batch.zeros(Shape.vector(4), 3)).denoise(Laws.normal(1, 1, 3), 1))
        .hasMessageContaining("shape 3");
  }

  @Test
  void aNanStaysInItsRow() {
    Empirical empirical = of(Laws.normal(27, 400, 3));
    Batch x = Laws.normal(28, 3, 3);
    double[] broken = x.toArray();
    broken[4] = Double.NaN;
    for (double sigma : new double[] {1e-7, 0.5, 50}) {
      Batch out = empirical.denoise(Batch.adopt(x.shape(), broken), sigma);
      assertThat(out.row(1)).containsOnly(Double.NaN);
      assertThat(out.row(0)).isEqualTo(empirical.denoise(x, sigma).row(0));
      assertThat(out.row(2)).isEqualTo(empirical.denoise(x, sigma).row(2));
    }
  }
}
