package org.scorefield.sampling.solver;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.scorefield.catalogue.Catalogue;
import org.scorefield.sampling.Solver;

/// The catalogue of solvers. A solver listed here is offered on the command line, runs through the
/// contract and order tests, and has its row in the documentation.
public final class Solvers {

  /// Solvers of the probability-flow ODE.
  public static final List<Solver> DETERMINISTIC =
      List.of(
          new Euler(),
          new Heun(),
          new Dpm2(),
          new Dpmpp2S(),
          new Dpmpp2M(),
          new Dpmpp3M(),
          new UniPc(1),
          new UniPc(2),
          new UniPc(3),
          new UniPc(3, UniPc.Variant.BH1, Finish.FULL),
          new Deis(1),
          new Deis(2),
          new Deis(3),
          new Deis(4),
          new Ipndm(1),
          new Ipndm(2),
          new Ipndm(3),
          new Ipndm(4),
          new IpndmV(1),
          new IpndmV(2),
          new IpndmV(3),
          new IpndmV(4),
          new Pndm(),
          new Lms(1),
          new Lms(2),
          new Lms(3),
          new Lms(4));

  /// Those that draw noise.
  public static final List<Solver> STOCHASTIC =
      List.of(
          new EulerAncestral(),
          FrozenScoreSde.ddpm(),
          FrozenScoreSde.plain(),
          new HeunChurn(),
          new Dpmpp1Sde(),
          new Dpmpp2MSde(DataSlope.MIDPOINT),
          new Dpmpp2MSde(DataSlope.HEUN),
          new Dpmpp3MSde(),
          new Dpmpp2SAncestral(),
          new AnnealedLangevin());

  /// Those that choose their own steps between the levels of the grid.
  public static final List<Solver> ADAPTIVE = List.of(new DormandPrince());

  public static final List<Solver> ALL =
      Stream.of(DETERMINISTIC, STOCHASTIC, ADAPTIVE).flatMap(List::stream).toList();

  private static final Catalogue<Solver> CATALOGUE = new Catalogue<>("solver", ALL, Solver::name);

  private Solvers() {}

  /// The solver of that name.
  ///
  /// @throws IllegalArgumentException naming those there are
  public static Solver parse(String name) {
    return CATALOGUE.parse(name);
  }

  /// The solver of that name, if there is one.
  public static Optional<Solver> named(String name) {
    return CATALOGUE.named(name);
  }
}
