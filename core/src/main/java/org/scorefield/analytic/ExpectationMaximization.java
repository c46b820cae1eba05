package org.scorefield.analytic;

import java.util.Arrays;
import java.util.List;
import org.scorefield.array.Batch;
import org.scorefield.array.Vector;
import org.scorefield.data.Dataset;
import org.scorefield.random.NoiseKey;

/// Fits a {@link GaussianMixture} to data by expectation-maximisation (Dempster, Laird and Rubin
/// 1977), started by {@link KMeans}.
///
/// Every variance is held at or above a floor, a stated fraction of the mean variance of the data.
/// The maximisation step is exact under that constraint (sample eigenvalues are clipped), so the
/// log likelihood never falls, constant components do no harm and no component collapses onto a
/// row.
///
/// One pass over the data an iteration, in blocks. Memory: `K d^2` numbers for {@link
/// CovarianceKind.Full} and {@link CovarianceKind.LowRank}, `d^2` for the others. Cost an
/// iteration: `2 N K d r` for the responsibilities, about `N d^2` for the covariances (each row
/// counts only where its responsibility does), then the eigenvectors.
///
/// @param components K, at least 1; fewer come back where a component dies out or the data have
///   fewer distinct rows
/// @param kind what the covariances may be
/// @param floor smallest variance, as a fraction of the mean variance of a component of the data, >
///   0
/// @param tolerance smallest gain of the mean log density of a row, in nats for each of the d
///   components of a sample, that is worth another iteration
/// @param iterations at most, at least 1
public record ExpectationMaximization(
    int components, CovarianceKind kind, double floor, double tolerance, int iterations) {
  private static final int KMEANS_ITERATIONS = 10;

  /// Components with fewer rows than this, in sum of responsibilities, are dropped.
  private static final double DEAD = 1e-6;

  public ExpectationMaximization {
    if (components < 1 || iterations < 1) {
      throw new IllegalArgumentException(
          "components and iterations must be at least 1, got " + components + " and " + iterations);
    }
    if (!(floor > 0 && floor <= 1)) {
      throw new IllegalArgumentException(
          "the floor is a fraction of the variance of the data, above 0 and at most 1, got "
              + floor);
    }
    if (!(tolerance >= 0)) {
      throw new IllegalArgumentException("tolerance must not be negative, got " + tolerance);
    }
  }

  /// Floor 1e-4, tolerance 1e-4 nats a component, at most 100 iterations.
  public ExpectationMaximization(int components, CovarianceKind kind) {
    this(components, kind, 1e-4, 1e-4, 100);
  }

  /// @param key randomness of the start; the same key gives the same bits
  /// @throws IllegalArgumentException if there are fewer than 2 rows or fewer rows than components,
  ///   if all rows are equal, if a low rank exceeds d, or if a row holds a NaN or an infinity
  public MixtureFit fit(Dataset data, NoiseKey key) {
    Moments.requireRows(data);
    int d = data.shape().size();
    if (kind instanceof CovarianceKind.LowRank(int rank) && rank > d) {
      throw new IllegalArgumentException(
          "rank must be at most the number of components of a sample, got "
              + rank
              + " for shape "
              + data.shape());
    }
    KMeans start = KMeans.of(data, components, KMEANS_ITERATIONS, key.child("k-means"));
    MaximizationStep step = MaximizationStep.of(kind, data, floor, key.child("sketch"));
    MixtureStatistics statistics = new MixtureStatistics(kind, start.centres());
    forEachBlock(
        data, rows -> statistics.add(rows, oneHot(start.assign(rows), start.centres().rows())));
    GaussianMixture mixture = step.maximize(statistics, List.of(), DEAD);
    double[] trace = new double[iterations + 1];
    for (int i = 0; ; i++) {
      MixtureStatistics next = MixtureStatistics.around(kind, mixture);
      trace[i] = expect(data, mixture, next);
      boolean converged = i > 0 && trace[i] - trace[i - 1] <= tolerance * d;
      if (converged || i == iterations) {
        return new MixtureFit(mixture, Vector.adopt(Arrays.copyOf(trace, i + 1)), converged);
      }
      mixture = step.maximize(next, mixture.components(), DEAD);
    }
  }

  /// Fills the statistics and returns the mean log density.
  private static double expect(
      Dataset data, GaussianMixture mixture, MixtureStatistics statistics) {
    double[] total = new double[1];
    forEachBlock(
        data,
        rows -> {
          MixtureKernel.Expectation e = mixture.expectation(rows, 0);
          statistics.add(rows, e.responsibilities());
          for (double value : e.logDensity()) {
            total[0] += value;
          }
        });
    return total[0] / data.size();
  }

  private static void forEachBlock(Dataset data, java.util.function.Consumer<Batch> body) {
    data.forEachBlock(Math.min(data.size(), data.comfortableBlock()), body);
  }

  private static double[] oneHot(int[] index, int k) {
    double[] out = new double[index.length * k];
    for (int i = 0; i < index.length; i++) {
      out[i * k + index[i]] = 1;
    }
    return out;
  }
}
