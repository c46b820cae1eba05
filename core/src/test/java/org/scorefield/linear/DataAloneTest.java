package org.scorefield.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.scorefield.analytic.Empirical;
import org.scorefield.analytic.Gaussian;
import org.scorefield.analytic.GaussianMixture;
import org.scorefield.analytic.LowRank;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.data.Dataset;
import org.scorefield.linalg.Matrix;
import org.scorefield.metric.Estimate;
import org.scorefield.metric.NoisyKl;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;

class DataAloneTest {
  private static final NoiseKey KEY = NoiseKey.of(9);
  private static final Shape LINE = Shape.vector(1);

  /// The data 2 with probability .2 and -.5 with .8: mean 0, variance 1, third cumulant 1.5, fourth
  /// .25. Their expansion is a sum over four pairs; golden numbers of the specification.
  @Test
  void theCumulantFormulaHasTheSpecifiedValues() {
    assertThat(expansion(2)).isCloseTo(1.502e-3, within(1e-6));
    assertThat(expansion(3)).isCloseTo(1.87630e-4, within(1e-9));
    assertThat(expansion(5)).isCloseTo(1.067e-5, within(1e-8));
    assertThat(divergence(3)).isCloseTo(1.90872e-4, within(1e-8));
    // The expansion tends to the truth as noise grows.
    assertThat(expansion(8) / divergence(8)).isCloseTo(1, within(1e-3));
  }

  private static double expansion(double sigma) {
    double[] points = {2, -0.5};
    double[] weights = {0.2, 0.8};
    double total = 1 + sigma * sigma;
    double whitened = 1 / total;
    CumulantKl.Kernel kernel = CumulantKl.Kernel.of(Matrix.diagonal(1, _ -> whitened));
    double sum = 0;
    for (int i = 0; i < 2; i++) {
      for (int j = 0; j < 2; j++) {
        double inner = points[i] * points[j] / total;
        double qi = whitened * points[i] * points[i] / total;
        double qj = whitened * points[j] * points[j] / total;
        double square = whitened * whitened;
        sum +=
            weights[i]
                * weights[j]
                * kernel.value(inner, square * inner, qi, qj, square * qi, square * qj);
      }
    }
    return sum;
  }

  /// By the trapezoid rule over the line.
  private static double divergence(double sigma) {
    GaussianMixture p =
        new GaussianMixture(
            Vector.of(0.2, 0.8),
            java.util.List.of(
                Gaussian.isotropic(LINE, Vector.of(2), 0),
                Gaussian.isotropic(LINE, Vector.of(-0.5), 0)));
    Gaussian q = Gaussian.isotropic(LINE, Vector.of(0), 1);
    int n = 8000;
    double reach = 3 + 12 * sigma;
    Batch x = Batch.adopt(LINE, Vector.generate(n + 1, i -> reach * (2.0 * i / n - 1)).toArray());
    Vector at = p.logDensity(x, sigma);
    Vector other = q.logDensity(x, sigma);
    double sum = 0;
    for (int i = 0; i <= n; i++) {
      sum += Math.exp(at.get(i)) * (at.get(i) - other.get(i)) * 2 * reach / n;
    }
    return sum;
  }

  /// As a statistic of rows: within its standard error of the population's value, on data of
  /// several dimensions whose divergence is known from log densities.
  @Test
  void theCumulantEstimateMeetsTheDivergenceOfSkewedData() {
    Shape space = Shape.vector(4);
    double[][] means = {{3, 0, 0, 0}, {-1, 1, 0, 0}, {-1, -1, 0.5, 0}};
    GaussianMixture law =
        new GaussianMixture(
            Vector.of(0.25, 0.4, 0.35),
            java.util.Arrays.stream(means)
                .map(m -> Gaussian.isotropic(space, Vector.of(m), 0.05))
                .toList());
    Dataset data = Dataset.of("rows", "none", law.sample(Noise.of(2, 3000)));
    CumulantKl cumulants = CumulantKl.of(data, LowRank.exact(data, 4), 4, 3000, KEY);
    for (double sigma : new double[] {3, 4}) {
      Estimate estimate = cumulants.at(sigma);
      Estimate direct =
          new NoisyKl(200000).measure(law, law.matchingGaussian(), sigma, new Noise(KEY, 0, 1));
      assertThat(estimate.value())
          .isCloseTo(
              direct.value(),
              within(4 * Math.hypot(estimate.standardError(), direct.standardError())));
      assertThat(estimate.standardError()).isLessThan(0.2 * estimate.value());
    }
  }

  /// On Gaussian rows the truth is 0; standard errors are calibrated over twenty datasets.
  @Test
  void theCumulantEstimateOfGaussianDataIsZeroWithinItsErrors() {
    Shape space = Shape.vector(6);
    Gaussian law =
        new Gaussian(
            space,
            Vector.of(1, 2, 3, 4, 5, 6),
            Matrix.identity(6),
            Vector.of(8, 4, 2, 1, 0.5, 0.25),
            0);
    double squares = 0;
    double mean = 0;
    for (int seed = 0; seed < 20; seed++) {
      Dataset data = Dataset.of("rows", "none", law.sample(Noise.of(100 + seed, 500)));
      Estimate e = CumulantKl.of(data, LowRank.exact(data, 6), 6, 500, KEY).at(2);
      double z = e.value() / e.standardError();
      squares += z * z / 20;
      mean += z / 20;
    }
    assertThat(Math.abs(mean)).isLessThan(1);
    assertThat(squares).isBetween(0.2, 2.5);
  }

