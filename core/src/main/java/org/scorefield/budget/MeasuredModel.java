package org.scorefield.budget;

import org.scorefield.linear.Spectrum;
import org.scorefield.linear.StartLaw;
import org.scorefield.metric.LossCurve;
import org.scorefield.wiring.LevelRange;

/// All that a budget of any denoiser rests on: losses on held-out rows, and the data's moments.
///
/// @param curve losses of the model from the lowest to the highest level of the range
/// @param score what is known of its error
/// @param moments of the data
/// @param range levels at which the model may be asked
public record MeasuredModel(
    LossCurve curve, ScoreEvidence score, Spectrum moments, LevelRange range) {
  private static final double ROUNDING = 1e-9;

  public MeasuredModel {
    double low = curve.sigmas().first();
    double high = curve.sigmas().last();
    if (low > range.sigmaMin() * (1 + ROUNDING) || high < range.sigmaMax() * (1 - ROUNDING)) {
      throw new IllegalArgumentException(
          "the loss was measured from sigma %s to %s, and grids are to run from %s to %s: nothing is extrapolated; measure the loss over the whole range"
              .formatted(low, high, range.sigmaMin(), range.sigmaMax()));
    }
  }

  /// The model's mean loss as a function of the level.
  public EpsilonLoss loss() {
    return new CurveLoss(curve);
  }

  /// What white noise as a start costs: the divergence of the noisy data at that level from `N(0,
  /// sigma^2 I)`, of their Gaussian part. What is missing is the divergence of the data from the
  /// Gaussian itself, which falls with the sixth power of sigma where this falls with the second.
  public double start(double sigma) {
    return GaussianOutput.start(GaussianModel.exact(moments), new StartLaw.White(sigma), sigma)
        .divergence(sigma);
  }

  /// How far stopping at that level leaves samples from clean data: the 2-Wasserstein distance of
  /// the Gaussian with the data's moments, in units of the data's spread.
  public double stopping(double sigma) {
    return GaussianOutput.exact(moments, sigma).wasserstein(0) / Math.sqrt(moments.totalVariance());
  }
}
