package org.scorefield.schedule;

/// The variance-preserving process with a linear rate `beta(t) = beta_min + beta_d t` (Song et al.
/// 2011.13456; Karras et al. 2206.00364, table 1). With the accumulated rate `B(t) = beta_d t^2/2 +
/// beta_min t`,
///
/// `sigma(t) = sqrt(e^B - 1)`, `s(t) = e^(-B/2) = 1/sqrt(1 + sigma^2)`, `0 <= t <= 1`,
///
/// and back, with `L = ln(1 + sigma^2)`: `t = 2 L/(beta_min + sqrt(beta_min^2 + 2 beta_d L))`,
/// which does not cancel at low noise. The slope of sigma is infinite where sigma = 0.
///
/// A negative beta_min makes sense on the times where `B >= 0`, from `-2 beta_min/beta_d` on: fits
/// to given ends need it ({@link #through}).
///
/// @param betaMin rate at t = 0
/// @param betaD increase of the rate, at least 0; together with beta_min such that B(1) > 0
/// @param maxTime end of the process, at least 1, which is usual
public record VpLinear(double betaMin, double betaD, double maxTime) implements Schedule {

  public VpLinear {
    if (!(betaD >= 0)
        || !(betaD / 2 + betaMin > 0)
        || !Double.isFinite(betaD)
        || !Double.isFinite(betaMin)) {
      throw new IllegalArgumentException(
          "the rate must not fall and must add noise over the unit time: need beta_d >= 0 and beta_min"
              + " > -beta_d/2, got beta_min = "
              + betaMin
              + " and beta_d = "
              + betaD);
    }
    if (!(maxTime >= 1)) {
      throw new IllegalArgumentException("the process ends at time 1 or later, got " + maxTime);
    }
  }

  /// The process on the unit time.
  public VpLinear(double betaMin, double betaD) {
    this(betaMin, betaD, 1);
  }

  /// The rates of Ho et al. (2006.11239) in continuous time: 0.1 to 20.
  public VpLinear() {
    this(0.1, 19.9);
  }

  /// The linear rate for which `sigma(1) = sigmaMax` and `sigma(epsilon) = sigmaMin`.
  ///
  /// @throws IllegalArgumentException if the rate would have to fall
  public static VpLinear through(double sigmaMax, double sigmaMin, double epsilon) {
    Ends.require(1, sigmaMax, sigmaMin);
    if (!(epsilon > 0 && epsilon < 1)) {
      throw new IllegalArgumentException("epsilon must lie between 0 and 1, got " + epsilon);
    }
    double top = Math.log1p(sigmaMax * sigmaMax);
    double bottom = Math.log1p(sigmaMin * sigmaMin) / epsilon;
    double betaD = 2 * (top - bottom) / (1 - epsilon);
    if (betaD < 0) {
      throw new IllegalArgumentException(
          "no linear rate that does not fall reaches sigma = "
              + sigmaMin
              + " at t = "
              + epsilon
              + " and "
              + sigmaMax
              + " at t = 1; raise epsilon or lower sigma_min");
    }
    return new VpLinear(top - betaD / 2, betaD);
  }

  /// The same rate for all time: a clock for methods that may meet any noise level.
  public VpLinear withoutEnd() {
    return new VpLinear(betaMin, betaD, Double.MAX_VALUE);
  }

  @Override
  public String name() {
    boolean usual = betaMin == 0.1 && betaD == 19.9;
    return "vp-linear"
        + (usual ? "" : "(" + betaMin + "," + betaD + ")")
        + (maxTime == 1 ? "" : "-extended");
  }

  private double accumulated(double t) {
    return t * (betaD * t / 2 + betaMin);
  }

  private double rate(double t) {
    return betaMin + betaD * t;
  }

  @Override
  public double sigma(double t) {
    return Math.sqrt(Math.max(0, Math.expm1(accumulated(Domain.time(this, t)))));
  }

  @Override
  public double scale(double t) {
    return Math.exp(-accumulated(Domain.time(this, t)) / 2);
  }

  @Override
  public double sigmaDerivative(double t) {
    return rate(t) * Math.exp(accumulated(t)) / (2 * sigma(t));
  }

  @Override
  public double scaleDerivative(double t) {
    return -rate(t) / 2 * scale(t);
  }

  @Override
  public double time(double sigma) {
    double level = Domain.sigma(this, sigma, 0, sigma(maxTime));
    double logarithm = Math.log1p(level * level);
    double root = Math.sqrt(betaMin * betaMin + 2 * betaD * logarithm);
    double t = betaMin > 0 ? 2 * logarithm / (betaMin + root) : (root - betaMin) / betaD;
    return Domain.within(this, t);
  }

  @Override
  public double minTime() {
    return betaMin >= 0 ? 0 : -2 * betaMin / betaD;
  }
}
