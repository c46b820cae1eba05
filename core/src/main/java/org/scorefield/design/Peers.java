package org.scorefield.design;

import java.util.List;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.solver.Deis;
import org.scorefield.sampling.solver.Dpmpp2M;
import org.scorefield.sampling.solver.Dpmpp3M;
import org.scorefield.sampling.solver.Euler;
import org.scorefield.sampling.solver.Heun;
import org.scorefield.sampling.solver.Ipndm;
import org.scorefield.sampling.solver.UniPc;
import org.scorefield.schedule.GridRule;
import org.scorefield.schedule.LogUniformGrid;
import org.scorefield.schedule.RhoGrid;

/// The catalogue of standard peers: what a sampler must beat to be worth its name. Every solver
/// that is in wide use for few evaluations, on the two grids that are.
public final class Peers {

  /// Their solvers.
  public static final List<Solver> SOLVERS =
      List.of(
          new Euler(),
          new Heun(),
          new Dpmpp2M(),
          new Dpmpp3M(),
          new UniPc(3),
          new Ipndm(4),
          new Deis(3),
          new Deis(4));

  /// Their grids.
  public static final List<GridRule> GRIDS = List.of(new RhoGrid(7), new LogUniformGrid());

  private Peers() {}

  /// Each solver on each grid, from white noise at `sigmaMax` by way of `sigmaMin` to 0.
  public static List<NamedSampler> all(double sigmaMax, double sigmaMin) {
    return SOLVERS.stream()
        .flatMap(s -> GRIDS.stream().map(g -> NamedSampler.of(s, g, sigmaMax, sigmaMin)))
        .toList();
  }
}
