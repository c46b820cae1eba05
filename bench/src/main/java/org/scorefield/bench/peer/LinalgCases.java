package org.scorefield.bench.peer;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.scorefield.analytic.Gaussian;
import org.scorefield.analytic.LowRank;
import org.scorefield.bench.input.Inputs;
import org.scorefield.data.Dataset;
import org.scorefield.linalg.Matrix;
import org.scorefield.linalg.SymmetricEigen;
import org.scorefield.random.NoiseKey;

/// Fits of Gaussians: eigendecompositions and low rank.
final class LinalgCases {
  /// Leading variances that are compared: those that a randomised method finds to many digits.
  private static final int LEADING = 16;

  private LinalgCases() {}

  /// The eigendecomposition of a covariance, vectors included. Compared: the eigenvalues, and `V
  /// diag(values) V^T p` for a vector p, which neither signs nor bases of eigenspaces change.
  static Case eigen(String name, int dimension, double ratio) {
    return new Case(
        name,
        List.of(Rival.beside("torch.linalg.eigh float64", ratio, 1e-9)),
        size -> {
          int d = size.of(dimension, 40);
          Matrix covariance = Inputs.covariance(d, 1);
          Matrix probe = Inputs.normals(1, d, 2);
          return new Task(
              "eigendecomposition, d = " + d,
              Map.of("covariance", covariance, "probe", probe),
              Map.of(),
              () -> {
                SymmetricEigen eigen = SymmetricEigen.of(covariance);
                return () -> rebuilt(eigen, probe);
              });
        });
  }

  private static double[] rebuilt(SymmetricEigen eigen, Matrix probe) {
    int d = probe.columns();
    double[] out = Arrays.copyOf(eigen.values().shared(), 2 * d);
    double[] c = probe.times(eigen.vectors()).toArray();
    for (int j = 0; j < d; j++) {
      c[j] *= eigen.values().get(j);
    }
    double[] back = Matrix.adopt(1, d, c).timesTransposed(eigen.vectors()).shared();
    System.arraycopy(back, 0, out, d, d);
    return out;
  }

  /// Mean and 256 principal directions of 60,000 images. Compared: the {@value #LEADING} largest
  /// variances and the total; randomised methods find the last ones to a few digits only.
  static Case lowRank() {
    Goal goal = new Goal.Seconds(3);
    return new Case(
        "low-rank",
        List.of(
            new Rival("sklearn PCA covariance_eigh", goal, 1e-6),
            new Rival("sklearn PCA randomized", goal, 1e-3),
            new Rival("torch.svd_lowrank float64", goal, 2e-3)),
        size -> {
          int n = size.of(60_000, 1_000);
          int d = size.of(784, 64);
          int r = size.of(256, 20);
          Dataset data = Inputs.images("rows", n, d, 1, 2);
          return new Task(
              String.format(Locale.ROOT, "low-rank fit, %,d x %d, r = %d", n, d, r),
              Map.of("rows", Matrix.adopt(n, d, data.all().shared())),
              Map.of("rank", (double) r),
              () -> {
                Gaussian fit = LowRank.fit(data, r, NoiseKey.of(1));
                return () -> leading(fit);
              });
        });
  }

  private static double[] leading(Gaussian fit) {
    double[] out = Arrays.copyOf(fit.variances().shared(), LEADING + 1);
    out[LEADING] = fit.variances().sum();
    return out;
  }
}
