package org.scorefield.schedule;

/// Straight lines between data and noise, `x_t = (1 - t) x0 + t n` (Liu et al. 2209.03003; Lipman
/// et al. 2210.02747): `s(t) = 1 - t`, `sigma(t) = t/(1 - t)`, `t = sigma/(1 + sigma)`.
///
/// At t = 1, pure noise, sigma is infinite; time ends at 0.999 (sigma = 999).
public record RectifiedFlow() implements Schedule {
  private static final double END = 0.999;

  @Override
  public String name() {
    return "flow";
  }

  @Override
  public double sigma(double t) {
    return Domain.time(this, t) / (1 - t);
  }

  @Override
  public double scale(double t) {
    return 1 - Domain.time(this, t);
  }

  @Override
  public double sigmaDerivative(double t) {
    double scale = scale(t);
    return 1 / (scale * scale);
  }

  @Override
  public double scaleDerivative(double t) {
    return -1;
  }

  @Override
  public double time(double sigma) {
    double level = Domain.sigma(this, sigma, 0, sigma(END));
    return Domain.within(this, level / (1 + level));
  }

  @Override
  public double minTime() {
    return 0;
  }

  @Override
  public double maxTime() {
    return END;
  }
}
