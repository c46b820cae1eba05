package org.scorefield.sampling.solver;

import java.util.OptionalInt;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.Stepper;
import org.scorefield.schedule.TimeGrid;

/// iPNDM (Zhang and Chen 2204.13902; the multistep half of Liu et al. 2202.09778): Adams-Bashforth
/// with the weights of equal steps, whatever the steps are,
///
/// `x_next = x + (next - sigma) (55 e - 59 e_1 + 37 e_2 - 9 e_3)/24`, `e = (x - D)/sigma`.
///
/// One evaluation a step. On grids that are not uniform in sigma, three or four terms have global
/// order 2 as two have, since the weights are then those of another problem; among cheap methods it
/// is all the same one of the best at few steps, as its weights stay small.
///
/// @param terms number of slopes used, 1 to 4
/// @param warmup how the history is filled
public record Ipndm(int terms, Warmup warmup) implements Solver {
  private static final double[][] ADAMS_BASHFORTH = {
    {1},
    {3 / 2.0, -1 / 2.0},
    {23 / 12.0, -16 / 12.0, 5 / 12.0},
    {55 / 24.0, -59 / 24.0, 37 / 24.0, -9 / 24.0},
  };

  public Ipndm {
    Multistep.requireTerms("iPNDM", terms, 4);
  }

  /// The published method.
  public Ipndm(int terms) {
    this(terms, Warmup.RAMP);
  }

  @Override
  public String name() {
    return "ipndm-" + terms + warmup.suffix();
  }

  @Override
  public int order() {
    return Math.min(terms, 2);
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
    return new Multistep(terms, Multistep.Memory.SLOPE, Ipndm::weights, warmup, Finish.FULL);
  }

  static double[] weights(double[] levels, double next) {
    double[] weights = ADAMS_BASHFORTH[levels.length - 1].clone();
    for (int k = 0; k < weights.length; k++) {
      weights[k] *= next - levels[0];
    }
    return weights;
  }
}
