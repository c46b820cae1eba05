package org.scorefield.design;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.scorefield.analytic.Distribution;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;
import org.scorefield.sampling.Outcome;
import org.scorefield.schedule.AlignYourStepsGrid;
import org.scorefield.schedule.GridRule;
import org.scorefield.schedule.LogUniformGrid;
import org.scorefield.schedule.RhoGrid;
import org.scorefield.schedule.TangentGrid;

/// The grids that a {@link SamplerSearch} tries for a {@link Route}: few for every route, many for
/// the best ones.
///
/// @param proxy a law that stands in for the model
/// @param evaluations of the model a sample, at most
/// @param sigmaMin last positive level of the usual grids
record GridOffers(Distribution proxy, int evaluations, double sigmaMin) {
  /// The name of the grid of rho = 7, here and where a grid search gives it.
  static final String USUAL = "rho 7";

  /// Last level of a lean grid, in units of the scale of the data: it spends nothing below.
  private static final double LEAN = 1 / 20.0;

  /// What the published planners choose among.
  private static final int FINE_LEVELS = 60;

  private static final int TRAJECTORIES = 64;

  /// Three grids of different manners.
  List<NamedGrid> common(Route route) {
    int steps = steps(route);
    double top = route.origin().sigma();
    return List.of(
        new NamedGrid(USUAL, new RhoGrid(7).toZero(steps, top, sigmaMin)),
        NamedGrid.of(new LogUniformGrid(), steps, top, sigmaMin),
        lean("rho 5 lean", new RhoGrid(5), steps, top));
  }

  /// All that there is: the common grids, the published rules and lists, the planners' on the
  /// proxy's trajectories, and those of a {@link GridSearch} among them.
  Outcome<List<NamedGrid>> all(Route route, NoiseKey key, StageWatch watch) {
    GridSearch search =
        new GridSearch(
                axes -> new Transfer(axes, 1).solver(route.solver()),
                evaluations,
                route.origin(),
                sigmaMin)
            .beside(baselines(route, key));
    return search
        .on(route.gaussian(), proxy, key, watch::cancelled)
        .then(done -> {
          List<NamedGrid> grids =
              done.result().candidates().stream()
                  .map(found -> new NamedGrid(found.name(), found.grid()))
                  .toList();
          return new Outcome.Completed<>(grids, 0);
        });
  }

  private List<NamedGrid> baselines(Route route, NoiseKey key) {
    int steps = steps(route);
    double top = route.origin().sigma();
    List<NamedGrid> grids = new ArrayList<>(common(route).subList(1, 3));
    grids.add(lean("tangent law", new TangentGrid(proxy.scale()), steps, top));
    for (AlignYourStepsGrid.Network network : AlignYourStepsGrid.Network.values()) {
      grids.add(
          lean("Align Your Steps " + network.label(), new AlignYourStepsGrid(network), steps, top));
    }
    trajectories(route, key)
        .ifPresent(teacher -> {
          grids.add(new NamedGrid("GITS", new GitsGrid().grid(proxy, teacher, steps)));
          grids.add(
              new NamedGrid("optimal stepsizes", OptimalStepsizeGrid.grid(proxy, teacher, steps)));
        });
    return grids;
  }

  /// The proxy's own, from where the route starts; none if they diverge or are too few levels.
  private Optional<Trajectories> trajectories(Route route, NoiseKey key) {
    double top = route.origin().sigma();
    if (steps(route) >= FINE_LEVELS) {
      return Optional.empty();
    }
    return Trajectories.of(
                proxy,
                route.origin().start(),
                new LogUniformGrid().toZero(FINE_LEVELS, top, lowest(top)),
                new Noise(key.child("planning"), 0, TRAJECTORIES))
            instanceof Outcome.Completed<Trajectories> done
        ? Optional.of(done.result())
        : Optional.empty();
  }

  private NamedGrid lean(String name, GridRule rule, int steps, double top) {
    return new NamedGrid(name, rule.toZero(steps, top, lowest(top)));
  }

  private double lowest(double top) {
    return Math.min(Math.max(sigmaMin, LEAN * proxy.scale()), top / 2);
  }

  private int steps(Route route) {
    return StepCount.within(route.solver(), evaluations);
  }
}
