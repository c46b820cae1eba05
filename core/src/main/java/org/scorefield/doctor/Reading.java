package org.scorefield.doctor;

import org.scorefield.metric.Estimate;

/// What a denoiser does at one noise level, over noisy rows `x = x0 + sigma n`.
///
/// @param sigma the level
/// @param finite whether all values were; if not, the others mean nothing
/// @param loss `E|x0 - D|^2 / d`
/// @param gaussian what the Gaussian of the data loses on the same: more than a good denoiser does
/// @param over by how much the loss exceeds that, as a share of it, row by row
/// @param least what the rows themselves as a law lose: on them, no denoiser loses less
/// @param size `E(n.m) / E|m|^2` of the predicted noise `m = (x - D)/sigma`: what it has to be
///   multiplied by. 1 for every conditional mean, as its error is orthogonal to whatever is made of
///   x; -1 with the wrong sign
/// @param moved `E|D - x|^2 / (d sigma^2)`, at most 1 for every conditional mean
/// @param slope `E(n.D) / (d sigma)`, the mean slope of D
/// @param gaussianSlope `mean_k lambda_k / (lambda_k + sigma^2)`, which it is at high noise
/// @param offset root mean square over components of `mean D - mean x0`
public record Reading(
    double sigma,
    boolean finite,
    Estimate loss,
    double gaussian,
    Estimate over,
    double least,
    Estimate size,
    Estimate moved,
    Estimate slope,
    double gaussianSlope,
    double offset) {

  /// Share by which a network may be worse than the Gaussian, which has seen the rows.
  private static final double POOR = 0.2;

  private static final double SURE = 4;

  /// Whether the Gaussian of the data is the better denoiser, for certain.
  public boolean poor() {
    return !finite || over.value() - SURE * over.standardError() > POOR;
  }
}
