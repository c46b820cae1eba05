package org.scorefield.sampling.solver;

import java.util.List;
import org.scorefield.analytic.Gaussian;
import org.scorefield.array.Batch;
import org.scorefield.linalg.Products;

/// The principal directions of a Gaussian as a frame in which a linear combination has a weight for
/// each direction. One product with the basis takes a batch into the frame, one leads back.
///
/// @param gaussian its mean mu and its basis U of r directions
record Modes(Gaussian gaussian) {

  /// Samples less mu, row by row.
  ///
  /// @param values `v = x - mu`, n x d
  /// @param coefficients `U^T v`, n x r
  record Split(Batch values, double[] coefficients) {}

  /// Columns of U, and one more that stands for every direction outside their span.
  int directions() {
    return gaussian.rank() + 1;
  }

  /// Variance along each of the {@link #directions}.
  double variance(int direction) {
    return direction < gaussian.rank() ? gaussian.variances().get(direction) : gaussian.residual();
  }

  Split split(Batch x) {
    if (!x.shape().equals(gaussian.shape())) {
      throw new IllegalArgumentException(
          "the model has samples of shape "
              + x.shape()
              + ", the Gaussian of the solver of shape "
              + gaussian.shape()
              + "; fit it to the data of the model");
    }
    double[] values = x.toArray();
    addMean(values, -1);
    return new Split(
        Batch.adopt(x.shape(), values), Products.times(values, x.count(), gaussian.basis()));
  }

  Batch join(Split split) {
    double[] values = split.values.toArray();
    addMean(values, 1);
    return Batch.adopt(split.values.shape(), values);
  }

  /// `sum_i W_i v_i`, where W_i multiplies direction k by `weights[i][k]`.
  Split combine(double[][] weights, List<Split> terms) {
    int r = gaussian.rank();
    int n = terms.getFirst().values.count();
    double[] inside = new double[n * r];
    double[] correction = new double[n * r];
    double[] everywhere = new double[terms.size()];
    for (int i = 0; i < everywhere.length; i++) {
      everywhere[i] = r == gaussian.shape().size() ? 0 : weights[i][r];
      double[] coefficients = terms.get(i).coefficients;
      for (int at = 0; at < inside.length; at++) {
        double weight = weights[i][at % r];
        inside[at] += weight * coefficients[at];
        correction[at] += (weight - everywhere[i]) * coefficients[at];
      }
    }
    Batch outside = Batch.combine(everywhere, terms.stream().map(Split::values).toList());
    double[] lifted = Products.timesTransposed(correction, n, gaussian.basis());
    return new Split(outside.plus(Batch.adopt(outside.shape(), lifted)), inside);
  }

  private void addMean(double[] values, double sign) {
    double[] mean = gaussian.mean().shared();
    for (int at = 0; at < values.length; at += mean.length) {
      for (int j = 0; j < mean.length; j++) {
        values[at + j] += sign * mean[j];
      }
    }
  }
}
