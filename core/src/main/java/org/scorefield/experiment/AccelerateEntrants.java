package org.scorefield.experiment;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.scorefield.accelerate.Acceleration;
import org.scorefield.accelerate.Contender;
import org.scorefield.design.NamedSampler;
import org.scorefield.design.PeerContest;
import org.scorefield.design.Peers;
import org.scorefield.design.StepCount;
import org.scorefield.sampling.Solver;
import org.scorefield.wiring.LevelRange;

/// Who takes part in the comparison of an {@link AccelerateExperiment}, and with how many
/// evaluations.
///
/// @param evaluations asked for
/// @param allPeers whether every standard solver does
record AccelerateEntrants(List<Integer> evaluations, boolean allPeers) {
  /// Solvers that go on where not all do.
  static final int FINALISTS = 3;

  /// More than any place: so a solver that is missing counts as last.
  private static final int PLACES = 100;

  /// Where not all solvers take part, the few run with more evaluations too, to find with how many
  /// they are as good.
  private static final double[] LONGER = {1.25, 1.5, 2};

  /// Numbers of evaluations of the comparison, rising.
  List<Integer> budgets() {
    TreeSet<Integer> budgets = new TreeSet<>(evaluations);
    if (!allPeers) {
      for (int n : evaluations) {
        for (double factor : LONGER) {
          budgets.add((int) Math.ceil(n * factor));
        }
      }
    }
    return List.copyOf(budgets);
  }

  /// As many solvers as take part; where few do, those that ask the most of the model.
  List<Solver> solvers() {
    return allPeers
        ? Peers.ON_MODELS
        : Peers.ON_MODELS.stream()
            .sorted(Comparator.comparing((Solver s) -> StepCount.evaluations(s, 2)))
            .limit(FINALISTS)
            .toList();
  }

  /// What the found samplers will cost.
  NamedSampler own(LevelRange range) {
    NamedSampler any = new Peers.Peer(Peers.SOLVERS.getFirst(), Peers.GRIDS.getFirst()).on(range);
    return new NamedSampler(
        AccelerateResult.OWN, n -> evaluations.contains(n) ? any.within(n) : Optional.empty());
  }

  /// The standard solvers that came out best of the searches, each on the grid that it had there; a
  /// solver is as good as its mean place.
  static List<PeerContest.Seeded> best(Map<Integer, Acceleration> found, LevelRange range) {
    Map<Solver, Map<Integer, Peers.Peer>> grids = new LinkedHashMap<>();
    Map<Solver, Double> places = new LinkedHashMap<>();
    found.forEach((n, acceleration) -> {
      int place = 0;
      for (Contender contender : acceleration.contenders()) {
        Optional<Peers.Peer> peer = peer(contender, range);
        if (contender.standard() && peer.isPresent()) {
          Solver solver = peer.get().solver();
          Map<Integer, Peers.Peer> own = grids.computeIfAbsent(solver, _ -> new TreeMap<>());
          if (own.putIfAbsent(n, peer.get()) == null) {
            places.merge(solver, place++ - (double) PLACES, Double::sum);
          }
        }
      }
    });
    return grids.entrySet().stream()
        .sorted(Comparator.comparingDouble(e -> places.getOrDefault(e.getKey(), 0.0)))
        .limit(FINALISTS)
        .map(e -> new PeerContest.Seeded(e.getKey(), e.getValue()))
        .toList();
  }

  /// The standard sampler that a contender is.
  private static Optional<Peers.Peer> peer(Contender contender, LevelRange range) {
    return Peers.on(range).stream()
        .filter(peer -> peer.name().equals(contender.name()))
        .findFirst();
  }

  /// The found samplers under one name.
  static NamedSampler own(Map<Integer, Acceleration> found) {
    return new NamedSampler(
        AccelerateResult.OWN,
        n -> Optional.ofNullable(found.get(n)).map(a -> a.wanted().sampler()));
  }
}
