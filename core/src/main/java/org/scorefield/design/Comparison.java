package org.scorefield.design;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.scorefield.array.Vector;
import org.scorefield.metric.Estimate;
import org.scorefield.sampling.Outcome;

/// What a {@link SolverComparison} found.
///
/// @param scale standard deviation of the reference's samples, root mean square over components
/// @param reference how far the reference is from itself with half the steps: no difference below
///   this means anything
/// @param floor what exact samples score by each metric; empty without exact samples
/// @param entries one a sampler and number of evaluations that it could work with, in that order
public record Comparison(
    double scale, Estimate reference, Map<String, Estimate> floor, List<Entry> entries) {

  public Comparison {
    floor = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(floor));
    entries = List.copyOf(entries);
  }

  /// One sampler with one number of evaluations.
  ///
  /// @param sampler its name
  /// @param budget the number of evaluations it was allowed
  /// @param outcome what it gave
  public record Entry(String sampler, int budget, Outcome<Standing> outcome) {

    /// What it gave, if it completed.
    public Optional<Standing> standing() {
      return outcome instanceof Outcome.Completed<Standing> c
          ? Optional.of(c.result())
          : Optional.empty();
    }
  }

  /// What a completed run gave.
  ///
  /// @param evaluations it used, at most its budget
  /// @param error root mean square distance of its samples from the reference's of the same noise,
  ///   in units of {@link #scale}
  /// @param squares the square of that for each seed, for paired comparisons
  /// @param metrics mean over seeds, by name of the metric
  /// @param bySeed the value for each seed, by name of the metric
  public record Standing(
      int evaluations,
      Estimate error,
      Vector squares,
      Map<String, Estimate> metrics,
      Map<String, Vector> bySeed) {

    public Standing {
      metrics = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
      bySeed = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(bySeed));
    }

    /// What a run gave, from the figures of each seed: errors and means have the standard errors of
    /// the jackknife over seeds.
    ///
    /// @param samples of all seeds together
    public static Standing of(
        int evaluations, Vector squares, Map<String, Vector> bySeed, long samples) {
      Map<String, Estimate> means = new LinkedHashMap<>();
      bySeed.forEach((name, values) -> means.put(name, Seeds.mean(values, samples)));
      return new Standing(evaluations, Seeds.rootMean(squares, samples), squares, means, bySeed);
    }

    /// The value by a metric of the yardstick.
    ///
    /// @throws IllegalArgumentException if it was not measured
    public Estimate metric(String name) {
      return measured(metrics, name);
    }

    /// This error over another's, with the standard error of the pair: both ran on the same seeds.
    public Estimate errorOver(Standing other) {
      return Seeds.ratio(squares, other.squares, error.n());
    }

    /// The value by a metric less that of another, with the standard error of the pair: both were
    /// held against the same rows, so that what the rows have of chance cancels.
    ///
    /// @throws IllegalArgumentException if one was not measured
    public Estimate metricLess(Standing other, String name) {
      Vector own = measured(bySeed, name);
      Vector others = measured(other.bySeed, name);
      return Seeds.mean(Vector.generate(own.size(), s -> own.get(s) - others.get(s)), error.n());
    }
  }

  /// What exact samples score by a metric of the yardstick.
  ///
  /// @throws IllegalArgumentException if it was not measured
  public Estimate floor(String metric) {
    return measured(floor, metric);
  }

  private static <T> T measured(Map<String, T> metrics, String name) {
    T found = metrics.get(name);
    if (found == null) {
      throw new IllegalArgumentException(
          "'" + name + "' was not measured; there is " + metrics.keySet());
    }
    return found;
  }

  /// What that sampler gave with that budget.
  ///
  /// @throws IllegalArgumentException if it did not run, or diverged
  public Standing standing(String sampler, int budget) {
    return of(sampler, budget)
        .flatMap(Entry::standing)
        .orElseThrow(() ->
            new IllegalArgumentException(
                "the sampler '%s' gave nothing with %d evaluations".formatted(sampler, budget)));
  }

  /// The entry of that sampler with that budget, if it could work with it.
  public Optional<Entry> of(String sampler, int budget) {
    return entries.stream()
        .filter(e -> e.sampler().equals(sampler) && e.budget() == budget)
        .findFirst();
  }

  /// The sampler of least error with that budget.
  public Optional<Entry> best(int budget) {
    return best(budget, Standing::error);
  }

  /// The sampler of least value by a metric with that budget.
  public Optional<Entry> best(int budget, String metric) {
    return best(budget, s -> s.metric(metric));
  }

  private Optional<Entry> best(int budget, java.util.function.Function<Standing, Estimate> value) {
    return entries.stream()
        .filter(e -> e.budget() == budget && e.standing().isPresent())
        .min(Comparator.comparingDouble(e -> value.apply(e.standing().orElseThrow()).value()));
  }
}
