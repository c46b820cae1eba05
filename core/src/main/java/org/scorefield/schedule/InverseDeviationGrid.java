package org.scorefield.schedule;

import org.scorefield.array.Vector;

/// Levels uniform in `1/sqrt(c^2 + sigma^2)`, one over the standard deviation of the noisy data.
///
/// Best, as the number of steps grows, for the law of the samples of the reverse SDE with its score
/// frozen over each step, on isotropic Gaussian data of standard deviation c. What such a run gets
/// wrong is their variance, a Riemann sum of `1/(c^2 + v)^2` over steps in `v = sigma^2` that is
/// off by `sum D_k^2/(c^2 + v_k)^3`; it is least where `D_k` is in proportion to `(c^2 +
/// v_k)^(3/2)`, that is on this grid. The divergence is the square of that, of order `1/N^2`. The
/// divergence of the path, of order 1/N, is least on {@link TotalVarianceGrid}: which grid is best
/// depends on what is asked.
///
/// It spends nearly all steps near and below c, and few at high noise.
///
/// @param scale c, the standard deviation of the data, > 0
public record InverseDeviationGrid(double scale) implements GridRule {

  public InverseDeviationGrid {
    Domain.positive("the data's standard deviation c of an inverse-deviation grid", scale);
  }

  @Override
  public String name() {
    return "inverse-deviation:" + Levels.plain(scale);
  }

  /// With r the inverse deviation in units of the largest, `sigma^2 = sigma_min^2 + (c^2 +
  /// sigma_min^2)(1/r^2 - 1)`, and `1 - r` is known without cancellation.
  @Override
  public Vector levels(int count, double sigmaMax, double sigmaMin) {
    double lowest = sigmaMin * sigmaMin;
    double total = scale * scale + lowest;
    double range = Math.log1p((sigmaMax - sigmaMin) * (sigmaMax + sigmaMin) / total);
    double below = -Math.expm1(-range / 2);
    return Levels.between(
        count,
        sigmaMax,
        sigmaMin,
        fraction -> {
          double missing = (1 - fraction) * below;
          double r = 1 - missing;
          return Math.sqrt(lowest + total * missing * (1 + r) / (r * r));
        });
  }
}
