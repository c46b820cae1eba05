package org.scorefield.sampling.solver;

import java.util.List;
import java.util.OptionalInt;
import org.scorefield.array.Batch;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.Stepper;
import org.scorefield.schedule.TimeGrid;

/// DPM-Solver-2 (Lu et al. 2206.00927, algorithm 1): an Euler step of `dx/dsigma = (x - D)/sigma =
/// e` to an inner level `m = sigma^(1-r) next^r`, and from there
///
/// `x_next = x + (next - sigma) [(1 - 1/2r) e + (1/2r) e_m]`.
///
/// With r = 1/2 the inner level is the midpoint in `ln sigma` and only e_m counts: k-diffusion's
/// `dpm_2` since 2022 (earlier versions took the midpoint of `sigma^(1/3)`), diff-sampler's `dpm2`.
/// Order 2, two evaluations a step; a step to 0 is an Euler step with one.
///
/// @param ratio r, where in the step the inner level lies; 0 < r < 1
public record Dpm2(double ratio) implements Solver {

  public Dpm2 {
    Ratios.require("DPM-Solver-2", ratio);
  }

  /// The published method, r = 1/2.
  public Dpm2() {
    this(0.5);
  }

  @Override
  public String name() {
    return "dpm-2" + Ratios.suffix(ratio);
  }

  @Override
  public int order() {
    return 2;
  }

  @Override
  public OptionalInt evaluations(TimeGrid grid) {
    return OptionalInt.of(2 * grid.steps() - (grid.endsAtZero() ? 1 : 0));
  }

  @Override
  public Stepper begin(TimeGrid grid) {
    return (d, x, sigma, next, noise) -> {
      Batch denoised = d.denoise(x, sigma);
      if (next == 0) {
        return denoised;
      }
      double middle = Ratios.between(sigma, next, ratio);
      double keep = middle / sigma;
      Batch inner = Batch.combine(keep, x, 1 - keep, denoised);
      Batch innerDenoised = d.denoise(inner, middle);
      double there = (next - sigma) / (2 * ratio) / middle;
      double here = (next - sigma) * (1 - 1 / (2 * ratio)) / sigma;
      if (here == 0) {
        return Batch.combine(1, x, there, inner, -there, innerDenoised);
      }
      return Batch.combine(
          new double[] {1 + here, -here, there, -there},
          List.of(x, denoised, inner, innerDenoised));
    };
  }
}
