package org.scorefield.convex.placement;

import java.util.List;
import org.scorefield.array.Batch;
import org.scorefield.array.Rows;
import org.scorefield.denoise.PosteriorCovariance;
import org.scorefield.linalg.Matrix;
import org.scorefield.random.NoiseKey;

/// The posterior covariance of a reference model at candidate rows, a block at a time.
///
/// @param model the reference
/// @param sigma noise level in units of the data, > 0
/// @param frame coordinates of the rows
/// @param most candidates, >= 1
record CovarianceField(PosteriorCovariance model, double sigma, InputFrame frame, int most) {
  private static final int BLOCK = 128;

  CovarianceField {
    if (most < 1) {
      throw new IllegalArgumentException("need at least one candidate, got " + most);
    }
    if (!(sigma > 0) || !Double.isFinite(sigma)) {
      throw new IllegalArgumentException("a noise level must be positive and finite, got " + sigma);
    }
  }

  /// Weight and direction of a candidate.
  @FunctionalInterface
  interface Choice {
    /// @param covariance at the candidate
    /// @param directions takes the direction, at candidate times d
    /// @return weight
    double of(Matrix covariance, int candidate, double[] directions);
  }

  Matrix place(Candidates all, int count, NoiseKey key, Choice choice) {
    int d = all.x().dimension();
    if (d != frame.mean().size()) {
      throw new IllegalArgumentException(
          "a reference of "
              + frame.mean().size()
              + " components cannot place gates for rows of "
              + d);
    }
    double[] weights = new double[all.count()];
    double[] directions = new double[all.count() * d];
    for (int from = 0; from < all.count(); from += BLOCK) {
      int start = from;
      Batch rows = frame.data(all.block(from, Math.min(BLOCK, all.count() - from)));
      List<Matrix> covariances = model.posteriorCovariance(rows, sigma);
      Rows.parallel(
          rows.count(),
          16,
          (low, high) -> {
            for (int k = low; k < high; k++) {
              weights[start + k] = choice.of(covariances.get(k), start + k, directions);
            }
          });
    }
    return all.draw(weights, directions, count, key);
  }
}
