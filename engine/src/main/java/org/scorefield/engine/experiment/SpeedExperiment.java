package org.scorefield.engine.experiment;

import java.util.List;
import org.scorefield.data.Dataset;

/// Train several candidates on the same rows from one seed, and see which learns fastest.
///
/// @param candidates at least 2, by different names
/// @param train rows to learn
/// @param probe rows at which losses are taken, best ones that are not trained on
/// @param seed of all randomness
public record SpeedExperiment(List<Candidate> candidates, Dataset train, Dataset probe, long seed) {

  /// One way to train.
  public record Candidate(String name, TrainConfig<?> config) {}

  public SpeedExperiment {
    candidates = List.copyOf(candidates);
    if (candidates.size() < 2) {
      throw new IllegalArgumentException(
          "a comparison needs at least 2 candidates, got %d; give more (--candidate)"
              .formatted(candidates.size()));
    }
    if (candidates.stream().map(Candidate::name).distinct().count() != candidates.size()) {
      throw new IllegalArgumentException(
          "two candidates of one name among " + candidates.stream().map(Candidate::name).toList());
    }
    int steps = candidates.getFirst().config().training().steps();
    for (Candidate candidate : candidates) {
      if (candidate.config().training().steps() != steps) {
        throw new IllegalArgumentException(
            "candidates are compared over as many steps: '%s' has %d, '%s' %d"
                .formatted(
                    candidates.getFirst().name(),
                    steps,
                    candidate.name(),
                    candidate.config().training().steps()));
      }
    }
  }
}
