package org.scorefield.sampling.solver;

import java.util.OptionalInt;
import org.scorefield.array.Batch;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.Stepper;
import org.scorefield.schedule.TimeGrid;

/// DPM-Solver++(2S) (Lu et al. 2211.01095, algorithm 1), the single-step second-order solver in
/// data prediction: to an inner level `m = sigma^(1-r) next^r` with D, then all the way with D
/// extrapolated linearly in `ln sigma`,
///
/// `x_next = (next/sigma) x + (1 - next/sigma) [(1 - 1/2r) D + (1/2r) D_m]`.
///
/// With r = 1/2 this is what k-diffusion's `dpmpp_2s_ancestral` does at eta = 0. Order 2, two
/// evaluations a step; a step to 0 returns D and takes one.
///
/// @param ratio r, where in the step the inner level lies; 0 < r < 1
public record Dpmpp2S(double ratio) implements Solver {

  public Dpmpp2S {
    Ratios.require("DPM-Solver++(2S)", ratio);
  }

  /// The published method, r = 1/2.
  public Dpmpp2S() {
    this(0.5);
  }

  @Override
  public String name() {
    return "dpmpp-2s" + Ratios.suffix(ratio);
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
      Batch inner = Batch.combine(middle / sigma, x, 1 - middle / sigma, denoised);
      Batch innerDenoised = d.denoise(inner, middle);
      double keep = next / sigma;
      double there = (1 - keep) / (2 * ratio);
      return Batch.combine(keep, x, 1 - keep - there, denoised, there, innerDenoised);
    };
  }
}
