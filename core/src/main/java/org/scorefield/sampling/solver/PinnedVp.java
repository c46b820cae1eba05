package org.scorefield.sampling.solver;

import org.scorefield.schedule.Schedule;

/// The linear variance-preserving schedule (Song et al. 2011.13456, equation 33),
///
/// `sigma(t)^2 = exp(beta_d t^2/2 + beta_min t) - 1`,
///
/// with its two constants fixed by its ends, `sigma(tMin) = sigmaMin` and `sigma(1) = sigmaMax`:
/// the clock of DEIS in diff-sampler, whatever the model was trained with. For EDM's range beta_d =
/// 17.538 and beta_min = -0.00477; negative, so sigma is 0 not at t = 0 but at `-2
/// beta_min/beta_d`.
///
/// @param betaD beta_d > 0, growth of the rate
/// @param betaMin beta_min, rate at t = 0; `> -beta_d/2`
public record PinnedVp(double betaD, double betaMin) implements Schedule {

  /// 0.002 at t = 0.001, 80 at t = 1: the range of EDM.
  public static final PinnedVp EDM_RANGE = PinnedVp.through(0.002, 0.001, 80);

  public PinnedVp {
    if (!(betaD > 0 && betaMin > -betaD / 2) || !Double.isFinite(betaD + betaMin)) {
      throw new IllegalArgumentException(
          "need finite beta_d > 0 and beta_min > -beta_d/2, got " + betaD + " and " + betaMin);
    }
  }

  /// The schedule with noise level sigmaMin at time tMin < 1 and sigmaMax at 1.
  public static PinnedVp through(double sigmaMin, double tMin, double sigmaMax) {
    double top = logVariance(sigmaMax);
    double betaD = 2 * (top - logVariance(sigmaMin) / tMin) / (1 - tMin);
    return new PinnedVp(betaD, top - betaD / 2);
  }

  /// `ln(1 + sigma^2)`, minus the log of the signal's variance.
  private static double logVariance(double sigma) {
    return Math.log1p(sigma * sigma);
  }

  @Override
  public String name() {
    return "pinned-vp";
  }

  @Override
  public double sigma(double t) {
    return Math.sqrt(Math.max(0, Math.expm1((betaD * t / 2 + betaMin) * t)));
  }

  @Override
  public double scale(double t) {
    return 1 / Math.hypot(1, sigma(t));
  }

  @Override
  public double sigmaDerivative(double t) {
    double sigma = sigma(t);
    return (betaD * t + betaMin) * (1 + sigma * sigma) / (2 * sigma);
  }

  @Override
  public double scaleDerivative(double t) {
    return -(betaD * t + betaMin) / 2 * scale(t);
  }

  @Override
  public double time(double sigma) {
    return (Math.sqrt(betaMin * betaMin + 2 * betaD * logVariance(sigma)) - betaMin) / betaD;
  }

  @Override
  public double minTime() {
    return time(0);
  }

  @Override
  public double maxTime() {
    return 1;
  }
}
