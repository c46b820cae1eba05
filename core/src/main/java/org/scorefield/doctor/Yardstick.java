package org.scorefield.doctor;

import org.scorefield.analytic.Gaussian;

/// What the denoiser of a Gaussian loses, `sum_k lambda_k sigma^2 / (lambda_k + sigma^2) / d`: the
/// least a linear denoiser can, and an upper bound for a good one, whatever the law of the data.
///
/// @param gaussian of the data's mean and covariance
public record Yardstick(Gaussian gaussian) {

  public double loss(double sigma) {
    double v = sigma * sigma;
    int d = gaussian.shape().size();
    double sum = (d - gaussian.rank()) * gaussian.residual() * v / (gaussian.residual() + v);
    for (int k = 0; k < gaussian.rank(); k++) {
      double lambda = gaussian.variances().get(k);
      sum += lambda * v / (lambda + v);
    }
    return sum / d;
  }

  /// Mean slope of the linear denoiser, `mean_k lambda_k / (lambda_k + sigma^2)`.
  public double slope(double sigma) {
    return loss(sigma) / (sigma * sigma);
  }

  /// Root mean square standard deviation.
  public double scale() {
    return gaussian.scale();
  }
}
