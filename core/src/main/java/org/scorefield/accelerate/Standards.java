package org.scorefield.accelerate;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.scorefield.design.NamedSampler;
import org.scorefield.design.Peers;
import org.scorefield.sampling.Sampler;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.solver.Dpmpp2M;
import org.scorefield.sampling.solver.Ipndm;
import org.scorefield.schedule.RhoGrid;

/// The standard samplers of a task: every solver in wide use for few evaluations on every grid that
/// is, from white noise, on levels that the model knows.
///
/// @param all of them, once each
/// @param always those that take part in every verdict, on rho = 7
record Standards(List<Standard> all, List<Standard> always) {
  private static final List<Solver> ALWAYS = List.of(new Dpmpp2M(), new Ipndm(3), new Ipndm(4));

  /// How many take part in every verdict, at most.
  static int permanent() {
    return ALWAYS.size();
  }

  /// One of them.
  record Standard(String name, Sampler sampler) {}

  static Standards of(Task task, Levels levels) {
    List<Standard> all = new ArrayList<>();
    List<Standard> always = new ArrayList<>();
    RhoGrid usual = new RhoGrid(7);
    Stream.concat(Peers.SOLVERS.stream(), ALWAYS.stream())
        .distinct()
        .forEach(solver ->
            Peers.GRIDS.forEach(rule -> {
              NamedSampler named = NamedSampler.of(solver, rule, task.sigmaMax(), task.sigmaMin());
              named
                  .within(task.evaluations())
                  .map(found -> new Standard(named.name(), levels.moved(found)))
                  .ifPresent(standard -> {
                    all.add(standard);
                    if (ALWAYS.contains(solver) && rule.equals(usual)) {
                      always.add(standard);
                    }
                  });
            }));
    return new Standards(List.copyOf(all), List.copyOf(always));
  }
}
