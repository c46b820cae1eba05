package org.scorefield.budget;

import org.scorefield.linear.Spectrum;
import org.scorefield.metric.Estimate;
import org.scorefield.metric.LossCurve;
import org.scorefield.wiring.LevelRange;

/// All that a budget of any denoiser rests on: losses on held-out rows, and the data's moments.
///
/// @param curve losses of the model from the lowest to the highest level of the range
/// @param designing losses on other rows, from which levels and step noises are made: what was made
///   from the rows that judge it would look better than it is
/// @param score what is known of its error
/// @param moments of the data
/// @param range levels at which the model may be asked
public record MeasuredModel(
    LossCurve curve, LossCurve designing, ScoreEvidence score, Spectrum moments, LevelRange range) {
  private static final double ROUNDING = 1e-9;

  public MeasuredModel {
    if (!designing.sigmas().equals(curve.sigmas())) {
      throw new IllegalArgumentException(
          "the losses that schemes are made from are at other levels, %s to %s, than those that judge them, %s to %s; measure both at the same"
              .formatted(
                  designing.sigmas().first(),
                  designing.sigmas().last(),
                  curve.sigmas().first(),
                  curve.sigmas().last()));
    }
    double low = curve.sigmas().first();
    double high = curve.sigmas().last();
    if (low > range.sigmaMin() * (1 + ROUNDING) || high < range.sigmaMax() * (1 - ROUNDING)) {
      throw new IllegalArgumentException(
          "the loss was measured from sigma %s to %s, and grids are to run from %s to %s: nothing is extrapolated; measure the loss over the whole range"
              .formatted(low, high, range.sigmaMin(), range.sigmaMax()));
    }
  }

  /// The model's mean loss as a function of the level, for making schemes.
  public EpsilonLoss loss() {
    return new CurveLoss(designing);
  }

  /// What white noise as a start costs at least: the divergence of the noisy data at that level
  /// from `N(0, sigma^2 I)`, of their Gaussian part. It falls with the second power of sigma, or
  /// with the fourth if the mean of the data is 0. What is missing is the divergence of the noisy
  /// data from the Gaussian itself, which falls with the sixth; {@link #gainAbove} has it in.
  public double start(double sigma) {
    return GaussianModel.exact(moments).start(sigma);
  }

  /// By how much the path divergence of one scheme is above that of another that starts elsewhere
  /// and ends at the same level. It is known exactly though neither divergence is: start and
  /// entropy add up to `E -ln N(x; 0, v_0 I) = d/2 (ln(2 pi v_0) + 1) + E|x0|^2/(2 v_0)`, which
  /// asks of the data no more than their second moment, taken here without its own chance.
  ///
  /// @throws IllegalArgumentException if they end at different levels, or use levels outside of the
  ///   curve's
  public Estimate gainAbove(Scheme from, Scheme to) {
    Decision.requireSame("last", from.grid().last(), to.grid().last());
    Estimate cost = PathCost.difference(from, to, curve);
    double start = surprise(from.grid().first()) - surprise(to.grid().first());
    return new Estimate(start + cost.value(), cost.standardError(), cost.n());
  }

  /// `E -ln N(x; 0, v I)` of the noisy data, up to a constant.
  private double surprise(double sigma) {
    double second = moments.totalVariance() + moments.squaredMeans().sum();
    return curve.dimension() * Math.log(sigma) + second / (2 * sigma * sigma);
  }

  /// By how much, at least, the path divergence of one scheme is above that of another that starts
  /// at the same level and stops at a higher one: what the steps below cost, and the score error
  /// known there. The two are divergences from the data with noise of different levels.
  ///
  /// @throws IllegalArgumentException if the second stops below the first, or levels are outside of
  ///   the curve's
  public Estimate gainBelow(Scheme from, Scheme to) {
    Decision.requireSame("first", from.grid().first(), to.grid().first());
    Estimate steps = PathCost.discretisation(from, to, curve);
    if (from.grid().last() == to.grid().last()) {
      return steps;
    }
    Estimate known = score.part(from.grid().last(), to.grid().last()).least();
    return new Estimate(
        steps.value() + known.value(),
        Math.hypot(steps.standardError(), known.standardError()),
        steps.n());
  }

  /// How far stopping at that level leaves samples from clean data: the 2-Wasserstein distance of
  /// the Gaussian with the data's moments, in units of the data's spread.
  public double stopping(double sigma) {
    return GaussianOutput.exact(moments, sigma).wasserstein(0) / Math.sqrt(moments.totalVariance());
  }
}
