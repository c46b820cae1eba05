package org.scorefield.design;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.scorefield.sampling.Sampler;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.Start;
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
import org.scorefield.schedule.TimeGrid;
import org.scorefield.wiring.LevelRange;

/// The catalogue of standard peers: what a sampler must beat to be worth its name. Every solver
/// that is in wide use for few evaluations, on the grids that are: two for any model, and a third,
/// uniform in its own time, for a model whose noise levels are known ({@link #on}).
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

  /// Those that run on models that were trained elsewhere: iPNDM-3 too, which on several networks
  /// is the best of all.
  public static final List<Solver> ON_MODELS =
      Stream.concat(SOLVERS.stream(), Stream.of(new Ipndm(3))).toList();

  /// Their grids.
  public static final List<GridRule> GRIDS = List.of(new RhoGrid(7), new LogUniformGrid());

  private Peers() {}

  /// One of them.
  ///
  /// @param solver how it steps
  /// @param rule where its levels are
  public record Peer(Solver solver, GridRule rule) {

    public String name() {
      return solver.name() + " " + rule.name();
    }

    /// From white noise at the top of the range, on levels that the model has.
    public NamedSampler on(LevelRange range) {
      return new NamedSampler(
          name(),
          evaluations ->
              within(range, evaluations).map(grid -> new Sampler(grid, solver, new Start.Prior())));
    }

    /// The most steps that cost no more than that.
    private Optional<TimeGrid> within(LevelRange range, int evaluations) {
      return NamedSampler.grid(
              solver, evaluations, steps -> rule.toZero(steps, range.sigmaMax(), range.sigmaMin()))
          .flatMap(range::snapped);
    }
  }

  /// Each solver on each grid, from white noise at `sigmaMax` by way of `sigmaMin` to 0.
  public static List<NamedSampler> all(double sigmaMax, double sigmaMin) {
    return SOLVERS.stream()
        .flatMap(s -> GRIDS.stream().map(g -> NamedSampler.of(s, g, sigmaMax, sigmaMin)))
        .toList();
  }

  /// Each solver on each of three grids: rho = 7, log-uniform, uniform in the model's time.
  public static List<Peer> on(LevelRange range) {
    return ON_MODELS.stream()
        .flatMap(solver ->
            List.of(GRIDS.get(0), GRIDS.get(1), range.clock()).stream()
                .map(rule -> new Peer(solver, rule)))
        .toList();
  }
}
