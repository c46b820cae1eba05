package org.scorefield.schedule;

/// The variance-preserving process with a cosine signal (Nichol and Dhariwal 2102.09672): with the
/// angle `theta(t) = (pi/2) (t + s)/(1 + s)` and `theta_0 = theta(0)`,
///
/// `scale(t) = cos(theta)/cos(theta_0)`, `sigma(t)^2 = sin(theta - theta_0) sin(theta + theta_0) /
/// cos(theta)^2`,
///
/// which is `1/scale^2 - 1` without its cancellation. With s = 0 it is `sigma = tan(pi t/2)`. At t
/// = 1 sigma would be infinite, so time ends earlier; Lu et al. (2206.00927) stop at 0.9946 (sigma
/// = 119 with s = 0.008). For s > 0 the slope of sigma is infinite at t = 0.
///
/// @param offset s, at least 0
/// @param maxTime where time ends, between 0 and 1
public record VpCosine(double offset, double maxTime) implements Schedule {

  private static final double USUAL_OFFSET = 0.008;
  private static final double USUAL_END = 0.9946;

  public VpCosine {
    if (!(offset >= 0) || !Double.isFinite(offset)) {
      throw new IllegalArgumentException("the offset must be finite and >= 0, got " + offset);
    }
    if (!(maxTime > 0 && maxTime < 1)) {
      throw new IllegalArgumentException(
          "time must end between 0 and 1, where sigma is infinite, got " + maxTime);
    }
  }

  public VpCosine() {
    this(USUAL_OFFSET, USUAL_END);
  }

  @Override
  public String name() {
    boolean usual = offset == USUAL_OFFSET && maxTime == USUAL_END;
    return "vp-cosine" + (usual ? "" : "(" + offset + "," + maxTime + ")");
  }

  private double speed() {
    return Math.PI / 2 / (1 + offset);
  }

  private double startAngle() {
    return speed() * offset;
  }

  @Override
  public double sigma(double t) {
    double turned = speed() * Domain.time(this, t);
    double start = startAngle();
    return Math.sqrt(Math.sin(turned) * Math.sin(turned + 2 * start)) / Math.cos(turned + start);
  }

  @Override
  public double scale(double t) {
    double start = startAngle();
    return Math.cos(speed() * Domain.time(this, t) + start) / Math.cos(start);
  }

  @Override
  public double sigmaDerivative(double t) {
    double start = startAngle();
    double angle = speed() * t + start;
    if (t == 0 && offset == 0) {
      return speed();
    }
    double secant = Math.cos(start) / Math.cos(angle);
    return speed() * secant * secant * Math.tan(angle) / sigma(t);
  }

  @Override
  public double scaleDerivative(double t) {
    double start = startAngle();
    return -speed() * Math.sin(speed() * Domain.time(this, t) + start) / Math.cos(start);
  }

  @Override
  public double time(double sigma) {
    double level = Domain.sigma(this, sigma, 0, sigma(maxTime));
    if (level == 0) {
      return 0;
    }
    double start = startAngle();
    double angle = Math.atan(Math.hypot(level, Math.sin(start)) / Math.cos(start));
    double cosine = Math.cos(start) / Math.hypot(1, level);
    double sine = level * level * cosine * cosine / Math.sin(angle + start);
    double turned = Math.atan2(sine, Math.cos(angle - start));
    return Domain.within(this, turned / speed());
  }

  @Override
  public double minTime() {
    return 0;
  }
}
