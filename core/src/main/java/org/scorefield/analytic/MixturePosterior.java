package org.scorefield.analytic;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.scorefield.array.Batch;
import org.scorefield.array.Rows;
import org.scorefield.array.Vector;
import org.scorefield.linalg.Matrix;

/// The posterior covariance of a mixture by the law of total covariance, `sum_c w_c [C_c + (D_c -
/// D)(D_c - D)^T]`, with C_c and D_c those of the components. Deviations are squared after the
/// subtraction, so that nothing cancels where the components agree.
final class MixturePosterior {
  private MixturePosterior() {}

  /// Cost of K evaluations of a component a sample.
  static Vector traces(GaussianMixture mixture, Batch x, double sigma) {
    int d = mixture.shape().size();
    int k = mixture.components().size();
    Matrix w = mixture.responsibilities(x, sigma);
    double[] mean = mixture.denoise(x, sigma).shared();
    double[] out = new double[x.count()];
    for (int c = 0; c < k; c++) {
      Gaussian g = mixture.components().get(c);
      double[] denoised = g.denoise(x, sigma).shared();
      double within = g.posteriorTrace(x.slice(0, Math.min(1, x.count())), sigma).sum();
      for (int i = 0; i < out.length; i++) {
        double weight = w.get(i, c);
        if (weight != 0) {
          out[i] += weight * (within + Sums.squaredDistance(denoised, i * d, mean, i * d, d));
        }
      }
    }
    return Vector.adopt(out);
  }

  /// Memory of `(n + K) d^2` numbers, cost of `n K d^2`.
  static List<Matrix> covariances(GaussianMixture mixture, Batch x, double sigma) {
    int d = mixture.shape().size();
    int k = mixture.components().size();
    Matrix w = mixture.responsibilities(x, sigma);
    double[] mean = mixture.denoise(x, sigma).shared();
    List<double[]> sums = new ArrayList<>();
    IntStream.range(0, x.count()).forEach(i -> sums.add(new double[Math.multiplyExact(d, d)]));
    for (int c = 0; c < k; c++) {
      Gaussian g = mixture.components().get(c);
      double[] denoised = g.denoise(x, sigma).shared();
      double[] within = g.conditionalCovariance(sigma).shared();
      int component = c;
      Rows.parallel(
          x.count(),
          1,
          (i, end) -> {
            double weight = w.get(i, component);
            if (weight != 0) {
              add(sums.get(i), weight, within, denoised, mean, i * d, d);
            }
          });
    }
    return sums.stream().map(sum -> Matrix.adopt(d, d, sum)).toList();
  }

  private static void add(
      double[] sum, double weight, double[] within, double[] a, double[] b, int from, int d) {
    for (int p = 0; p < d; p++) {
      double deviation = a[from + p] - b[from + p];
      for (int q = 0; q < d; q++) {
        sum[p * d + q] += weight * (within[p * d + q] + deviation * (a[from + q] - b[from + q]));
      }
    }
  }
}
