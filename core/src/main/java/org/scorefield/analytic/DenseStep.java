package org.scorefield.analytic;

import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.data.Dataset;
import org.scorefield.linalg.Matrix;
import org.scorefield.linalg.SymmetricEigen;

/// The exact maximisation step: weighted means, and weighted covariances with eigenvalues below the
/// floor raised to it. One pass, cost about `N d^2` and the eigenvectors of each component.
///
/// @param floor smallest variance, in squared units of the data
record DenseStep(Dataset data, CovarianceKind kind, double floor) implements MaximizationStep {

  @Override
  public Maximized maximize(Memberships members, Frames frames) {
    MixtureStatistics statistics = MixtureStatistics.of(kind, data, members, frames.centres());
    List<Gaussian> components =
        IntStream.range(0, members.components())
            .parallel()
            .mapToObj(component(statistics))
            .toList();
    return new Maximized(
        new GaussianMixture(MaximizationStep.weights(members), components),
        Frames.of(components, List.of()));
  }

  private IntFunction<Gaussian> component(MixtureStatistics statistics) {
    Shape shape = data.shape();
    return switch (kind) {
      case CovarianceKind.Full _ ->
          c -> clipped(statistics.mean(c), SymmetricEigen.reproducible(statistics.covariance(c)));
      case CovarianceKind.LowRank(int rank) ->
          c -> {
            Matrix covariance = statistics.covariance(c);
            double trace =
                IntStream.range(0, shape.size()).mapToDouble(j -> covariance.get(j, j)).sum();
            SymmetricEigen eigen = SymmetricEigen.reproducible(covariance);
            return MaximizationStep.principal(shape, statistics.mean(c), eigen, trace, rank, floor);
          };
      case CovarianceKind.Diagonal _ -> {
        Matrix axes = Matrix.identity(shape.size());
        yield c ->
            clipped(
                statistics.mean(c),
                new SymmetricEigen(Vector.adopt(statistics.variances(c)), axes));
      }
      case CovarianceKind.Shared _ ->
          throw new IllegalArgumentException("a shared covariance is the work of SharedStep");
    };
  }

  private Gaussian clipped(double[] mean, SymmetricEigen eigen) {
    Vector variances = Vector.generate(mean.length, k -> Math.max(floor, eigen.values().get(k)));
    return new Gaussian(data.shape(), Vector.adopt(mean), eigen.vectors(), variances, 0);
  }
}
