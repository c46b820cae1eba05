package org.scorefield.sampling.solver;

import java.util.List;
import java.util.Optional;
import org.scorefield.sampling.Solver;

/// The catalogue of solvers. A solver listed here is offered on the command line, runs through the
/// contract and order tests, and has its row in the documentation.
public final class Solvers {

  public static final List<Solver> ALL = List.of(new Euler(), new Heun());

  private Solvers() {}

  /// The solver of that name.
  public static Optional<Solver> named(String name) {
    return ALL.stream().filter(s -> s.name().equals(name)).findFirst();
  }
}
