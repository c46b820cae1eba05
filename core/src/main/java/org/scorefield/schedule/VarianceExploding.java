package org.scorefield.schedule;

/// The variance-exploding process as Brownian motion, `dx = dW`: the variance is the time,
/// `sigma(t) = sqrt(t)`, `s(t) = 1` (Song et al. 2011.13456; this clock as in Karras et al.
/// 2206.00364, table 1). Uniform steps in t are uniform in sigma^2, which wastes nearly all of them
/// at high noise: see {@link GeometricVarianceExploding} for the clock Song trained with.
///
/// The slope of sigma is infinite at t = 0.
public record VarianceExploding() implements Schedule {
  @Override
  public String name() {
    return "ve";
  }

  @Override
  public double sigma(double t) {
    return Math.sqrt(Domain.time(this, t));
  }

  @Override
  public double scale(double t) {
    return 1;
  }

  @Override
  public double sigmaDerivative(double t) {
    return 0.5 / sigma(t);
  }

  @Override
  public double scaleDerivative(double t) {
    return 0;
  }

  @Override
  public double time(double sigma) {
    return Domain.sigma(this, sigma, 0, Math.sqrt(Double.MAX_VALUE)) * sigma;
  }

  @Override
  public double minTime() {
    return 0;
  }

  @Override
  public double maxTime() {
    return Double.MAX_VALUE;
  }
}
