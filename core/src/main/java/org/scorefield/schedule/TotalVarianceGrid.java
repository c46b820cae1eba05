package org.scorefield.schedule;

import org.scorefield.array.Vector;

/// Levels geometric in `c^2 + sigma^2`, the variance of the noisy data:
///
/// `sigma_i^2 = sigma_min^2 + (c^2 + sigma_min^2) (e^(r_i) - 1)`, r uniform from `ln((c^2 +
/// sigma_max^2)/(c^2 + sigma_min^2))` to 0.
///
/// Best for the reverse SDE with its score frozen over each step, on isotropic Gaussian data of
/// standard deviation c: a step with `t = ln((c^2 + v)/(c^2 + v'))` adds `(t - 1 + e^-t)/2` nats a
/// direction to the divergence of the path, which is convex in t, and the sum of the t is fixed. So
/// for every number of steps no other grid of the same ends has a smaller one. For data without
/// spread (c to 0) it is {@link LogUniformGrid}, the choice of the worst case (Wang, He and Tao
/// 2406.12839); below c it takes longer steps than that, as the score hardly changes there.
///
/// Data of many scales have no one c; their overall scale is the usual choice.
///
/// @param scale c, the standard deviation of the data, > 0
public record TotalVarianceGrid(double scale) implements GridRule {

  public TotalVarianceGrid {
    Domain.positive("the data's standard deviation c of a total-variance grid", scale);
  }

  @Override
  public String name() {
    return "total-variance:" + Levels.plain(scale);
  }

  @Override
  public Vector levels(int count, double sigmaMax, double sigmaMin) {
    double lowest = sigmaMin * sigmaMin;
    double total = scale * scale + lowest;
    double range = Math.log1p((sigmaMax - sigmaMin) * (sigmaMax + sigmaMin) / total);
    return Levels.between(
        count,
        sigmaMax,
        sigmaMin,
        fraction -> Math.sqrt(lowest + total * Math.expm1((1 - fraction) * range)));
  }
}
