package org.scorefield.schedule;

import org.scorefield.array.Vector;

/// Levels uniform in `arctan(sigma/c)`, the tangent law (Sun, Poor and Zhang 2601.13602; the closed
/// form for Gaussian data in Sabour et al. 2404.14507):
///
/// `sigma_i = c tan(theta_i)`, theta uniform from `arctan(sigma_max/c)` to `arctan(sigma_min/c)`.
///
/// Best for Euler's method on isotropic Gaussian data of standard deviation c, as the number of
/// steps grows: the method multiplies a deviation by `1 - step * sigma/(c^2 + sigma^2)`, and the
/// logarithm of the product is off by `(theta_0 - theta_N)^2/(2N)` on this grid, by more on any
/// other. Data of many scales have no one c; their overall scale is the usual choice.
///
/// @param scale c, the standard deviation of the data, > 0
public record TangentGrid(double scale) implements GridRule {

  public TangentGrid {
    Domain.positive("the data's standard deviation c of a tangent grid", scale);
  }

  @Override
  public String name() {
    return "tangent:" + Levels.plain(scale);
  }

  @Override
  public Vector levels(int count, double sigmaMax, double sigmaMin) {
    double top = Math.atan2(sigmaMax, scale);
    double bottom = Math.atan2(sigmaMin, scale);
    return Levels.between(
        count, sigmaMax, sigmaMin, fraction -> scale * Math.tan(top + fraction * (bottom - top)));
  }
}
