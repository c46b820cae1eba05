package org.scorefield.sampling.solver;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.scorefield.sampling.Solver;

/// The catalogue of solvers. A solver listed here is offered on the command line, runs through the
/// contract and order tests, and has its row in the documentation.
public final class Solvers {

  /// Those of the probability-flow ODE on a fixed grid.
  public static final List<Solver> DETERMINISTIC = List.of(new Euler(), new Heun());

  /// Those that draw noise.
  public static final List<Solver> STOCHASTIC =
      List.of(
          new EulerAncestral(),
          FrozenScoreSde.ddpm(),
          FrozenScoreSde.plain(),
          new HeunChurn(),
          new Dpmpp1Sde(),
          new Dpmpp2MSde(Dpmpp2MSde.Extrapolation.MIDPOINT),
          new Dpmpp2MSde(Dpmpp2MSde.Extrapolation.HEUN),
          new Dpmpp3MSde(),
          new Dpmpp2SAncestral(),
          new AnnealedLangevin());

  /// Those that choose their own steps between the levels of the grid.
  public static final List<Solver> ADAPTIVE = List.of(new DormandPrince());

  public static final List<Solver> ALL =
      Stream.of(DETERMINISTIC, STOCHASTIC, ADAPTIVE).flatMap(List::stream).toList();

  private Solvers() {}

  /// The solver of that name.
  public static Optional<Solver> named(String name) {
    return ALL.stream().filter(s -> s.name().equals(name)).findFirst();
  }
}
