package org.scorefield.sampling;

import java.util.OptionalInt;
import org.scorefield.schedule.TimeGrid;

/// A rule for stepping from one noise level to the next: a value that can be shared and compared.
/// What one run must remember lives in the {@link Stepper} that {@link #begin} makes.
public interface Solver {

  /// The name used on the command line, in records and in tables.
  String name();

  /// Global order of accuracy in the number of steps, on smooth problems; for stochastic solvers
  /// the weak order.
  int order();

  /// Whether steps draw noise; most do not.
  default boolean stochastic() {
    return false;
  }

  /// Calls of the denoiser in one run over `grid`; one a step unless the solver says otherwise,
  /// empty if it decides as it goes.
  default OptionalInt evaluations(TimeGrid grid) {
    return OptionalInt.of(grid.steps());
  }

  /// A fresh stepper for one run over `grid`, which will be asked for the steps of the grid in
  /// order.
  Stepper begin(TimeGrid grid);
}
