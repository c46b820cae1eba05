package org.scorefield.engine.train;

import java.util.List;

/// What a run of training gives: the network with the parameters of the last step and with each of
/// their averages. Which is best is for held-out data to say.
///
/// @param candidates the last parameters first, then the averages in the order of the settings
/// @param steps done
public record Trained(List<Candidate> candidates, int steps) {

  /// One set of parameters.
  ///
  /// @param name `last`, or `average` and its width
  public record Candidate(String name, TrainedNetwork network) {}

  public Trained {
    candidates = List.copyOf(candidates);
  }

  /// The network at the last step.
  public TrainedNetwork last() {
    return candidates.getFirst().network();
  }

  /// The network with the average that looks back least, or as it is where none is kept: what to
  /// look at on the way.
  public TrainedNetwork average() {
    return candidates.get(Math.min(1, candidates.size() - 1)).network();
  }
}
