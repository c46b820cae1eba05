package org.scorefield.engine.experiment;

import java.util.List;
import java.util.OptionalDouble;
import org.scorefield.engine.study.Candidate;

/// Train several candidates on the same rows from the same seeds, and see which learns fastest: by
/// the mean loss on the way, and by the steps to one error.
///
/// @param candidates at least 2, by different names
/// @param source of rows
/// @param seeds of all randomness: each candidate is trained once for each
/// @param loss on the way that ranks
/// @param target the error to reach; by default what the candidate that ends worst has at the end
public record SpeedExperiment(
    List<Entry> candidates,
    SpeedSource source,
    List<Long> seeds,
    Loss loss,
    OptionalDouble target) {
  /// Lowest level at which errors are taken, in standard deviations of the data.
  public static final double LOWEST = 0.02;

  /// The highest.
  public static final double HIGHEST = 20;

  /// The candidate that others are beside, if it is there; else it is the first.
  private static final String UNIFORM = "uniform";

  /// One way to train.
  public record Entry(String name, TrainConfig<?> config) {}

  /// What is added up on the way.
  public enum Loss {
    /// The error of the noise prediction, all of `ln sigma` alike between {@link #LOWEST} and
    /// {@link #HIGHEST}: the integrand of the score error, which is no candidate's own loss unless
    /// it is trained so.
    UNIFORM,
    /// EDM's own loss: favours who is trained with it.
    EDM
  }

  public SpeedExperiment {
    candidates = List.copyOf(candidates);
    seeds = List.copyOf(seeds);
    if (candidates.size() < 2) {
      throw new IllegalArgumentException(
          "a comparison needs at least 2 candidates, got %d; give more (--candidate, or --weightings)"
              .formatted(candidates.size()));
    }
    if (candidates.stream().map(Entry::name).distinct().count() != candidates.size()) {
      throw new IllegalArgumentException(
          "two candidates of one name among " + candidates.stream().map(Entry::name).toList());
    }
    if (seeds.isEmpty()) {
      throw new IllegalArgumentException("a comparison needs at least 1 seed, got none (--seeds)");
    }
    if (target.isPresent() && !(target.getAsDouble() > 0)) {
      throw new IllegalArgumentException(
          "the error to reach must be positive, got %s (--target)".formatted(target.getAsDouble()));
    }
    Entry first = candidates.getFirst();
    for (Entry candidate : candidates) {
      if (candidate.config().training().steps() != first.config().training().steps()) {
        throw new IllegalArgumentException(
            "candidates are compared over as many steps: '%s' has %d, '%s' %d"
                .formatted(
                    first.name(),
                    first.config().training().steps(),
                    candidate.name(),
                    candidate.config().training().steps()));
      }
    }
  }

  /// The weightings that the theory of Wang, He and Tao compares, over the levels at which errors
  /// are taken, the rest alike: {@link Candidate#weightings}.
  public static List<Entry> weightings(TrainConfig<?> config) {
    return Candidate.weightings(config.training(), LOWEST, HIGHEST).stream()
        .map(c -> new Entry(c.name(), config.withTraining(c.settings())))
        .toList();
  }

  /// The candidate that others are beside.
  String reference() {
    return candidates.stream()
        .map(Entry::name)
        .filter(UNIFORM::equals)
        .findFirst()
        .orElse(candidates.getFirst().name());
  }

  int steps() {
    return candidates.getFirst().config().training().steps();
  }
}
