package org.scorefield.analytic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.data.Dataset;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;

class ExpectationMaximizationTest {
  private static final NoiseKey KEY = NoiseKey.of(3);
  private static final List<CovarianceKind> KINDS =
      List.of(
          new CovarianceKind.Full(),
          new CovarianceKind.Shared(),
          new CovarianceKind.LowRank(0),
          new CovarianceKind.LowRank(2),
          new CovarianceKind.Diagonal());

  private static Dataset data(Batch rows) {
    return Dataset.of("test", "none", rows);
  }

  private static GaussianMixture truth(int d) {
    Gaussian[] parts = new Gaussian[3];
    for (int c = 0; c < 3; c++) {
      Gaussian g = Laws.gaussian(c + 1, d, 2, 0.3);
      Vector mean = Vector.generate(d, j -> 4 * g.mean().get(j) + 20);
      parts[c] = new Gaussian(g.shape(), mean, g.basis(), g.variances(), g.residual());
    }
    return Laws.mixture(parts);
  }

  @Test
  void recoversAKnownMixture() {
    int n = 6000;
    GaussianMixture truth = truth(5);
    Dataset data = data(truth.sample(Noise.of(1, n)));
    for (CovarianceKind kind : List.of(new CovarianceKind.Full(), new CovarianceKind.LowRank(2))) {
      MixtureFit fit = new ExpectationMaximization(3, kind, 1e-6, 1e-7, 500).fit(data, KEY);
      assertThat(fit.converged()).isTrue();
      for (Gaussian g : truth.components()) {
        Gaussian nearest =
            fit.mixture().components().stream()
                .min((a, b) ->
                    Double.compare(distance(a.mean(), g.mean()), distance(b.mean(), g.mean())))
                .orElseThrow();
        int at = fit.mixture().components().indexOf(nearest);
        double weight = truth.weights().get(truth.components().indexOf(g));
        double error = Math.sqrt(weight / n);
        assertThat(fit.mixture().weights().get(at)).isCloseTo(weight, within(4 * error));
        assertThat(distance(nearest.mean(), g.mean())).isLessThan(0.2);
        for (int i = 0; i < 25; i++) {
          assertThat(nearest.covariance().shared()[i])
              .isCloseTo(g.covariance().shared()[i], within(0.2));
        }
      }
      double gained = fit.logLikelihood().last() - meanLogDensity(truth, data);
      assertThat(gained).isBetween(0.0, 0.02);
    }
  }

  private static double distance(Vector a, Vector b) {
    return Math.sqrt(Sums.squaredDistance(a.shared(), 0, b.shared(), 0, a.size()));
  }

  private static double meanLogDensity(GaussianMixture mixture, Dataset data) {
    return mixture.logDensity(data.all(), 0).sum() / data.size();
  }

  @Test
  void logLikelihoodNeverFallsAndIsThatOfTheResult() {
    // overlapping clusters, a constant component, floors that bind
    Batch rows = truth(6).sample(Noise.of(2, 700)).map(v -> Math.round(v * 2) / 2.0);
    double[] values = rows.toArray();
    for (int i = 0; i < 700; i++) {
      values[i * 6 + 4] = -1;
    }
    Dataset data = data(Batch.adopt(rows.shape(), values));
    for (CovarianceKind kind : KINDS) {
      for (double floor : new double[] {1e-6, 0.2}) {
        MixtureFit fit = new ExpectationMaximization(9, kind, floor, 0, 60).fit(data, KEY);
        double[] trace = fit.logLikelihood().toArray();
        for (int i = 1; i < trace.length; i++) {
          assertThat(trace[i])
              .as("%s floor %s iteration %d", kind, floor, i)
              .isGreaterThanOrEqualTo(trace[i - 1] - 1e-9);
        }
        assertThat(trace.length).isGreaterThan(3);
        assertThat(meanLogDensity(fit.mixture(), data))
            .isCloseTo(trace[trace.length - 1], within(1e-9));
      }
    }
  }

  @Test
  void logLikelihoodNeverFallsWhereBasesAreIterated() {
    // more than 200 dimensions: leading eigenvectors by subspace iteration
    MixtureFit fit =
        new ExpectationMaximization(4, new CovarianceKind.LowRank(6), 1e-4, 0, 25).fit(wide(), KEY);
    double[] trace = fit.logLikelihood().toArray();
    for (int i = 1; i < trace.length; i++) {
      assertThat(trace[i]).as("iteration %d", i).isGreaterThanOrEqualTo(trace[i - 1] - 1e-8);
    }
  }

  @Test
  void oneComponentIsTheGaussianFit() {
    Batch rows = truth(6).sample(Noise.of(5, 400));
    Gaussian full = LowRank.exact(data(rows), 6);
    Gaussian low = LowRank.exact(data(rows), 2);
    Batch x = Laws.normal(6, 20, 6).map(v -> 20 + 5 * v);
    for (CovarianceKind kind : List.of(new CovarianceKind.Full(), new CovarianceKind.Shared())) {
      Laws.close(
          new ExpectationMaximization(1, kind).fit(data(rows), KEY).mixture().denoise(x, 1),
          full.denoise(x, 1),
          1e-10);
    }
    Laws.close(
        new ExpectationMaximization(1, new CovarianceKind.LowRank(2))
            .fit(data(rows), KEY)
            .mixture()
            .denoise(x, 1),
        low.denoise(x, 1),
        1e-10);
  }

