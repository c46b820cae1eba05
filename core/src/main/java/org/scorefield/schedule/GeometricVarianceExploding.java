package org.scorefield.schedule;

/// The variance-exploding process with the clock that Song et al. (2011.13456, section C) trained
/// with: geometric on the unit interval, `sigma(t) = sigma_min (sigma_max/sigma_min)^t`, `s(t) =
/// 1`. Uniform steps in t are the log-uniform grid.
///
/// @param sigmaMin sigma(0), > 0
/// @param sigmaMax sigma(1), above sigmaMin
public record GeometricVarianceExploding(double sigmaMin, double sigmaMax) implements Schedule {

  public GeometricVarianceExploding {
    Ends.require(1, sigmaMax, sigmaMin);
  }

  /// From 0.01 to 50, Song's choice for images of 32 x 32 scaled to [0, 1].
  public GeometricVarianceExploding() {
    this(0.01, 50);
  }

  @Override
  public String name() {
    boolean usual = sigmaMin == 0.01 && sigmaMax == 50;
    return "ve-geometric" + (usual ? "" : "(" + sigmaMin + "," + sigmaMax + ")");
  }

  private double logRatio() {
    return Math.log(sigmaMax / sigmaMin);
  }

  @Override
  public double sigma(double t) {
    return sigmaMin * Math.exp(Domain.time(this, t) * logRatio());
  }

  @Override
  public double scale(double t) {
    return 1;
  }

  @Override
  public double sigmaDerivative(double t) {
    return sigma(t) * logRatio();
  }

  @Override
  public double scaleDerivative(double t) {
    return 0;
  }

  @Override
  public double time(double sigma) {
    double level = Domain.sigma(this, sigma, sigmaMin, sigmaMax);
    return Domain.within(this, Math.log(level / sigmaMin) / logRatio());
  }

  @Override
  public double minTime() {
    return 0;
  }

  @Override
  public double maxTime() {
    return 1;
  }
}
