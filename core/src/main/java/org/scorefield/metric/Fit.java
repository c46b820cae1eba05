package org.scorefield.metric;

import org.scorefield.analytic.Moments;
import org.scorefield.array.Vector;
import org.scorefield.data.Dataset;
import org.scorefield.linalg.Matrix;
import org.scorefield.linalg.SymmetricEigen;

/// The Gaussian fitted to a sample: mean, and covariance divided by n - 1 (0 for one row).
///
/// @param count n
record Fit(int count, Vector mean, Matrix covariance) {

  static Fit of(Dataset data) {
    Moments moments = Moments.of(data);
    double n = moments.count();
    double[] unbiased = moments.covariance().toArray();
    for (int i = 0; i < unbiased.length; i++) {
      unbiased[i] *= n / (n - 1);
    }
    int d = moments.mean().size();
    return new Fit(moments.count(), moments.mean(), Matrix.adopt(d, d, unbiased));
  }

  int dimension() {
    return mean.size();
  }

  double trace() {
    double trace = 0;
    for (int i = 0; i < dimension(); i++) {
      trace += covariance.shared()[i * (dimension() + 1)];
    }
    return trace;
  }

  /// C (r x d) with `C^T C` the covariance, r its numerical rank.
  Matrix root() {
    SymmetricEigen eigen = SymmetricEigen.of(covariance);
    int d = dimension();
    double floor = d * Math.ulp(1.0) * eigen.values().first();
    int rank = 0;
    while (rank < d && eigen.values().get(rank) > floor) {
      rank++;
    }
    double[] root = new double[rank * d];
    for (int k = 0; k < rank; k++) {
      double scale = Math.sqrt(eigen.values().get(k));
      for (int i = 0; i < d; i++) {
        root[k * d + i] = scale * eigen.vectors().get(i, k);
      }
    }
    return Matrix.adopt(rank, d, root);
  }

  /// The squared Fréchet distance to `other`, whose covariance has the given {@link #root} C:
  ///
  ///     |mu - mu'|^2 + tr Sigma + tr Sigma' - 2 tr (C Sigma C^T)^(1/2)
  ///
  /// `C Sigma C^T` is symmetric with the non-zero eigenvalues of `Sigma Sigma'`, so the trace of the
  /// root is the sum of theirs. No inverse is taken, and rank-deficient covariances do no harm; an
  /// eigenvalue that should be 0 and is not costs about 1e-8 of the largest variance.
  double squaredDistance(Fit other, Matrix root) {
    double distance = trace() + other.trace();
    for (int j = 0; j < dimension(); j++) {
      double difference = mean.get(j) - other.mean.get(j);
      distance += difference * difference;
    }
    if (root.rows() == 0) {
      return distance;
    }
    Vector squares = SymmetricEigen.valuesOf(root.times(covariance).timesTransposed(root));
    return distance - 2 * squares.stream().map(v -> Math.sqrt(Math.max(0, v))).sum();
  }

  /// The fit to the rows that are not in `part`, a fit to some of these rows.
  Fit without(Fit part) {
    int d = dimension();
    double n = count;
    double b = part.count;
    double rest = n - b;
    double[] gap = new double[d];
    for (int j = 0; j < d; j++) {
      gap[j] = part.mean.get(j) - mean.get(j);
    }
    double[] out = new double[d * d];
    double between = b * n / rest;
    for (int i = 0; i < d; i++) {
      for (int j = 0; j < d; j++) {
        int at = i * d + j;
        double scatter =
            (n - 1) * covariance.shared()[at]
                - (b - 1) * part.covariance.shared()[at]
                - between * gap[i] * gap[j];
        out[at] = scatter / (rest - 1);
      }
    }
    Vector restMean = Vector.generate(d, j -> mean.get(j) - gap[j] * b / rest);
    return new Fit(count - part.count, restMean, Matrix.adopt(d, d, out));
  }
}
