package org.scorefield.convex.diffusion;

import java.util.Arrays;
import org.scorefield.array.Batch;
import org.scorefield.array.Rows;
import org.scorefield.array.Shape;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;

/// The effective number of clean rows that a noisy one may come from: `1 / sum_i w_i^2` of its
/// posterior weights `w_i ~ exp(-|x - x_i|^2 / (2 sigma^2))`, the median over noisy rows. Cost nd
/// for each of at most {@link #PROBES} of them.
final class Neighbours {
  private static final int PROBES = 200;

  private Neighbours() {}

  static double effective(Batch clean, double sigma, NoiseKey key) {
    int n = clean.count();
    int d = clean.dimension();
    int probes = Math.min(PROBES, n);
    double[] x = clean.shared();
    double[] noise = new Noise(key, 0, probes).normal(Shape.vector(d)).shared();
    double[] counts = new double[probes];
    Rows.parallel(
        probes,
        8,
        (from, to) -> {
          double[] at = new double[d];
          for (int p = from; p < to; p++) {
            int row = (int) ((long) p * n / probes);
            for (int j = 0; j < d; j++) {
              at[j] = x[row * d + j] + sigma * noise[p * d + j];
            }
            counts[p] = effective(x, at, sigma);
          }
        });
    Arrays.sort(counts);
    return (counts[(probes - 1) / 2] + counts[probes / 2]) / 2;
  }

  private static double effective(double[] x, double[] at, double sigma) {
    int d = at.length;
    double[] exponents = new double[x.length / d];
    double largest = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < exponents.length; i++) {
      double square = 0;
      for (int j = 0; j < d; j++) {
        double difference = at[j] - x[i * d + j];
        square += difference * difference;
      }
      exponents[i] = -square / (2 * sigma * sigma);
      largest = Math.max(largest, exponents[i]);
    }
    double sum = 0;
    double squares = 0;
    for (double e : exponents) {
      double w = Math.exp(e - largest);
      sum += w;
      squares += w * w;
    }
    return sum * sum / squares;
  }
}
