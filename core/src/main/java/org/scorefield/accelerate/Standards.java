package org.scorefield.accelerate;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.scorefield.design.Peers;
import org.scorefield.sampling.Sampler;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.solver.Dpmpp2M;
import org.scorefield.sampling.solver.Ipndm;
import org.scorefield.schedule.RhoGrid;

/// The standard samplers of a task: all {@link Peers} on its levels, that can work with so few
/// evaluations.
///
/// @param all of them
/// @param always those that take part in every verdict, on rho = 7
record Standards(List<Standard> all, List<Standard> always) {
  private static final Set<Solver> ALWAYS = Set.of(new Dpmpp2M(), new Ipndm(3), new Ipndm(4));

  /// How many take part in every verdict, at most.
  static int permanent() {
    return ALWAYS.size();
  }

  /// One of them.
  record Standard(Peers.Peer peer, Sampler sampler) {
    String name() {
      return peer.name();
    }

    private boolean permanent() {
      return ALWAYS.contains(peer.solver()) && peer.rule().equals(new RhoGrid(7));
    }
  }

  static Standards of(Task task) {
    List<Standard> all = Peers.on(task.range()).stream().flatMap(peer -> of(peer, task)).toList();
    return new Standards(all, all.stream().filter(Standard::permanent).toList());
  }

  private static Stream<Standard> of(Peers.Peer peer, Task task) {
    return peer
        .on(task.range())
        .within(task.evaluations())
        .map(sampler -> new Standard(peer, sampler))
        .stream();
  }
}
