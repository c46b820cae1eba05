package org.scorefield.sampling.solver;

import java.util.OptionalInt;
import org.scorefield.array.Batch;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.Stepper;
import org.scorefield.schedule.TimeGrid;

/// Heun's method for `dx/dsigma = (x - D(x; sigma))/sigma` (Karras et al. 2206.00364, algorithm 1):
/// an Euler step, then the mean of the slopes at both ends. Order 2, two evaluations a step; a step
/// to 0, where the slope is 0/0, is an Euler step with one.
public record Heun() implements Solver {
  @Override
  public String name() {
    return "heun";
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
      double keep = next / sigma;
      Batch euler = Batch.combine(keep, x, 1 - keep, denoised);
      if (next == 0) {
        return euler;
      }
      double h = next - sigma;
      Batch slope = Batch.combine(1 / sigma, x, -1 / sigma, denoised);
      Batch slopeThere = Batch.combine(1 / next, euler, -1 / next, d.denoise(euler, next));
      return Batch.combine(1, x, h / 2, slope, h / 2, slopeThere);
    };
  }
}
