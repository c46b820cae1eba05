package org.scorefield.experiment;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.scorefield.accelerate.Acceleration;
import org.scorefield.array.Batch;
import org.scorefield.design.Comparison;
import org.scorefield.design.Goal;
import org.scorefield.design.PeerContest;
import org.scorefield.wiring.LevelRange;

/// What an {@link AccelerateExperiment} found.
///
/// @param record of the run
/// @param card of the model
/// @param goal what was wanted, and the number it is judged by
/// @param range levels the model was asked at
/// @param comparison of the found samplers, all under the name {@link #OWN}, with the standard ones
/// @param peers solvers that took part to the end, with their grids, best first
/// @param counts one for each number of evaluations asked for, rising
/// @param costs what each part took
/// @param gallery samples of the same noise, for pictures; empty if they cannot be seen
/// @param real rows of the data, for pictures
public record AccelerateResult(
    RunRecord record,
    ModelCard card,
    Goal goal,
    LevelRange range,
    Comparison comparison,
    List<PeerContest.Seeded> peers,
    List<Count> counts,
    List<Cost> costs,
    Map<Seen, Batch> gallery,
    Optional<Batch> real) {

  /// What the found samplers are called in the comparison.
  public static final String OWN = "accelerate";

  public AccelerateResult {
    peers = List.copyOf(peers);
    counts = List.copyOf(counts);
    costs = List.copyOf(costs);
    gallery = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(gallery));
  }

  AccelerateResult withRecord(RunRecord whole) {
    return new AccelerateResult(
        whole, card, goal, range, comparison, peers, counts, costs, gallery, real);
  }

  /// A run whose samples were kept.
  public record Seen(String sampler, int evaluations) {}

  /// What was found for one number of evaluations.
  ///
  /// @param evaluations allowed
  /// @param found by the search
  /// @param peer the best standard sampler at as many evaluations; empty if none can work with them
  /// @param versus the found one against that, paired; empty if one of them diverged
  /// @param peerNeeds evaluations with which the standard samplers reach what the found one does;
  ///   empty if not with any that was run
  /// @param spec the sampler in the file
  /// @param file its name
  public record Count(
      int evaluations,
      Acceleration found,
      Optional<Comparison.Entry> peer,
      Optional<Goal.Versus> versus,
      OptionalDouble peerNeeds,
      SamplerSpec spec,
      String file) {

    /// Whether the found sampler is better than the best standard one, beyond chance.
    public boolean won() {
      return versus.filter(Goal.Versus::better).isPresent();
    }

    /// Whether it looks better than the best standard one, but may be so by chance.
    public boolean open() {
      return versus.filter(v -> !v.better() && v.estimate().value() < v.even()).isPresent();
    }
  }

  /// Evaluations of the model that a part of the run took.
  ///
  /// @param part what for
  /// @param planned the most it could be
  /// @param spent what it was
  public record Cost(String part, long planned, long spent) {}

  /// The number of evaluations with which the standard samplers were run at most.
  public int mostRun() {
    return comparison.entries().stream().mapToInt(Comparison.Entry::budget).max().orElse(0);
  }

  /// A standard sampler of the comparison with the grid that it had, in words.
  public String peerName(Comparison.Entry entry) {
    return AccelerateWords.peerName(this, entry);
  }

  /// What was found for each number of evaluations, in plain words.
  public List<String> verdicts() {
    return counts.stream().map(count -> AccelerateWords.verdict(this, count)).toList();
  }
}
