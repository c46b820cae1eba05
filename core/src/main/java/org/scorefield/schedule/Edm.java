package org.scorefield.schedule;

/// The schedule of Karras, Aittala, Aila and Laine, *Elucidating the design space of
/// diffusion-based generative models* (2206.00364): time is the noise level, `sigma(t) = t`, `s(t)
/// = 1`.
public record Edm() implements Schedule {
  @Override
  public String name() {
    return "edm";
  }

  @Override
  public double sigma(double t) {
    return t;
  }

  @Override
  public double scale(double t) {
    return 1;
  }

  @Override
  public double sigmaDerivative(double t) {
    return 1;
  }

  @Override
  public double scaleDerivative(double t) {
    return 0;
  }

  @Override
  public double time(double sigma) {
    return sigma;
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
