package org.scorefield.analytic;

import java.util.stream.IntStream;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.data.Dataset;
import org.scorefield.linalg.SymmetricEigen;
import org.scorefield.random.NoiseKey;

/// Raises the expected log likelihood given responsibilities, among mixtures whose variances are
/// all at least a floor.
sealed interface MaximizationStep permits DenseStep, SharedStep, PrincipalStep {

  /// Up to this dimension whole covariances cost no more than their leading directions.
  int SMALL = 200;

  /// A mixture, and what the next step starts from.
  record Maximized(GaussianMixture mixture, Frames frames) {}

  /// A mixture of no smaller expected log likelihood than the one whose frames these are.
  Maximized maximize(Memberships members, Frames frames);

  /// The step for a kind of covariance.
  ///
  /// @param floor smallest variance, in squared units of the data
  /// @param key randomness of the first directions for low ranks in many dimensions
  static MaximizationStep of(CovarianceKind kind, Dataset data, double floor, NoiseKey key) {
    int d = data.shape().size();
    return switch (kind) {
      case CovarianceKind.Shared _ -> new SharedStep(data, Moments.of(data), floor);
      case CovarianceKind.LowRank(int rank)
          when d > SMALL && rank + PrincipalStep.OVERSAMPLING < d / 2 ->
          new PrincipalStep(data, rank, floor, key);
      default -> new DenseStep(data, kind, floor);
    };
  }

  /// Weights of a mixture in proportion to the memberships.
  static Vector weights(Memberships members) {
    double sum = IntStream.range(0, members.components()).mapToDouble(members::weight).sum();
    return Vector.generate(members.components(), c -> members.weight(c) / sum);
  }

  /// The most likely Gaussian of rank r along given directions, among those whose kept variances
  /// are at least the residual one, and that at least `floor`.
  ///
  /// Without the first constraint the variances are the values theta, the residual s the mean of
  /// what is left of the trace. Where theta_k < s, which cannot be if the directions are the
  /// leading ones of the covariance, the two are pooled. That the residual is the smallest variance
  /// is what makes the likelihood grow with every theta_k, by `(1/s - 1/lambda_k)/2`.
  ///
  /// @param ritz values theta, descending, and directions (d x at least r) in which the covariance
  ///   is diagonal
  /// @param trace of the covariance
  static Gaussian principal(
      Shape shape, double[] mean, SymmetricEigen ritz, double trace, int rank, double floor) {
    int d = shape.size();
    Vector theta = ritz.values();
    double rest = trace;
    for (int k = 0; k < rank; k++) {
      rest -= Math.max(0, theta.get(k));
    }
    rest = Math.max(0, rest);
    int pooled = rank;
    while (pooled > 0 && pooled < d && theta.get(pooled - 1) * (d - pooled) < rest) {
      rest += Math.max(0, theta.get(--pooled));
    }
    double residual = pooled == d ? 0 : Math.max(floor, rest / (d - pooled));
    int own = pooled;
    return new Gaussian(
        shape,
        Vector.adopt(mean),
        ritz.vectors().leadingColumns(rank),
        Vector.generate(rank, k -> k < own ? Math.max(floor, theta.get(k)) : residual),
        residual);
  }
}
