package org.scorefield.schedule;

import org.scorefield.array.Vector;

/// Levels uniform in `sigma^(1/rho)` (Karras et al. 2206.00364, equation 5); rho = 7 is EDM's
/// choice, rho = 1 is uniform in sigma, rho -> infinity tends to {@link LogUniformGrid}. The tail
/// of such a grid is the grid of its own ends, so a run that skips its start keeps the remaining
/// levels.
///
/// @param rho exponent, > 0
public record RhoGrid(double rho) implements GridRule {

  public RhoGrid {
    if (!(rho > 0) || !Double.isFinite(rho)) {
      throw new IllegalArgumentException("rho must be positive and finite, got " + rho);
    }
  }

  @Override
  public String name() {
    return "rho" + Levels.plain(rho);
  }

  @Override
  public Vector levels(int count, double sigmaMax, double sigmaMin) {
    double top = Math.pow(sigmaMax, 1 / rho);
    double bottom = Math.pow(sigmaMin, 1 / rho);
    return Levels.between(
        count, sigmaMax, sigmaMin, fraction -> Math.pow(top + fraction * (bottom - top), rho));
  }
}
