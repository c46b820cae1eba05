package org.scorefield.accelerate;

import java.util.List;
import org.scorefield.metric.Estimate;

/// What a {@link ModelSearch} found, and what it is worth on the model.
///
/// @param task what was wanted
/// @param wanted what the search proposes
/// @param peer the best standard sampler of the verdict
/// @param advantage of the proposal over the peer, paired by noise: for fidelity the ratio of their
///   errors (below 1 is better), for the distribution the difference of the first metric (below 0
///   is better)
/// @param accepted whether the proposal is better than the peer, beyond chance
/// @param contenders all that took part in the verdict, best first
/// @param stages what was done before it, in order
/// @param planned evaluations of the model that were announced, over all samples: the most it could
///   be
/// @param spent evaluations of the model that were used
public record Acceleration(
    Task task,
    Contender wanted,
    Contender peer,
    Estimate advantage,
    boolean accepted,
    List<Contender> contenders,
    List<Stage> stages,
    long planned,
    long spent) {

  public Acceleration {
    contenders = List.copyOf(contenders);
    stages = List.copyOf(stages);
  }

  /// One stage of the search.
  ///
  /// @param name of the stage
  /// @param candidates that were tried
  /// @param evaluations of the model it took
  /// @param finding what came out, in a sentence
  public record Stage(String name, int candidates, long evaluations, String finding) {}

  /// The sampler to use: the proposal if accepted, the best peer if not.
  public Contender chosen() {
    return accepted ? wanted : peer;
  }
}
