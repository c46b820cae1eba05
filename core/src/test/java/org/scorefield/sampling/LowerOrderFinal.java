package org.scorefield.sampling;

import java.util.List;
import java.util.OptionalInt;
import org.scorefield.array.Batch;
import org.scorefield.schedule.TimeGrid;

/// diffusers' `lower_order_final` for a method that does not offer it: order 1 in the last step, at
/// most 2 in the one before, and so on. All orders run side by side on the same states, so that
/// each has its history when its turn comes; that costs evaluations, and is for tests.
///
/// @param byOrder the method with 1, 2, ... terms
record LowerOrderFinal(List<Solver> byOrder) implements Solver {

  @Override
  public String name() {
    return byOrder.getLast().name() + "-lower-order-final";
  }

  @Override
  public int order() {
    return Math.min(2, byOrder.getLast().order());
  }

  @Override
  public boolean stochastic() {
    return false;
  }

  @Override
  public OptionalInt evaluations(TimeGrid grid) {
    return OptionalInt.of(byOrder.size() * grid.steps());
  }

  @Override
  public Stepper begin(TimeGrid grid) {
    List<Stepper> steppers = byOrder.stream().map(solver -> solver.begin(grid)).toList();
    List<Double> levels = grid.sigmas().stream().boxed().toList();
    return (d, x, sigma, next, noise) -> {
      List<Batch> results =
          steppers.stream().map(stepper -> stepper.step(d, x, sigma, next, noise)).toList();
      int left = grid.steps() - levels.indexOf(sigma);
      return results.get(Math.min(left, results.size()) - 1);
    };
  }
}
