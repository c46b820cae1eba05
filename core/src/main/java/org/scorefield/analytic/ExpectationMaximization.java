package org.scorefield.analytic;

import java.util.Arrays;
import org.scorefield.analytic.MaximizationStep.Maximized;
import org.scorefield.array.Vector;
import org.scorefield.data.Dataset;
import org.scorefield.random.NoiseKey;

/// Fits a {@link GaussianMixture} to data by expectation-maximisation (Dempster, Laird and Rubin
/// 1977), started by {@link KMeans}.
///
/// Every variance is held at or above a floor, a stated fraction of the mean variance of the data,
/// so that constant components do no harm and no component collapses onto a row.
///
/// **An iteration** is one expectation step over all rows and components and three maximisation
/// steps, with sparse expectation steps between them, in which a row is shared anew only among the
/// components that had a part in it (Neal and Hinton 1998). Each of these raises, or leaves, the
/// one function of responsibilities q and parameters `F(q, theta) = E_q[log p(x, c; theta)] +
/// H(q)`; a full expectation step makes it the log likelihood, which therefore never falls from one
/// iteration to the next. Where most rows have one component, as pictures have, the sparse steps
/// cost a fraction of a full one and gain nearly as much. Maximisation is exact, except for low
/// ranks in more than 200 dimensions, where {@link PrincipalStep} improves the directions before.
///
/// **Cost of an iteration**: `2 N K d r` for the responsibilities, by one matrix product ({@link
/// StackedBases}), and about `12 N d (r + 10)` for the three steps; where whole covariances are
/// formed `3 N d^2` and their eigenvectors. Each row counts in the components it belongs to only.
/// **Memory**: 12 bytes for each such membership, a few `K d (r + 10)` numbers, `K d^2` where whole
/// covariances are formed. The data are read in blocks.
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

  /// Sparse steps after each full one; more gain little.
  private static final int REFINEMENTS = 2;

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

  /// {@link #fit(Dataset, NoiseKey, FitProgress)} with no one looking on.
  public MixtureFit fit(Dataset data, NoiseKey key) {
    return fit(data, key, FitProgress.NONE);
  }

  /// @param key randomness of the start; the same key gives the same bits
  /// @param progress told of the start and of every iteration, and able to end the fit there
  /// @throws IllegalArgumentException if there are fewer than 2 rows or fewer rows than components,
  ///   if all rows are equal, if a low rank exceeds d, or if a row holds a NaN or an infinity
  public MixtureFit fit(Dataset data, NoiseKey key, FitProgress progress) {
    Moments.requireRows(data);
    int d = data.shape().size();
    if (kind instanceof CovarianceKind.LowRank(int rank) && rank > d) {
      throw new IllegalArgumentException(
          "rank must be at most the number of components of a sample, got "
              + rank
              + " for shape "
              + data.shape());
    }
    KMeans clusters = KMeans.of(data, components, KMEANS_ITERATIONS, key.child("k-means"));
    double variance = meanVariance(data, clusters.mean().shared());
    MaximizationStep step = MaximizationStep.of(kind, data, floor * variance, key.child("sketch"));
    Maximized current = step.maximize(members(data, clusters), Frames.at(clusters.centres()));
    double[] trace = new double[iterations + 1];
    for (int i = 0; ; i++) {
      Expectation e = Expectation.of(current.mixture(), data);
      trace[i] = e.logLikelihood();
      boolean converged = i > 0 && trace[i] - trace[i - 1] <= tolerance * d;
      if (!progress.iterated(i, trace[i]) || converged || i == iterations) {
        return new MixtureFit(
            current.mixture(), Vector.adopt(Arrays.copyOf(trace, i + 1)), converged);
      }
      current = advance(step, data, e.members(), current.frames());
    }
  }

  /// One maximisation step, then some more with sparse expectation steps between.
  private static Maximized advance(
      MaximizationStep step, Dataset data, Memberships members, Frames frames) {
    int[] alive = members.alive(DEAD);
    Memberships living = members.select(alive);
    Maximized next = step.maximize(living, frames.select(alive));
    for (int i = 0; i < REFINEMENTS; i++) {
      Memberships refined = living.refined(data, next.mixture());
      alive = refined.alive(DEAD);
      living = refined.select(alive);
      next = step.maximize(living, next.frames().select(alive));
    }
    return next;
  }

  /// Variance of the data, mean over the components of a sample.
  private static double meanVariance(Dataset data, double[] mean) {
    int d = mean.length;
    double[] sum = new double[1];
    data.forEachBlock(
        data.comfortableBlock(),
        rows -> {
          for (int i = 0; i < rows.count(); i++) {
            sum[0] += Sums.squaredDistance(rows.shared(), i * d, mean, 0, d);
          }
        });
    if (!(sum[0] > 0)) {
      throw new IllegalArgumentException(
          "all rows of " + data.name() + " are equal; there is nothing to fit");
    }
    return sum[0] / data.size() / d;
  }

  /// Each row a member of its cluster alone.
  private static Memberships members(Dataset data, KMeans clusters) {
    Memberships.Builder members = new Memberships.Builder(clusters.centres().rows());
    int block = data.comfortableBlock();
    for (int from = 0; from < data.size(); from += block) {
      int[] index = clusters.assign(data.rows(from, Math.min(block, data.size() - from)));
      for (int i = 0; i < index.length; i++) {
        members.add(from + i, index[i], 1);
      }
    }
    return members.build();
  }
}
