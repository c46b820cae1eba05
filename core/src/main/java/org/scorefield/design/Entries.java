package org.scorefield.design;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// What takes part in the choice of a {@link SamplerSearch}.
///
/// @param usual rho = 7 from white noise
/// @param peers the standard samplers
/// @param learned the learned one
/// @param best of each method on the common grids
/// @param all of these and the grids designed
record Entries(
    Trial usual, List<Trial> peers, Optional<Trial> learned, List<Trial> best, List<Trial> all) {

  /// What a report can show at a glance.
  private static final int FINALISTS = 18;

  /// Those that a choice on few samples cannot tell apart.
  private static final int CLOSE = 5;

  /// The best few that may be chosen, and the learned one, which a few samples misjudge most: its
  /// error is that of the few that cross over.
  ///
  /// @param ranked all that completed, best first
  /// @param methods asked for; the others are there to compare with
  List<Trial> best(List<Trial> ranked, List<Method> methods) {
    List<Trial> allowed =
        ranked.stream().filter(trial -> methods.contains(trial.route().method())).toList();
    return once(
        Stream.concat(allowed.stream().limit(CLOSE), learned.filter(allowed::contains).stream()));
  }

  /// What was chosen and what it is held against, the best of each method, and the best of the
  /// rest.
  List<Trial> finalists(Trial picked, Trial peer, List<Trial> ranked) {
    List<Trial> named =
        once(
            Stream.of(Stream.of(picked, usual, peer), learned.stream(), best.stream())
                .flatMap(trials -> trials));
    List<Trial> all = once(Stream.concat(named.stream(), ranked.stream()));
    return all.subList(0, Math.min(all.size(), Math.max(named.size(), FINALISTS)));
  }

  /// Each name once.
  static List<Trial> once(Stream<Trial> trials) {
    Map<String, Trial> byName = new LinkedHashMap<>();
    trials.forEach(trial -> byName.putIfAbsent(trial.name(), trial));
    return List.copyOf(byName.values());
  }
}
