package org.scorefield.sampling.solver;

import java.util.OptionalInt;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.Stepper;
import org.scorefield.schedule.TimeGrid;

/// DPM-Solver++(3M) (Lu et al. 2211.01095, appendix), the three-step method in data prediction.
/// With `h = ln(sigma/next)` and D', D'' the derivatives in `-ln sigma` of the parabola through the
/// last three outputs,
///
/// `x_next = (next/sigma) x + h phi_1 D + h^2 phi_2 D' + c h^3 phi_3 D''`, phi_k at -h.
///
/// One evaluation a step; a step to 0 returns D. The published weights have **order 2, not 3**:
/// their curvature term is half of what the exact integral of the parabola gives. Both are here.
///
/// The default is k-diffusion's `dpmpp_3m_sde` at eta = 0. dpm-solver, diff-sampler and diffusers
/// take {@link DataSlope#MIDPOINT} in the second-order steps, and by default {@link
/// Finish#RAMP_DOWN}.
///
/// @param curvature the factor c
/// @param slope the rule of the second-order steps at the start and, if any, the end
/// @param warmup how the history is filled
/// @param finish order over the last steps
public record Dpmpp3M(Curvature curvature, DataSlope slope, Warmup warmup, Finish finish)
    implements Solver {

  /// The weight of D''.
  public enum Curvature {
    /// c = 1/2, as in the paper's code and in every library: order 2.
    PUBLISHED,
    /// c = 1, the exact integral: order 3 (given a warm-up that keeps it).
    EXACT
  }

  /// k-diffusion's `dpmpp_3m_sde` at eta = 0.
  public Dpmpp3M() {
    this(Curvature.PUBLISHED, DataSlope.HEUN, Warmup.RAMP, Finish.FULL);
  }

  @Override
  public String name() {
    return "dpmpp-3m"
        + (curvature == Curvature.PUBLISHED ? "" : "-exact")
        + (slope == DataSlope.HEUN ? "" : "-midpoint")
        + warmup.suffix()
        + finish.suffix();
  }

  @Override
  public int order() {
    return finish.limit(warmup.limit(curvature == Curvature.PUBLISHED ? 2 : 3));
  }

  @Override
  public OptionalInt evaluations(TimeGrid grid) {
    return multistep().evaluations(grid);
  }

  @Override
  public Stepper begin(TimeGrid grid) {
    return multistep().begin(grid);
  }

  private Multistep multistep() {
    return new Multistep(
        3,
        Multistep.Memory.DENOISED,
        (levels, next) -> weights(levels, next, 0, slope, curvature),
        warmup,
        finish);
  }

  /// Weights of the last one to three outputs.
  ///
  /// @param eta strength of the noise; 0 for the ODE
  static double[] weights(
      double[] levels, double next, double eta, DataSlope slope, Curvature curvature) {
    if (levels.length < 3 || next == 0) {
      return Dpmpp2M.weights(levels, next, eta, slope);
    }
    double h = Math.log(levels[0] / next);
    double one = Math.log(levels[1] / levels[0]) / h;
    double two = Math.log(levels[2] / levels[0]) / h;
    double[] moments = Interpolation.exponentialMoments(3, (1 + eta) * h);
    if (curvature == Curvature.PUBLISHED) {
      moments[2] /= 2;
    }
    return Interpolation.weights(new double[] {0, -one, -two}, moments);
  }
}