  @Test
  void fewAndDuplicatedRowsConstantComponentsAndManyDimensionsWork() {
    Batch few = Laws.normal(7, 12, 30);
    double[] values = Batch.concat(List.of(few, few, few)).toArray();
    for (int i = 0; i < 36; i++) {
      values[i * 30 + 11] = 0.25;
    }
    Dataset data = data(Batch.adopt(Shape.vector(30), values));
    for (CovarianceKind kind : KINDS) {
      MixtureFit fit = new ExpectationMaximization(20, kind).fit(data, KEY);
      assertThat(fit.mixture().components().size()).isLessThanOrEqualTo(12);
      assertThat(fit.logLikelihood().stream().allMatch(Double::isFinite)).isTrue();
      assertThat(fit.mixture().denoise(few, 0.1).firstNonFinite()).isEmpty();
      assertThat(fit.mixture().sample(Noise.of(1, 9)).firstNonFinite()).isEmpty();
    }
  }

  @Test
  void everyVarianceIsAtOrAboveTheFloor() {
    Dataset data = data(truth(6).sample(Noise.of(8, 200)));
    double scale = LowRank.exact(data, 0).residual();
    for (CovarianceKind kind : KINDS) {
      MixtureFit fit = new ExpectationMaximization(15, kind, 0.02, 1e-3, 50).fit(data, KEY);
      for (Gaussian g : fit.mixture().components()) {
        double least =
            IntStream.range(0, g.rank())
                .mapToDouble(g.variances()::get)
                .min()
                .orElse(Double.POSITIVE_INFINITY);
        assertThat(Math.min(least, g.rank() == 6 ? least : g.residual()))
            .isGreaterThanOrEqualTo(0.02 * scale * (1 - 1e-12));
      }
    }
  }

  @Test
  void sameKeySameBits() {
    Dataset data = data(truth(5).sample(Noise.of(9, 500)));
    for (CovarianceKind kind : KINDS) {
      ExpectationMaximization em = new ExpectationMaximization(4, kind, 1e-4, 0, 5);
      assertThat(em.fit(data, KEY)).isEqualTo(em.fit(data, KEY));
    }
  }

  /// Three flat pancakes in 230 dimensions, near each other.
  private static Dataset wide() {
    Gaussian[] parts = new Gaussian[3];
    for (int c = 0; c < 3; c++) {
      Gaussian g = Laws.gaussian(c + 1, 230, 20, 0.05);
      Vector mean = Vector.generate(230, j -> 0.1 * g.mean().get(j));
      Vector variances = Vector.generate(20, k -> 3.0 / (k + 1));
      parts[c] = new Gaussian(g.shape(), mean, g.basis(), variances, 0.05);
    }
    return data(Laws.mixture(parts).sample(Noise.of(4, 900)));
  }

  @Test
  void sameBitsOnAnyNumberOfThreads() throws Exception {
    for (CovarianceKind kind :
        List.of(new CovarianceKind.LowRank(6), new CovarianceKind.Diagonal())) {
      ExpectationMaximization em = new ExpectationMaximization(4, kind, 1e-4, 0, 3);
      MixtureFit expected = em.fit(wide(), KEY);
      for (int threads : new int[] {1, 7}) {
        try (ForkJoinPool pool = new ForkJoinPool(threads)) {
          assertThat(pool.submit(() -> em.fit(wide(), KEY)).get()).isEqualTo(expected);
        }
      }
    }
  }

  @Test
  void whoeverLooksOnIsToldEveryIterationAndCanEndTheFit() {
    Dataset data = data(truth(5).sample(Noise.of(9, 500)));
    CovarianceKind kind = new CovarianceKind.LowRank(2);
    ExpectationMaximization em = new ExpectationMaximization(4, kind, 1e-4, 0, 6);
    List<Double> told = new ArrayList<>();
    MixtureFit whole =
        em.fit(
            data,
            KEY,
            (iteration, logLikelihood) -> {
              assertThat(iteration).isEqualTo(told.size());
              told.add(logLikelihood);
              return true;
            });
    assertThat(told).isEqualTo(whole.logLikelihood().stream().boxed().toList());
    assertThat(whole).isEqualTo(em.fit(data, KEY));
    for (int stop = 0; stop < 3; stop++) {
      int last = stop;
      MixtureFit stopped = em.fit(data, KEY, (iteration, _) -> iteration < last);
      assertThat(stopped.converged()).isFalse();
      assertThat(stopped.logLikelihood().stream().boxed().toList())
          .isEqualTo(told.subList(0, stop + 1));
      assertThat(meanLogDensity(stopped.mixture(), data)).isCloseTo(told.get(stop), within(1e-9));
    }
  }

  @Test
  void badInputIsNamed() {
    CovarianceKind full = new CovarianceKind.Full();
    Batch rows = Laws.normal(10, 9, 3);
    assertThatThrownBy(() -> new ExpectationMaximization(10, full).fit(data(rows), KEY))
        .hasMessageContaining("10 clusters for 9 rows");
    assertThatThrownBy(() ->
            new ExpectationMaximization(2, new CovarianceKind.LowRank(4)).fit(data(rows), KEY))
        .hasMessageContaining("4 for shape 3");
    assertThatThrownBy(() -> new ExpectationMaximization(1, full).fit(data(rows.slice(0, 1)), KEY))
        .hasMessageContaining("at least 2 rows");
    assertThatThrownBy(() ->
            new ExpectationMaximization(1, full).fit(data(Batch.zeros(Shape.vector(3), 5)), KEY))
        .hasMessageContaining("equal");
    double[] broken = rows.toArray();
    broken[5 * 3] = Double.POSITIVE_INFINITY;
    assertThatThrownBy(() ->
            new ExpectationMaximization(2, full).fit(data(Batch.adopt(rows.shape(), broken)), KEY))
        .hasMessageContaining("row 5 of test");
    assertThatThrownBy(() -> new ExpectationMaximization(2, full, 0, 1, 1))
        .hasMessageContaining("floor");
  }
}
