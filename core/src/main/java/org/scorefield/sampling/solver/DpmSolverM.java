package org.scorefield.sampling.solver;

import org.scorefield.sampling.Solver;
import org.scorefield.sampling.Stepper;
import org.scorefield.schedule.TimeGrid;

/// DPM-Solver in multistep form (Lu et al. 2206.00927, with the weights of the code for 2211.01095,
/// its `algorithm_type="dpmsolver"`): as {@link Dpmpp2M} and {@link Dpmpp3M}, but in noise
/// prediction. The slope `e = (x - D)/sigma` is extrapolated by a polynomial in `ln sigma` through
/// its last values. With `h = ln(sigma/next)` and h_1 the same of the step before,
///
/// `x_next = x + (next - sigma) e + g (h/h_1) (e - e_1)`,
///
/// `g = (next - sigma)/2` or, of the straight line exactly, `next h - (sigma - next)`. Of three
/// terms the published weight of the curvature is half the exact one, as in {@link Dpmpp3M}. Order
/// 2 with two terms and with three, one evaluation a step; a step to 0 is Euler's and returns D.
///
/// Where guidance is strong data prediction is the more stable of the two.
///
/// @param terms outputs used, 2 or 3; one would be {@link Euler}
/// @param slope the rule of second-order steps
/// @param finish order over the last steps
public record DpmSolverM(int terms, DataSlope slope, Finish finish) implements Solver {

  public DpmSolverM {
    if (terms != 2 && terms != 3) {
      throw new IllegalArgumentException(
          "multistep DPM-Solver uses 2 or 3 outputs, got " + terms + "; with 1 it is euler");
    }
  }

  /// The paper's rule at full order.
  public DpmSolverM(int terms) {
    this(terms, DataSlope.MIDPOINT, Finish.FULL);
  }

  @Override
  public String name() {
    return "dpm-solver-"
        + terms
        + "m"
        + (slope == DataSlope.MIDPOINT ? "" : "-heun")
        + finish.suffix();
  }

  @Override
  public int order() {
    return 2;
  }

  @Override
  public Stepper begin(TimeGrid grid) {
    return new Multistep(terms, Multistep.Memory.SLOPE, this::weights, Warmup.RAMP, finish)
        .begin(grid);
  }

  private double[] weights(double[] levels, double next) {
    double sigma = levels[0];
    if (levels.length == 1 || next == 0) {
      return new double[] {next - sigma};
    }
    double h = Math.log(sigma / next);
    double[] moments = Interpolation.exponentialMoments(levels.length, -h);
    double one = Math.log(levels[1] / sigma) / h;
    if (levels.length == 2) {
      double c = next * (slope == DataSlope.HEUN ? moments[1] : moments[0] / 2) / one;
      return new double[] {next - sigma + c, -c};
    }
    double two = Math.log(levels[2] / sigma) / h;
    moments[2] /= 2;
    double[] weights = Interpolation.weights(new double[] {0, -one, -two}, moments);
    for (int k = 0; k < weights.length; k++) {
      weights[k] *= next;
    }
    return weights;
  }
}
