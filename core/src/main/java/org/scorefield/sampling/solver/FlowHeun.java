package org.scorefield.sampling.solver;

import java.util.OptionalInt;
import org.scorefield.array.Batch;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.Stepper;
import org.scorefield.schedule.TimeGrid;

/// Heun's method in the coordinates of rectified flow, `z = (1 - t) x0 + t n`, where the ODE is
/// `dz/dt = v = (z - D)/t` (Liu et al. 2209.03003): an Euler step in t, then the mean of the
/// velocities at both ends. With `t = sigma/(1 + sigma)` and `z = (1 - t) x`. Euler's method is the
/// same in these coordinates as in ours; methods of higher order are not.
///
/// Order 2, two evaluations a step; a step to 0, where the velocity is 0/0, is Euler's with one.
public record FlowHeun() implements Solver {
  @Override
  public String name() {
    return "flow-heun";
  }

  @Override
  public int order() {
    return 2;
  }

  @Override
  public OptionalInt evaluations(TimeGrid grid) {
    return new Heun().evaluations(grid);
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
      // z' = z + (t' - t) (v + v')/2, v = (x/(1 + sigma) - D)/t, in terms of x: with a = 1 + sigma,
      // t = sigma/a and t' - t = (next - sigma)/(a b).
      double a = 1 + sigma;
      double b = 1 + next;
      double half = (next - sigma) / (2 * a);
      Batch slope = Batch.combine(1 / sigma, x, -a / sigma, denoised);
      Batch slopeThere = Batch.combine(1 / next, euler, -b / next, d.denoise(euler, next));
      return Batch.combine(b / a, x, half, slope, half, slopeThere);
    };
  }
}
