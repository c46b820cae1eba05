package org.scorefield.sampling.solver;

import java.util.OptionalInt;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.Stepper;
import org.scorefield.schedule.TimeGrid;

/// Linear multistep, that is Adams-Bashforth with variable steps: the slope `e = (x - D)/sigma` is
/// extrapolated by the polynomial in sigma through its last values, and that is integrated exactly,
///
/// `x_next = x + sum_j e_j integral of L_j(s) ds` from sigma to next
///
/// (k-diffusion's `lms`, which integrates numerically what is exact here). One evaluation a step. A
/// step to 0 has full order too, as in k-diffusion and diffusers.
///
/// @param terms number of slopes used, 1 to 4. With {@link Warmup.RungeKutta} this is the global
///   order, with {@link Warmup.Ramp} that is 2 at most
/// @param warmup how the history is filled
public record Lms(int terms, Warmup warmup) implements Solver {

  public Lms {
    Multistep.requireTerms("LMS", terms, 4);
  }

  /// k-diffusion's `lms`.
  public Lms(int terms) {
    this(terms, Warmup.RAMP);
  }

  @Override
  public String name() {
    return "lms-" + terms + warmup.suffix();
  }

  @Override
  public int order() {
    return warmup.limit(terms);
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
    return new Multistep(terms, Multistep.Memory.SLOPE, Lms::weights, warmup, Finish.FULL);
  }

  static double[] weights(double[] levels, double next) {
    double step = next - levels[0];
    double[] nodes = new double[levels.length];
    for (int k = 1; k < nodes.length; k++) {
      nodes[k] = (levels[k] - levels[0]) / step;
    }
    return Interpolation.weights(nodes, Interpolation.uniformMoments(nodes.length, step));
  }
}
