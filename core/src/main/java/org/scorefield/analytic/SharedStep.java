package org.scorefield.analytic;

import java.util.List;
import java.util.stream.IntStream;
import org.scorefield.array.Vector;
import org.scorefield.data.Dataset;
import org.scorefield.linalg.Matrix;
import org.scorefield.linalg.SymmetricEigen;

/// The exact maximisation step for components that share one covariance: that of all rows, less
/// that of the means. One pass for the means, cost `N d`, and one eigendecomposition.
///
/// @param total moments of all rows
/// @param floor smallest variance, in squared units of the data
record SharedStep(Dataset data, Moments total, double floor) implements MaximizationStep {

  @Override
  public Maximized maximize(Memberships members, Frames frames) {
    MixtureStatistics statistics =
        MixtureStatistics.of(new CovarianceKind.Shared(), data, members, frames.centres());
    SymmetricEigen pooled = SymmetricEigen.reproducible(within(statistics, members));
    Vector variances =
        Vector.generate(data.shape().size(), k -> Math.max(floor, pooled.values().get(k)));
    List<Gaussian> components =
        IntStream.range(0, members.components())
            .mapToObj(c ->
                new Gaussian(
                    data.shape(), Vector.adopt(statistics.mean(c)), pooled.vectors(), variances, 0))
            .toList();
    return new Maximized(
        new GaussianMixture(MaximizationStep.weights(members), components),
        Frames.of(components, List.of()));
  }

  private Matrix within(MixtureStatistics statistics, Memberships members) {
    int d = data.shape().size();
    Vector weights = MaximizationStep.weights(members);
    double[] out = total.covariance().toArray();
    double[] mu = total.mean().shared();
    for (int c = 0; c < members.components(); c++) {
      double[] mean = statistics.mean(c);
      for (int i = 0; i < d; i++) {
        double deviation = weights.get(c) * (mean[i] - mu[i]);
        for (int j = 0; j < d; j++) {
          out[i * d + j] -= deviation * (mean[j] - mu[j]);
        }
      }
    }
    return Matrix.adopt(d, d, out);
  }
}
