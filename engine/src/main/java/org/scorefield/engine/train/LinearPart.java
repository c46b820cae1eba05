package org.scorefield.engine.train;

import org.scorefield.analytic.Gaussian;
import org.scorefield.analytic.LowRank;
import org.scorefield.array.Rows;
import org.scorefield.data.Dataset;
import org.scorefield.linalg.Products;
import org.scorefield.random.NoiseKey;

/// The part of a denoiser that need not be learned: that of the Gaussian of the data, which at high
/// noise is all of it (Wang and Vastola 2311.10892, 2412.09726). With it a network has only the
/// rest to learn,
///
/// `D(x; sigma) = G(x; sigma) + c_out(sigma) F(c_in x; c_noise)`,
///
/// where G is the Gaussian's denoiser and `c_out^2` its own mean squared error a component on the
/// Gaussian, `1/d sum_k lambda_k v/(lambda_k + v)`: the target of F then has unit variance on data
/// of that law, and less on all others. For an isotropic Gaussian it is EDM's preconditioning.
///
/// @param gaussian of the data, in their units
record LinearPart(Gaussian gaussian) {
  /// Most directions kept; what they leave is one variance.
  private static final int MOST_DIRECTIONS = 512;

  private static final int ROWS_A_BLOCK = 16;

  static LinearPart fit(Dataset data) {
    return new LinearPart(
        LowRank.fit(
            data,
            Math.min(MOST_DIRECTIONS, data.shape().size()),
            NoiseKey.of(0).child("linear part")));
  }

  /// `c_out`, in the units of the data.
  double out(double sigma) {
    double v = sigma * sigma;
    int d = gaussian.shape().size();
    int r = gaussian.rank();
    double sum = (d - r) * shrunk(gaussian.residual(), v) * v;
    for (int k = 0; k < r; k++) {
      sum += shrunk(gaussian.variances().get(k), v) * v;
    }
    return Math.sqrt(sum / d);
  }

  private static double shrunk(double variance, double v) {
    return variance / (variance + v);
  }

  /// `G(x; sigma) - mean` for rows that each have a level of their own. Cost 4 d r a row.
  ///
  /// @param centred `x - mean`, row-major
  /// @param sigmas one for each row, > 0
  double[] denoise(double[] centred, double[] sigmas) {
    int n = sigmas.length;
    int d = gaussian.shape().size();
    int r = gaussian.rank();
    double[] along = Products.times(centred, n, gaussian.basis());
    Rows.parallel(
        n,
        ROWS_A_BLOCK,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            double v = sigmas[i] * sigmas[i];
            double rest = shrunk(gaussian.residual(), v);
            for (int k = 0; k < r; k++) {
              along[i * r + k] *= shrunk(gaussian.variances().get(k), v) - rest;
            }
          }
        });
    double[] denoised = Products.timesTransposed(along, n, gaussian.basis());
    for (int i = 0; i < n; i++) {
      double rest = shrunk(gaussian.residual(), sigmas[i] * sigmas[i]);
      for (int j = i * d; j < (i + 1) * d; j++) {
        denoised[j] += rest * centred[j];
      }
    }
    return denoised;
  }
}
