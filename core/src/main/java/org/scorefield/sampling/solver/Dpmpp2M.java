package org.scorefield.sampling.solver;

import org.scorefield.sampling.Solver;
import org.scorefield.sampling.Stepper;
import org.scorefield.schedule.TimeGrid;

/// DPM-Solver++(2M) (Lu et al. 2211.01095, algorithm 2), the two-step method in data prediction.
/// With `h = ln(sigma/next)`, `h_1` the same of the step before, and `D_1` the output there,
///
/// `x_next = (next/sigma) x + (1 - next/sigma) D + g (h/h_1) (D - D_1)`,
///
/// which integrates the linear part of the ODE exactly and D as a straight line in `ln sigma`.
/// Order 2, one evaluation a step; the first step and every step to 0 have order 1 (order 1 is
/// {@link Euler}).
///
/// The default is k-diffusion's `dpmpp_2m`; diff-sampler's `dpmpp` of order 2 has {@link
/// Finish#RAMP_DOWN}; diffusers' `DPMSolverMultistepScheduler` has it on short grids.
///
/// @param slope the factor g
/// @param finish order over the last steps
public record Dpmpp2M(DataSlope slope, Finish finish) implements Solver {

  /// k-diffusion's `dpmpp_2m`.
  public Dpmpp2M() {
    this(DataSlope.MIDPOINT, Finish.FULL);
  }

  @Override
  public String name() {
    return "dpmpp-2m" + (slope == DataSlope.MIDPOINT ? "" : "-heun") + finish.suffix();
  }

  @Override
  public int order() {
    return 2;
  }

  @Override
  public Stepper begin(TimeGrid grid) {
    return new Multistep(
            2,
            Multistep.Memory.DENOISED,
            (levels, next) -> weights(levels, next, 0, slope),
            Warmup.RAMP,
            finish)
        .begin(grid);
  }

  /// Weights of the last one or two outputs.
  ///
  /// @param eta strength of the noise; 0 for the ODE
  static double[] weights(double[] levels, double next, double eta, DataSlope slope) {
    double h = Math.log(levels[0] / next);
    double exponent = (1 + eta) * h;
    double fresh = -Math.expm1(-exponent);
    if (levels.length == 1 || next == 0) {
      return new double[] {fresh};
    }
    double c = slope.factor(exponent, fresh) * h / Math.log(levels[1] / levels[0]);
    return new double[] {fresh + c, -c};
  }
}
