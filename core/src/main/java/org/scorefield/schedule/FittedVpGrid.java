package org.scorefield.schedule;

import org.scorefield.array.Vector;

/// Levels uniform in `t^(1/power)` on the linear variance-preserving schedule that runs exactly
/// from sigma_max at t = 1 to sigma_min at t = 0.001, whatever the two are: the VP grid of Karras
/// et al. (2206.00364, table 1), and "time_uniform" in the comparisons of fast solvers by Zhou et
/// al. (2312.00094).
///
/// @param power > 0; 1 is uniform in time
public record FittedVpGrid(double power) implements GridRule {
  private static final double EPSILON = 1e-3;

  public FittedVpGrid {
    Domain.positive("the power of time", power);
  }

  @Override
  public String name() {
    return "vp-fitted:" + Levels.plain(power);
  }

  @Override
  public Vector levels(int count, double sigmaMax, double sigmaMin) {
    Schedule fitted = VpLinear.through(sigmaMax, sigmaMin, EPSILON);
    return new UniformTimeGrid(fitted, power).levels(count, sigmaMax, sigmaMin);
  }
}
