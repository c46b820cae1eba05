package org.scorefield.design;

import java.util.Locale;
import java.util.Optional;
import org.scorefield.analytic.Gaussian;
import org.scorefield.array.Vector;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.Start;
import org.scorefield.sampling.Surrogate;
import org.scorefield.sampling.solver.SeededHistory;
import org.scorefield.schedule.TimeGrid;

/// A method and where it starts: all of a sampler but its grid.
///
/// @param method it came from
/// @param solver that the method is on these data
/// @param gaussian of the data
/// @param jump where it starts, if not at white noise
/// @param origin the start as it is run
/// @param seeded whether the solver is given the history that it would have without the jump
record Route(
    Method method,
    Solver solver,
    Gaussian gaussian,
    Optional<SamplerChoice.Jump> jump,
    Origin origin,
    boolean seeded) {

  /// Levels of a seeded history: as many outputs as the longest of the methods remembers.
  private static final int SEEDS = 3;

  /// From white noise.
  static Route straight(Method method, Solver solver, Gaussian gaussian, double sigmaMax) {
    return new Route(method, solver, gaussian, Optional.empty(), Origin.prior(sigmaMax), false);
  }

  /// From a jump by the Gaussian.
  static Route jumping(
      Method method,
      Solver solver,
      Gaussian gaussian,
      SamplerChoice.Jump jump,
      double sigmaMax,
      Start.Teleport.Mode mode) {
    Origin origin = Origin.teleport(gaussian, sigmaMax, jump.sigma(), mode);
    return new Route(method, solver, gaussian, Optional.of(jump), origin, false);
  }

  /// The same with a history.
  Route remembering() {
    return new Route(method, solver, gaussian, jump, origin, true);
  }

  /// What it is called where it stands beside others.
  String name(String gridName) {
    String from = jump.map(j -> String.format(Locale.ROOT, ", jump to %.3g", j.sigma())).orElse("");
    return method.name() + ", " + gridName + from + (seeded ? ", with history" : "");
  }

  /// Levels of the history above a grid; none if there is none.
  Vector seeds(TimeGrid grid) {
    return seeded ? SeededHistory.above(grid, SEEDS) : Vector.of();
  }

  /// The solver as it is run over a grid.
  Solver over(TimeGrid grid) {
    Vector seeds = seeds(grid);
    return seeds.size() == 0 ? solver : new SeededHistory(solver, new Surrogate(gaussian), seeds);
  }
}
