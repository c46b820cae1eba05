package org.scorefield.design;

import java.util.Optional;
import org.scorefield.linear.PredictedError;
import org.scorefield.linear.Spectrum;
import org.scorefield.sampling.Sampler;
import org.scorefield.sampling.Solver;

/// One route over one grid: a sampler, and how it came about.
record Trial(Route route, NamedGrid grid) {

  String name() {
    return route.name(grid.name());
  }

  NamedSampler named() {
    return NamedSampler.fixed(
        name(), new Sampler(grid.grid(), route.over(grid.grid()), route.origin().start()));
  }

  /// As it is reported, with what was measured.
  SamplerChoice.Candidate candidate(Comparison.Standing standing) {
    Solver run = route.over(grid.grid());
    PredictedError predicted =
        GaussianProblem.of(
                axes -> new Transfer(axes, 1).solver(run),
                Spectrum.of(route.gaussian()).binned(),
                route.origin().law())
            .error(grid.grid());
    return new SamplerChoice.Candidate(
        name(),
        route.method(),
        route.solver(),
        grid.name(),
        grid.grid(),
        route.seeds(grid.grid()),
        route.jump(),
        new Sampler(grid.grid(), run, route.origin().start()),
        Optional.of(predicted),
        standing);
  }
}
