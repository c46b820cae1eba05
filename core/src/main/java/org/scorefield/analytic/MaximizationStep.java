package org.scorefield.analytic;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.data.Dataset;
import org.scorefield.linalg.Factorizations;
import org.scorefield.linalg.Matrix;
import org.scorefield.linalg.SymmetricEigen;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;

/// The mixture of largest expected log likelihood given responsibilities, among those whose
/// variances are all at least `floor`: weighted means, and weighted covariances with eigenvalues
/// below the floor raised to it.
///
/// @param total moments of all rows
/// @param floor smallest variance, in squared units of the data
/// @param key randomness of the sketches for low ranks in many dimensions
record MaximizationStep(
    CovarianceKind kind, Shape shape, Moments total, double floor, NoiseKey key) {
  /// Up to this dimension all eigenvectors are computed; above, the leading ones by iteration.
  private static final int SMALL = 200;

  private static final int OVERSAMPLING = 10;

  private static final int COLD_ITERATIONS = 8;
  private static final int WARM_ITERATIONS = 3;

  static MaximizationStep of(
      CovarianceKind kind, Dataset data, double relativeFloor, NoiseKey key) {
    Moments total = Moments.of(data);
    int d = data.shape().size();
    double trace = IntStream.range(0, d).mapToDouble(j -> total.covariance().get(j, j)).sum();
    if (!(trace > 0)) {
      throw new IllegalArgumentException(
          "all rows of " + data.name() + " are equal; there is nothing to fit");
    }
    return new MaximizationStep(kind, data.shape(), total, relativeFloor * trace / d, key);
  }

  /// @param previous the components before, from which low-rank bases are improved; may be empty
  /// @param dead components of less weight are dropped
  GaussianMixture maximize(MixtureStatistics statistics, List<Gaussian> previous, double dead) {
    int[] kept =
        IntStream.range(0, statistics.components())
            .filter(c -> statistics.weight(c) > dead)
            .toArray();
    double sum = Arrays.stream(kept).mapToDouble(statistics::weight).sum();
    Vector weights = Vector.generate(kept.length, a -> statistics.weight(kept[a]) / sum);
    IntFunction<Gaussian> component =
        switch (kind) {
          case CovarianceKind.Full _ ->
              c -> clipped(statistics.mean(c), SymmetricEigen.of(statistics.covariance(c)));
          case CovarianceKind.LowRank(int rank) ->
              c -> {
                Optional<Gaussian> before =
                    previous.isEmpty() ? Optional.empty() : Optional.of(previous.get(c));
                return principal(statistics, c, rank, before);
              };
          case CovarianceKind.Diagonal _ -> {
            Matrix axes = Matrix.identity(shape.size());
            yield c -> onAxes(statistics.mean(c), axes, statistics.variances(c));
          }
          case CovarianceKind.Shared _ -> {
            SymmetricEigen pooled = SymmetricEigen.of(within(statistics, kept));
            yield c -> clipped(statistics.mean(c), pooled);
          }
        };
    return new GaussianMixture(
        weights, Arrays.stream(kept).parallel().mapToObj(component).toList());
  }

  private Gaussian clipped(double[] mean, SymmetricEigen eigen) {
    Vector variances = Vector.generate(mean.length, k -> Math.max(floor, eigen.values().get(k)));
    return new Gaussian(shape, Vector.adopt(mean), eigen.vectors(), variances, 0);
  }

  private Gaussian onAxes(double[] mean, Matrix axes, double[] variances) {
    Vector clipped = Vector.generate(mean.length, k -> Math.max(floor, variances[k]));
    return new Gaussian(shape, Vector.adopt(mean), axes, clipped, 0);
  }

  /// Pooled covariance about the means: that of all rows less that of the means.
  private Matrix within(MixtureStatistics statistics, int[] kept) {
    int d = shape.size();
    double[] out = total.covariance().toArray();
    double[] mu = total.mean().shared();
    for (int c : kept) {
      double weight = statistics.weight(c) / total.count();
      double[] mean = statistics.mean(c);
      for (int i = 0; i < d; i++) {
        double deviation = weight * (mean[i] - mu[i]);
        for (int j = 0; j < d; j++) {
          out[i * d + j] -= deviation * (mean[j] - mu[j]);
        }
      }
    }
    return Matrix.adopt(d, d, out);
  }

  private Gaussian principal(
      MixtureStatistics statistics, int c, int rank, Optional<Gaussian> before) {
    int d = shape.size();
    Matrix covariance = statistics.covariance(c);
    double trace = IntStream.range(0, d).mapToDouble(j -> covariance.get(j, j)).sum();
    SymmetricEigen leading =
        d <= SMALL || rank + OVERSAMPLING >= d / 2
            ? SymmetricEigen.of(covariance)
            : ritz(covariance, start(rank, c, before), before.isEmpty());
    Vector values = leading.values();
    double kept = IntStream.range(0, rank).mapToDouble(k -> Math.max(0, values.get(k))).sum();
    double residual = rank == d ? 0 : Math.max(floor, (trace - kept) / (d - rank));
    return new Gaussian(
        shape,
        Vector.adopt(statistics.mean(c)),
        leading.vectors().leadingColumns(rank),
        Vector.generate(rank, k -> Math.max(floor, values.get(k))),
        residual);
  }

  /// The basis before, which the likelihood may then not fall below, and some random directions.
  private Matrix start(int rank, int c, Optional<Gaussian> before) {
    int d = shape.size();
    int k = rank + OVERSAMPLING;
    double[] out = new Noise(key.child(c), 0, d).normal(Shape.vector(k)).toArray();
    before.ifPresent(g -> {
      for (int i = 0; i < d; i++) {
        System.arraycopy(g.basis().shared(), i * rank, out, i * k, rank);
      }
    });
    return Matrix.adopt(d, k, out);
  }

  /// Eigenpairs of a covariance within the span of a few of its powers on a start. The sum of the
  /// leading values never falls below that within the span of the start.
  private static SymmetricEigen ritz(Matrix covariance, Matrix start, boolean cold) {
    Matrix q = Factorizations.orthonormalBasis(start);
    for (int i = 0; i < (cold ? COLD_ITERATIONS : WARM_ITERATIONS); i++) {
      q = Factorizations.orthonormalBasis(covariance.times(q));
    }
    SymmetricEigen within = SymmetricEigen.of(q.transpose().times(covariance.times(q)));
    return new SymmetricEigen(within.values(), q.times(within.vectors()));
  }
}
