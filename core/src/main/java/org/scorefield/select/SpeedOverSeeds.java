package org.scorefield.select;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.scorefield.metric.Estimate;
import org.scorefield.select.SpeedComparison.Standing;

/// One comparison for each of several seeds: first parameters, order of rows, levels and noises are
/// new in each, and the same for all candidates of one. Standard errors are then over seeds, by
/// paired differences, and say what another seed would give, as those of a single {@link
/// SpeedComparison} do not. Of few seeds they are rough themselves: of 5, by a third.
///
/// @param seeds at least one, all of the same candidates in the same order
public record SpeedOverSeeds(List<SpeedComparison> seeds) {
  public SpeedOverSeeds {
    seeds = List.copyOf(seeds);
    if (seeds.isEmpty()) {
      throw new IllegalArgumentException("a comparison over seeds needs at least one, got none");
    }
    List<String> names = names(seeds.getFirst());
    for (SpeedComparison seed : seeds) {
      if (!names(seed).equals(names)) {
        throw new IllegalArgumentException(
            "every seed compares the same candidates, got %s and %s".formatted(names, names(seed)));
      }
    }
  }

  /// The candidates.
  public List<String> names() {
    return names(seeds.getFirst());
  }

  private static List<String> names(SpeedComparison comparison) {
    return comparison.traces().stream().map(LossTrace::name).toList();
  }

  /// The loss of a candidate in one step, mean over seeds.
  public Estimate loss(int candidate, int step) {
    return Estimate.mean(
        seeds.stream().mapToDouble(s -> s.traces().get(candidate).loss(step)).toArray());
  }

  /// All candidates, best first; of equals in the order of their names. Of one seed with the
  /// standard errors of that.
  public List<Standing> ranking(SpeedScore score) {
    if (seeds.size() == 1) {
      return seeds.getFirst().ranking(score);
    }
    List<String> names = names();
    List<Integer> order = new ArrayList<>();
    for (int c = 0; c < names.size(); c++) {
      order.add(c);
    }
    order.sort(
        Comparator.<Integer>comparingDouble(c -> value(score, c).value())
            .thenComparing(names::get));
    int best = order.getFirst();
    List<Standing> standings = new ArrayList<>();
    for (int place = 0; place < order.size(); place++) {
      int c = order.get(place);
      Estimate value = value(score, c);
      boolean equal = place > 0 && value.value() == standings.getLast().value().value();
      int rank = equal ? standings.getLast().rank() : place + 1;
      standings.add(new Standing(rank, names.get(c), value, behind(score, c, best)));
    }
    return standings;
  }

  private Estimate value(SpeedScore score, int candidate) {
    return Estimate.mean(
        seeds.stream().mapToDouble(s -> s.value(score, candidate).value()).toArray());
  }

  private Estimate behind(SpeedScore score, int candidate, int best) {
    return Estimate.mean(
        seeds.stream().mapToDouble(s -> s.difference(score, candidate, best).value()).toArray());
  }
}
