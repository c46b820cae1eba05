package org.scorefield.study;

import org.scorefield.metric.Estimate;

/// `loss(k) = floor + amplitude x decay(k)`, fitted to a trace by weighted least squares, the floor
/// held at 0 or above.
///
/// Standard errors are those of the linearised fit. Where the trace has standard errors of its own
/// they are the weights, widened when the fit misses by more than they allow (`chi^2 > n - p`);
/// where it has none, all points weigh the same and the misfit is taken for the noise. Points of
/// one run are correlated, which neither accounts for.
///
/// @param decay the law
/// @param floor what the loss tends to
/// @param amplitude the loss at step 0 above it
/// @param rate r, per step; a standard error of infinity says that the trace does not determine it
/// @param exponent b; exactly 1 for the exponential
/// @param rSquared share of the (weighted) variance explained, at most 1
/// @param criterion Bayesian information criterion; lower is better, differences are what counts
public record DecayFit(
    Decay decay,
    Estimate floor,
    Estimate amplitude,
    Estimate rate,
    Estimate exponent,
    double rSquared,
    double criterion) {

  /// The fitted loss at a step.
  public double at(double step) {
    return floor.value() + amplitude.value() * decay.at(step, rate.value(), exponent.value());
  }
}
