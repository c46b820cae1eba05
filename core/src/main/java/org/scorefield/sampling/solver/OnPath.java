package org.scorefield.sampling.solver;

import java.util.OptionalInt;
import java.util.function.DoubleFunction;
import org.scorefield.array.Batch;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.Stepper;
import org.scorefield.schedule.TimeGrid;

/// A solver that is put back on a known path before every step, its memory kept: what it reaches
/// from there is off the path by its local error alone, and a multistep method extrapolates from
/// outputs on the path. (UniPC keeps its output at the predicted state, which is off it by one
/// step.) For measuring, not for sampling.
///
/// @param solver whose steps are looked at
/// @param path the state at each level of the grid but the last, one sample for each of the run
public record OnPath(Solver solver, DoubleFunction<Batch> path) implements Solver {
  @Override
  public String name() {
    return solver.name() + "-on-path";
  }

  @Override
  public int order() {
    return solver.order();
  }

  @Override
  public boolean stochastic() {
    return solver.stochastic();
  }

  @Override
  public OptionalInt evaluations(TimeGrid grid) {
    return solver.evaluations(grid);
  }

  @Override
  public Stepper begin(TimeGrid grid) {
    Stepper stepper = solver.begin(grid);
    return (d, x, sigma, next, noise) -> stepper.step(d, path.apply(sigma), sigma, next, noise);
  }
}
