package org.scorefield.sampling.solver;

import java.util.Arrays;
import java.util.OptionalInt;
import org.scorefield.linalg.GaussLegendre;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.Stepper;
import org.scorefield.schedule.Schedule;
import org.scorefield.schedule.VpLinear;
import org.scorefield.schedule.TimeGrid;

/// DEIS-tAB (Zhang and Chen 2204.13902): the slope `e = (x - D)/sigma`, which is the predicted
/// noise epsilon, is extrapolated by the polynomial **in the time t of the model** through its last
/// values,
///
/// `x_next = x + sum_j e_j integral of L_j(t(s)) ds` from sigma to next.
///
/// With the {@link org.scorefield.schedule.Edm} clock, t = sigma, it is {@link Lms}; with t = ln
/// sigma and {@link Finish#RAMP_DOWN} it is diffusers' `DEISMultistepScheduler`. The integrals are
/// done by Gauss-Legendre quadrature in `ln s` to rounding (diff-sampler sums 10000 rectangles,
/// which leaves 1e-4 of relative error in its weights). One evaluation a step; a step to 0 is an
/// Euler step and returns D.
///
/// @param terms number of slopes used, 1 to 4. With {@link Warmup.RungeKutta} this is the global
///   order, with {@link Warmup.Ramp} that is 2 at most
/// @param clock t(sigma)
/// @param warmup how the history is filled
/// @param finish order over the last steps
public record Deis(int terms, Schedule clock, Warmup warmup, Finish finish) implements Solver {
  /// The variance-preserving process that has sigma = 0.002 at t = 0.001 and 80 at t = 1, whatever
  /// the model was trained with: the clock of DEIS in diff-sampler.
  public static final Schedule EDM_CLOCK = VpLinear.through(80, 0.002, 0.001).withoutEnd();

  /// Panels of the quadrature are at most this long in ln sigma; the integrand is analytic up to
  /// about pi/2 from the real line, so 16 points leave an error near 1e-16.
  private static final double PANEL = 1.5;

  private static final GaussLegendre RULE = GaussLegendre.of(16);

  public Deis {
    Multistep.requireTerms("DEIS", terms, 4);
  }

  /// diff-sampler's: the clock {@link #EDM_CLOCK}.
  public Deis(int terms) {
    this(terms, EDM_CLOCK, Warmup.RAMP, Finish.FULL);
  }

  @Override
  public String name() {
    return "deis-"
        + terms
        + (clock.equals(EDM_CLOCK) ? "" : "-" + clock.name())
        + warmup.suffix()
        + finish.suffix();
  }

  @Override
  public int order() {
    return finish.limit(warmup.limit(terms));
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
    return new Multistep(terms, Multistep.Memory.SLOPE, this::weights, warmup, finish);
  }

  private double[] weights(double[] levels, double next) {
    if (levels.length == 1 || next == 0) {
      return new double[] {next - levels[0]};
    }
    double here = clock.time(levels[0]);
    double step = clock.time(next) - here;
    double[] nodes = new double[levels.length];
    int apart = 1;
    while (apart < nodes.length) {
      nodes[apart] = (clock.time(levels[apart]) - here) / step;
      if (!(nodes[apart] < nodes[apart - 1])) {
        break; // the clock does not tell these levels apart
      }
      apart++;
    }
    return Interpolation.weights(
        Arrays.copyOf(nodes, apart), moments(apart, levels[0], next, here, step));
  }

  /// Integrals over sigma from `from` to `to` of `((t(s) - here)/step)^i`.
  private double[] moments(int count, double from, double to, double here, double step) {
    double[] moments = new double[count];
    double length = Math.log(to / from);
    int panels = (int) Math.ceil(-length / PANEL);
    double half = length / panels / 2;
    for (int p = 0; p < panels; p++) {
      double middle = Math.log(from) + (2 * p + 1) * half;
      for (int i = 0; i < RULE.points(); i++) {
        double s = Math.exp(middle + half * RULE.node(i));
        double power = half * s * RULE.weight(i);
        double t = (clock.time(s) - here) / step;
        for (int k = 0; k < count; k++) {
          moments[k] += power;
          power *= t;
        }
      }
    }
    return moments;
  }
}
