package org.scorefield.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.scorefield.array.Batch;
import org.scorefield.design.SolverComparison;
import org.scorefield.experiment.AccelerateResult;
import org.scorefield.experiment.AccelerateResult.Count;
import org.scorefield.experiment.AccelerateResult.Seen;

/// The same seeds by the fine solution, by the found sampler and by the best peer.
final class AcceleratePictures {
  private static final String FINE = "fine solution of the same noise";

  private AcceleratePictures() {}

  static Optional<Section> of(AccelerateResult result) {
    Optional<Batch> fine =
        result.gallery().entrySet().stream()
            .filter(e -> e.getKey().sampler().equals(SolverComparison.REFERENCE))
            .map(java.util.Map.Entry::getValue)
            .findFirst();
    if (fine.isEmpty()) {
      return Optional.empty();
    }
    List<Pictures.Row> rows = new ArrayList<>();
    add(rows, FINE, fine.get(), fine.get());
    for (Count count : AccelerateCharts.few(result)) {
      seen(result, AccelerateResult.OWN, count.evaluations())
          .ifPresent(b ->
              add(
                  rows,
                  "accelerate, %d evaluations".formatted(count.evaluations()),
                  b,
                  fine.get()));
      count
          .peer()
          .flatMap(p -> seen(result, p.sampler(), p.budget()).map(b -> new Shown(p.sampler(), b)))
          .ifPresent(p ->
              add(
                  rows,
                  "%s, %d evaluations".formatted(p.name(), count.evaluations()),
                  p.samples(),
                  fine.get()));
    }
    result.real().ifPresent(real -> add(rows, "real data", real, fine.get()));
    return Optional.of(
        Section.of(
            "The same seeds",
            "Every column is one seed; the last row are rows of the data, for their looks.",
            Pictures.strip("samples by seed", rows)));
  }

  private record Shown(String name, Batch samples) {}

  private static Optional<Batch> seen(AccelerateResult result, String sampler, int evaluations) {
    return Optional.ofNullable(result.gallery().get(new Seen(sampler, evaluations)));
  }

  private static void add(List<Pictures.Row> rows, String label, Batch samples, Batch like) {
    RunBlocks.row(label, samples, like).ifPresent(rows::add);
  }
}
