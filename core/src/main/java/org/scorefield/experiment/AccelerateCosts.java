package org.scorefield.experiment;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// What the parts of an {@link AccelerateExperiment} may ask of the model, and what they did.
final class AccelerateCosts {
  static final String TIMING = "timing of the model";
  static final String SEARCH = "search";
  static final String SCREENING = "choice of the peers' grids";
  static final String COMPARISON = "comparison with the peers";

  private final Map<String, Long> planned;
  private final Map<String, Long> spent = new LinkedHashMap<>();
  private final MeteredModel model;
  private final ModelSpeed speed;
  private long before;

  /// @param planned by part
  /// @param speed what timing has told, and took
  AccelerateCosts(Map<String, Long> planned, MeteredModel model, ModelSpeed speed) {
    this.planned = new LinkedHashMap<>(planned);
    this.model = model;
    this.speed = speed;
    this.planned.put(TIMING, (long) speed.evaluations());
    this.spent.put(TIMING, (long) speed.evaluations());
  }

  /// What is said before anything else runs.
  String announcement() {
    long total = planned.values().stream().mapToLong(Long::longValue).sum();
    return String.format(
        Locale.ROOT,
        "at most %,d evaluations of the model: %s; %s (%.3g s each); --budget limits them",
        total,
        planned.entrySet().stream()
            .map(e -> String.format(Locale.ROOT, "%s %,d", e.getKey(), e.getValue()))
            .collect(Collectors.joining(", ")),
        speed.of(total),
        speed.seconds());
  }

  /// A part is over.
  void spent(String part) {
    long now = model.spent();
    spent.put(part, now - before);
    before = now;
  }

  List<AccelerateResult.Cost> all() {
    return planned.entrySet().stream()
        .map(e ->
            new AccelerateResult.Cost(e.getKey(), e.getValue(), spent.getOrDefault(e.getKey(), 0L)))
        .toList();
  }
}
