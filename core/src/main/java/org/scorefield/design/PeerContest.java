package org.scorefield.design;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.scorefield.array.Batch;
import org.scorefield.denoise.Denoiser;
import org.scorefield.random.NoiseKey;
import org.scorefield.sampling.Outcome;
import org.scorefield.sampling.Sampler;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.Start;
import org.scorefield.sampling.solver.Ipndm;
import org.scorefield.schedule.RhoGrid;
import org.scorefield.wiring.LevelRange;

/// The {@link Peers} on a model, each with the best of its three grids, beside any other samplers.
///
/// Two rounds on different noise. In the first every solver runs on every grid, on few samples: it
/// decides which grid a solver gets for each number of evaluations, by what the contest is for. In
/// the second each runs on that grid, on many samples; its numbers are the ones to report, since no
/// choice was made with them.
///
/// Evaluations of the model: {@link #screeningEvaluations} and {@link #finalEvaluations}, known
/// before anything runs.
///
/// @param model what is sampled
/// @param range levels it can be asked at
/// @param reference the run that counts as exact; what that is worth is measured too, by another of
///   half its steps
/// @param yardsticks what the sets are held against
/// @param goal what is compared
/// @param screening samples of the first round
/// @param finals samples of the second
/// @param threads batches drawn at a time
/// @param key of all randomness
public record PeerContest(
    Denoiser model,
    LevelRange range,
    Sampler reference,
    List<Yardstick> yardsticks,
    Goal goal,
    Size screening,
    Size finals,
    int threads,
    NoiseKey key) {

  /// How many samples: `samples` of each of `seeds`.
  public record Size(int samples, int seeds) {
    public long draws() {
      return (long) samples * seeds;
    }
  }

  /// A solver and the grids that the first round found best for it, by evaluations.
  ///
  /// @param solver the solver
  /// @param grids by number of evaluations, for those that it can work with
  public record Seeded(Solver solver, Map<Integer, Peers.Peer> grids) {
    public Seeded {
      grids = java.util.Collections.unmodifiableMap(new TreeMap<>(grids));
    }

    public String name() {
      return solver.name();
    }

    /// With the grid of the nearest number of evaluations that was screened.
    public Optional<Peers.Peer> peer(int evaluations) {
      return grids.entrySet().stream()
          .min(
              Comparator.comparingDouble(
                  e -> Math.abs(Math.log((double) e.getKey() / evaluations))))
          .map(Map.Entry::getValue);
    }

    NamedSampler on(LevelRange range) {
      return new NamedSampler(name(), n -> peer(n).flatMap(peer -> peer.on(range).within(n)));
    }
  }

  public PeerContest {
    yardsticks = List.copyOf(yardsticks);
  }

  /// A run that may count as exact: iPNDM-4 on so many levels of rho = 7, or as many as the model
  /// has.
  public static Sampler reference(LevelRange range, int most) {
    return new Sampler(range.upTo(new RhoGrid(7), most), new Ipndm(4), new Start.Prior());
  }

  /// Evaluations of the model in the first round.
  public long screeningEvaluations(List<Integer> evaluations) {
    return first().evaluationsEach(all(), evaluations) * screening.draws();
  }

  /// Evaluations of the model in the second round.
  ///
  /// @param solvers that take part in it, on whatever grid
  /// @param others beside them
  public long finalEvaluations(
      List<Solver> solvers, List<NamedSampler> others, List<Integer> evaluations) {
    List<NamedSampler> running = new ArrayList<>(others);
    for (Solver solver : solvers) {
      running.add(new Peers.Peer(solver, Peers.GRIDS.getFirst()).on(range));
    }
    return second().evaluationsEach(running, evaluations) * finals.draws();
  }

  private List<NamedSampler> all() {
    return Peers.on(range).stream().map(peer -> peer.on(range)).toList();
  }

  private SolverComparison first() {
    return new SolverComparison(
        model,
        reference,
        goal.needsSets() ? yardsticks : List.of(),
        screening.samples(),
        screening.seeds(),
        threads,
        key.child("screening"));
  }

  private SolverComparison second() {
    return new SolverComparison(
        model,
        reference,
        yardsticks,
        finals.samples(),
        finals.seeds(),
        threads,
        key.child("finals"));
  }

  /// The first round: every solver that works with one of these numbers, the best first. A solver
  /// is as good as its mean rank over the numbers it works with.
  public Outcome<List<Seeded>> screen(List<Integer> evaluations, StageWatch watch) {
    watch.begin("screening the peers' grids", runs(all(), evaluations));
    return first()
        .run(all(), evaluations, watch.ofComparison())
        .then(found -> new Outcome.Completed<>(seeded(found.result(), evaluations), 0));
  }

  private List<Seeded> seeded(Comparison found, List<Integer> evaluations) {
    List<Seeded> seeded = new ArrayList<>();
    for (Solver solver : Peers.ON_MODELS) {
      Map<Integer, Peers.Peer> grids = new TreeMap<>();
      for (int n : evaluations) {
        best(found, n, peer -> peer.solver().equals(solver)).ifPresent(peer -> grids.put(n, peer));
      }
      if (!grids.isEmpty()) {
        seeded.add(new Seeded(solver, grids));
      }
    }
    Map<Solver, Double> ranks =
        seeded.stream()
            .collect(Collectors.toMap(Seeded::solver, s -> rank(s, seeded, found, evaluations)));
    return seeded.stream()
        .sorted(Comparator.comparingDouble(s -> ranks.getOrDefault(s.solver(), 0.0)))
        .toList();
  }

  private Optional<Peers.Peer> best(Comparison found, int n, Predicate<Peers.Peer> which) {
    return Peers.on(range).stream()
        .filter(which)
        .filter(peer -> found.of(peer.name(), n).flatMap(Comparison.Entry::standing).isPresent())
        .min(Comparator.comparingDouble(peer -> goal.value(found.standing(peer.name(), n))));
  }

  /// Mean number of solvers that are better.
  private double rank(Seeded one, List<Seeded> all, Comparison found, List<Integer> evaluations) {
    return evaluations.stream()
        .mapToLong(n ->
            all.stream().filter(other -> value(other, found, n) < value(one, found, n)).count())
        .average()
        .orElse(0);
  }

  private double value(Seeded one, Comparison found, int n) {
    Peers.Peer peer = one.grids().get(n);
    return peer == null ? Double.POSITIVE_INFINITY : goal.value(found.standing(peer.name(), n));
  }

  /// The second round.
  ///
  /// @param peers of the first
  /// @param others beside them; none may have the name of a solver
  /// @param watch told of every run; also of the samples that the first seed gave
  public Outcome<Comparison> compare(
      List<Seeded> peers,
      List<NamedSampler> others,
      List<Integer> evaluations,
      StageWatch watch,
      Gallery gallery) {
    List<NamedSampler> running = new ArrayList<>(others);
    peers.forEach(peer -> running.add(peer.on(range)));
    watch.begin("comparing with the peers", runs(running, evaluations));
    return second().run(running, evaluations, gallery.watching(watch.ofComparison()));
  }

  private static long runs(List<NamedSampler> samplers, List<Integer> evaluations) {
    return evaluations.stream()
        .mapToLong(n -> samplers.stream().filter(s -> s.within(n).isPresent()).count())
        .sum();
  }

  /// Keeps the first few samples of each run.
  public interface Gallery {
    /// Keeps nothing.
    Gallery NONE = (sampler, evaluations, first) -> {};

    /// The samples of the first seed; of the run that counts as exact under the name {@value
    /// SolverComparison#REFERENCE}.
    void hang(String sampler, int evaluations, Batch first);

    /// A watch that passes on what it is told, and hangs what was drawn.
    default ComparisonWatch watching(ComparisonWatch watch) {
      Gallery self = this;
      return new ComparisonWatch() {
        @Override
        public void measured(String sampler, int evaluations) {
          watch.measured(sampler, evaluations);
        }

        @Override
        public void drawn(String sampler, int evaluations, Batch first) {
          self.hang(sampler, evaluations, first);
        }

        @Override
        public boolean cancelled() {
          return watch.cancelled();
        }
      };
    }
  }
}
