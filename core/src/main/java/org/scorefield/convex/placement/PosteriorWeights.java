package org.scorefield.convex.placement;

import org.scorefield.array.Batch;

/// Which of some rows a noisy one comes from, `w_i = softmax_i(-|x - x_i|^2 / 2 sigma^2)`, and the
/// moments of the rows under these weights.
///
/// @param rows x_i, n x d, flat
/// @param d components
/// @param sigma noise level
record PosteriorWeights(double[] rows, int d, double sigma) {
  /// Weight, beside the largest, that no moment feels.
  private static final double NEGLIGIBLE = 1e-18;

  static PosteriorWeights of(Batch rows, double sigma) {
    return new PosteriorWeights(rows.shared(), rows.dimension(), sigma);
  }

  int count() {
    return rows.length / d;
  }

  /// w at the row that starts at `at`; negligible ones are 0.
  double[] at(double[] x, int at) {
    double[] w = new double[count()];
    double nearest = Double.POSITIVE_INFINITY;
    for (int i = 0; i < w.length; i++) {
      double sum = 0;
      for (int j = 0; j < d; j++) {
        double step = x[at + j] - rows[i * d + j];
        sum += step * step;
      }
      w[i] = sum;
      nearest = Math.min(nearest, sum);
    }
    double total = 0;
    for (int i = 0; i < w.length; i++) {
      double weight = Math.exp((nearest - w[i]) / (2 * sigma * sigma));
      w[i] = weight < NEGLIGIBLE ? 0 : weight;
      total += w[i];
    }
    for (int i = 0; i < w.length; i++) {
      w[i] /= total;
    }
    return w;
  }

  /// `sum_i w_i x_i`.
  double[] mean(double[] w) {
    double[] mean = new double[d];
    for (int i = 0; i < w.length; i++) {
      if (w[i] > 0) {
        for (int j = 0; j < d; j++) {
          mean[j] += w[i] * rows[i * d + j];
        }
      }
    }
    return mean;
  }

  /// The third cumulant along q, `T(q) = sum_i w_i (q . dx_i) dx_i dx_i^T`, `dx_i = x_i - sum_k w_k
  /// x_k`: d x d, row-major. Cost nd^2/2.
  double[] thirdCumulant(double[] w, double[] q, int at) {
    double[] mean = mean(w);
    double[] out = new double[d * d];
    double[] dx = new double[d];
    for (int i = 0; i < w.length; i++) {
      if (w[i] > 0) {
        double along = 0;
        for (int j = 0; j < d; j++) {
          dx[j] = rows[i * d + j] - mean[j];
          along += q[at + j] * dx[j];
        }
        addOuter(w[i] * along, dx, out);
      }
    }
    for (int j = 0; j < d; j++) {
      for (int k = 0; k < j; k++) {
        out[j * d + k] = out[k * d + j];
      }
    }
    return out;
  }

  /// The upper triangle of `out += c v v^T`.
  private static void addOuter(double c, double[] v, double[] out) {
    int d = v.length;
    for (int j = 0; j < d; j++) {
      double scaled = c * v[j];
      for (int k = j; k < d; k++) {
        out[j * d + k] += scaled * v[k];
      }
    }
  }
}
