package org.scorefield.schedule;

import org.scorefield.array.Vector;

/// Levels polynomial in ln sigma (Crowson's k-diffusion): at fraction f of the run, `ln sigma = ln
/// sigma_min + (1 - f)^rho ln(sigma_max/sigma_min)`. rho = 1 is {@link LogUniformGrid}; larger
/// values place more levels at low noise.
///
/// @param rho exponent, > 0
public record PolyexponentialGrid(double rho) implements GridRule {

  public PolyexponentialGrid {
    Domain.positive("rho", rho);
  }

  @Override
  public String name() {
    return "polyexponential:" + Levels.plain(rho);
  }

  @Override
  public Vector levels(int count, double sigmaMax, double sigmaMin) {
    double ratio = Math.log(sigmaMax / sigmaMin);
    return Levels.between(
        count,
        sigmaMax,
        sigmaMin,
        fraction -> sigmaMin * Math.exp(Math.pow(1 - fraction, rho) * ratio));
  }
}