  /// Mean and covariance from the same few rows would make it negative at first order in 1 over
  /// their number.
  @Test
  void theCumulantEstimateOfFewGaussianRowsHasNoBias() {
    Gaussian law = Gaussian.isotropic(Shape.vector(6), Vector.generate(6, _ -> 0), 1);
    Estimate mean = over(200, law, 300, 0.2, false);
    assertThat(mean.value()).isCloseTo(0, within(4 * mean.standardError()));
  }

  /// Where rows and not pairs of rows make the error, as on skewed data, it is known from one
  /// dataset what sixty of them show.
  @Test
  void theStandardErrorOfTheCumulantEstimateIsItsSpread() {
    Batch points = Batch.ofRows(Shape.vector(2), new double[][] {{3, 0}, {-1, 1}, {-1, -1}});
    GaussianMixture law = GaussianMixture.isotropic(points, 0.05);
    Estimate values = over(60, law, 600, 2, false);
    Estimate errors = over(60, law, 600, 2, true);
    double spread = values.standardError() * Math.sqrt(60);
    assertThat(errors.value() / spread).isBetween(0.7, 1.4);
  }

  /// Mean over datasets of the estimate, or of its standard error.
  private static Estimate over(
      int datasets,
      org.scorefield.analytic.Distribution law,
      int n,
      double sigma,
      boolean ofErrors) {
    int k = law.shape().size();
    double[] values = new double[datasets];
    for (int seed = 0; seed < datasets; seed++) {
      Dataset data = Dataset.of("rows", "none", law.sample(Noise.of(1000 + seed, n)));
      Estimate e = CumulantKl.of(data, LowRank.exact(data, k), k, n, KEY).at(sigma);
      values[seed] = ofErrors ? e.standardError() : e.value();
    }
    return Estimate.mean(values);
  }

  /// `sqrt(tr / (2 ln N))` for CIFAR-10, AFHQv2, FFHQ and MNIST, as published results bracket it.
  @Test
  void condensationOfPublishedDatasets() {
    assertThat(Condensation.sigma(750, 50_000)).isCloseTo(5.9, within(0.05));
    assertThat(Condensation.sigma(2700, 15_803)).isCloseTo(11.8, within(0.05));
    assertThat(Condensation.sigma(3000, 70_000)).isCloseTo(11.6, within(0.05));
    assertThat(Condensation.sigma(211, 60_000)).isCloseTo(3.1, within(0.05));
    assertThatThrownBy(() -> Condensation.sigma(1, 1)).hasMessageContaining("at least 2 rows");
  }

  /// Far below sigma_c one row has all the weight of a noisy held-out row and the posterior has no
  /// spread, far above it has nearly that of the data.
  @Test
  void rowsCondenseWhereItSays() {
    Shape space = Shape.vector(200);
    Gaussian law = Gaussian.isotropic(space, Vector.generate(200, i -> 0), 1);
    Dataset rows = Dataset.of("rows", "none", law.sample(Noise.of(4, 1000)));
    double sigmaC = Condensation.sigma(200, 1000);
    assertThat(gathered(rows, sigmaC / 4)).isGreaterThan(0.8);
    assertThat(gathered(rows, sigmaC * 3)).isLessThan(0.3);
  }

  /// 1 minus the mean posterior trace over the variance: 1 where one row has all the weight.
  private static double gathered(Dataset rows, double sigma) {
    Empirical empirical = Empirical.of(rows);
    Batch fresh =
        Gaussian.isotropic(rows.shape(), Vector.generate(200, i -> 0), 1).sample(Noise.of(8, 100));
    Batch x = fresh.plus(Noise.of(6, 100).normal(rows.shape()), sigma);
    return 1 - empirical.posteriorTrace(x, sigma).sum() / 100 / 200;
  }

  /// Both proxies against the divergence from log densities, where both are valid.
  @Test
  void proxiesFromRowsAndFromALawMeetTheDivergence() {
    Shape plane = Shape.vector(2);
    GaussianMixture law =
        GaussianMixture.isotropic(
            Batch.ofRows(plane, new double[][] {{2, 0}, {-1, 1}, {0, -2}}), 0.1);
    Dataset train = Dataset.of("train", "none", law.sample(Noise.of(1, 3000)));
    Dataset held = Dataset.of("held", "none", law.sample(Noise.of(2, 3000)));
    Gaussian gaussian = law.matchingGaussian();
    Vector sigmas = Vector.generate(9, i -> 0.6 * Math.pow(1.6, i));
    LinearityProbe probe = new LinearityProbe(3000, 1);
    ResidualCurve byLaw = DataOnly.byLaw(probe, law, held, gaussian, sigmas, KEY);
    ResidualCurve byRows = DataOnly.byRows(probe, train, held, gaussian, sigmas, KEY).orElseThrow();
    assertThat(byRows.lowest()).isGreaterThan(Condensation.sigma(gaussian.totalVariance(), 3000));
    for (double sigma : new double[] {0.8, 1.5}) {
      Estimate direct = new NoisyKl(100000).measure(law, gaussian, sigma, new Noise(KEY, 0, 1));
      for (ResidualCurve curve : new ResidualCurve[] {byLaw, byRows}) {
        Estimate kl = curve.kl(sigma);
        assertThat(kl.value())
            .isCloseTo(direct.value(), within(3 * (kl.standardError() + direct.standardError())));
        assertThat(kl.standardError()).isLessThan(0.3 * kl.value());
      }
    }
    assertThat(DataOnly.byRows(probe, train, held, gaussian, Vector.of(0.01, 0.02), KEY)).isEmpty();
  }
}
