package org.scorefield.study;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.scorefield.metric.Estimate;

/// How many steps candidates (weightings, noise distributions, networks) need to reach one score
/// error, over several seeds, beside one of them as the reference.
///
/// Runs that never get there are censored: their steps are not known, only that they are more than
/// were run. They are counted, never left out silently: a mean over the runs that did get there is
/// too low, so {@link Row#atLeast} stands beside it.
///
/// @param target the error to reach
/// @param reference the candidate others are compared with
/// @param rows one for each candidate, in the order given
public record Speed(double target, String reference, List<Row> rows) {
  public Speed {
    rows = List.copyOf(rows);
  }

  /// One training run.
  ///
  /// @param seed runs of one seed are paired: same data, same initial weights, same noises
  /// @param errors E_S as training goes on
  public record Run(String candidate, long seed, Trace errors) {}

  /// One candidate.
  ///
  /// @param reached by seed, when it reached the target or that it did not
  /// @param censored how many did not
  /// @param steps mean over the seeds that did, with its standard error over seeds; empty if none
  /// @param atLeast mean over all seeds, the censored ones with the steps that they ran: the least
  ///   that the true mean can be
  /// @param ratio geometric mean over pairs of its steps over those of the reference, with the
  ///   standard error over pairs; of seeds where both reached the target; empty if there are none
  /// @param faster seeds where it was before the reference, or got there and the reference, run at
  ///   least as long, did not
  /// @param slower seeds where it was the other way round
  public record Row(
      String candidate,
      SortedMap<Long, Reach> reached,
      int censored,
      Optional<Estimate> steps,
      double atLeast,
      Optional<Estimate> ratio,
      int faster,
      int slower) {}

  /// The row of a candidate.
  public Row row(String candidate) {
    return rows.stream()
        .filter(row -> row.candidate().equals(candidate))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "'%s' is none of the candidates %s"
                    .formatted(candidate, rows.stream().map(Row::candidate).toList())));
  }

  /// @param target > 0
  /// @param runs each candidate and seed once; the reference is among the candidates
  public static Speed of(double target, String reference, List<Run> runs) {
    if (!(target > 0)) {
      throw new IllegalArgumentException(
          "the score error to reach must be positive, got " + target);
    }
    Map<String, SortedMap<Long, Reach>> byCandidate = new LinkedHashMap<>();
    for (Run run : runs) {
      Reach reach = Reach.of(run.errors(), target);
      if (reach instanceof Reach.Reached(double step, _, _) && step == 0) {
        throw new IllegalArgumentException(
            "'%s' of seed %d is at the target %s before training; set a lower one"
                .formatted(run.candidate(), run.seed(), target));
      }
      SortedMap<Long, Reach> seeds =
          byCandidate.computeIfAbsent(run.candidate(), _ -> new TreeMap<>());
      if (seeds.putIfAbsent(run.seed(), reach) != null) {
        throw new IllegalArgumentException(
            "two runs of '%s' with seed %d; give each once".formatted(run.candidate(), run.seed()));
      }
    }
    SortedMap<Long, Reach> base = byCandidate.get(reference);
    if (base == null) {
      throw new IllegalArgumentException(
          "the reference '%s' is none of the candidates %s"
              .formatted(reference, byCandidate.keySet()));
    }
    return new Speed(
        target,
        reference,
        byCandidate.entrySet().stream().map(c -> row(c.getKey(), c.getValue(), base)).toList());
  }

  private static Row row(
      String candidate, SortedMap<Long, Reach> reached, SortedMap<Long, Reach> base) {
    List<Double> steps = new ArrayList<>();
    List<Double> ratios = new ArrayList<>();
    double sum = 0;
    int faster = 0;
    int slower = 0;
    for (Map.Entry<Long, Reach> seed : reached.entrySet()) {
      Reach mine = seed.getValue();
      sum += followed(mine);
      if (mine instanceof Reach.Reached own) {
        steps.add(own.step());
      }
      Reach theirs = base.get(seed.getKey());
      if (theirs != null) {
        faster += isBefore(mine, theirs) ? 1 : 0;
        slower += isBefore(theirs, mine) ? 1 : 0;
        if (mine instanceof Reach.Reached own && theirs instanceof Reach.Reached other) {
          ratios.add(Math.log(own.step() / other.step()));
        }
      }
    }
    return new Row(
        candidate,
        Collections.unmodifiableSortedMap(reached),
        reached.size() - steps.size(),
        mean(steps),
        sum / reached.size(),
        mean(ratios).map(Speed::exponential),
        faster,
        slower);
  }

  private static boolean isBefore(Reach one, Reach other) {
    return one instanceof Reach.Reached && followed(one) < followed(other);
  }

  private static double followed(Reach reach) {
    return switch (reach) {
      case Reach.Reached r -> r.step();
      case Reach.Censored c -> c.lastStep();
    };
  }

  private static Optional<Estimate> mean(List<Double> values) {
    return values.isEmpty()
        ? Optional.empty()
        : Optional.of(Estimate.mean(values.stream().mapToDouble(v -> v).toArray()));
  }

  private static Estimate exponential(Estimate logarithm) {
    double value = Math.exp(logarithm.value());
    return new Estimate(value, value * logarithm.standardError(), logarithm.n());
  }
}
