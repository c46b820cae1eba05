package org.scorefield.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.scorefield.array.Vector;
import org.scorefield.design.Comparison;
import org.scorefield.design.PeerContest;
import org.scorefield.experiment.AccelerateResult;
import org.scorefield.experiment.AccelerateResult.Count;
import org.scorefield.metric.Estimate;
import org.scorefield.schedule.TimeGrid;

/// The curves of an {@link AccelerateReport}.
final class AccelerateCharts {
  private static final String OWN = AccelerateResult.OWN;

  /// Curves beside that of the found samplers; the tables have all.
  private static final int MOST_PEERS = 4;

  /// More grids, or rows of pictures, than for so many numbers of evaluations are a thicket.
  private static final int MOST_GRIDS = 3;

  private AccelerateCharts() {}

  /// The number that decided first, then the others.
  static List<LineChart> all(AccelerateResult result) {
    List<LineChart> charts = new ArrayList<>();
    LineChart error =
        chart(
            result,
            "Error to the seed",
            "Distance of each sample from the fine solution of its noise, in standard deviations of"
                + " the samples. Dashed: that of the fine solution with half its steps; the fine"
                + " solution itself is nearer to the exact one.",
            Comparison.Standing::error,
            List.of(
                new Mark.Horizontal(
                    result.comparison().reference().value(), "fine solution, half the steps")));
    List<LineChart> sets =
        metrics(result).stream()
            .map(metric ->
                chart(
                    result,
                    metric,
                    "Distance of each set from the data; smaller is better."
                        + (floor(result, metric).isEmpty() ? "" : " Dashed: as many real rows."),
                    standing -> standing.metric(metric),
                    floor(result, metric)))
            .toList();
    if (result.goal().needsSets()) {
      charts.addAll(
          sets.stream().filter(chart -> chart.title().equals(result.goal().metric())).toList());
      charts.add(error);
    } else {
      charts.add(error);
      charts.addAll(sets.stream().limit(1).toList());
    }
    return charts;
  }

  static List<String> metrics(AccelerateResult result) {
    return result.comparison().entries().stream()
        .flatMap(e -> e.standing().stream())
        .flatMap(s -> s.metrics().keySet().stream())
        .distinct()
        .toList();
  }

  private static List<Mark> floor(AccelerateResult result, String metric) {
    Estimate floor = result.comparison().floor().get(metric);
    return floor == null || !(floor.value() > 0)
        ? List.of()
        : List.of(new Mark.Horizontal(floor.value(), "real data"));
  }

  private static LineChart chart(
      AccelerateResult result,
      String title,
      String reading,
      Function<Comparison.Standing, Estimate> value,
      List<Mark> marks) {
    List<Series> series = new ArrayList<>();
    series.add(curve(result, OWN, value).with(Series.Stroke.BOLD));
    for (PeerContest.Seeded peer :
        result.peers().subList(0, Math.min(MOST_PEERS, result.peers().size()))) {
      series.add(curve(result, peer.name(), value));
    }
    return new LineChart(
        title,
        reading,
        Axis.linear("evaluations"),
        Axis.log(title.toLowerCase(java.util.Locale.ROOT)),
        series,
        marks);
  }

  private static Series curve(
      AccelerateResult result, String sampler, Function<Comparison.Standing, Estimate> value) {
    List<Comparison.Entry> entries =
        result.comparison().entries().stream()
            .filter(e -> e.sampler().equals(sampler) && e.standing().isPresent())
            .toList();
    return Series.of(
            sampler,
            Vector.generate(entries.size(), i -> entries.get(i).budget()),
            Vector.generate(entries.size(), i -> of(entries.get(i), value).value()))
        .withBars(Vector.generate(entries.size(), i -> of(entries.get(i), value).standardError()));
  }

  private static Estimate of(
      Comparison.Entry entry, Function<Comparison.Standing, Estimate> value) {
    return value.apply(entry.standing().orElseThrow());
  }

  /// The found grids beside those of the best peers.
  static List<LineChart> grids(AccelerateResult result) {
    return few(result).stream().map(count -> grid(result, count)).toList();
  }

  /// The numbers of evaluations that are shown one by one: the least, the middle, the most.
  static List<Count> few(AccelerateResult result) {
    List<Count> counts = result.counts();
    return counts.size() <= MOST_GRIDS
        ? counts
        : Stream.of(0, counts.size() / 2, counts.size() - 1).map(counts::get).toList();
  }

  private static LineChart grid(AccelerateResult result, Count count) {
    Map<String, TimeGrid> grids = new LinkedHashMap<>();
    grids.put(OWN, count.found().wanted().sampler().grid());
    count
        .peer()
        .ifPresent(entry ->
            result.peers().stream()
                .filter(peer -> peer.name().equals(entry.sampler()))
                .flatMap(peer -> peer.peer(entry.budget()).stream())
                .forEach(peer ->
                    peer.on(result.range())
                        .within(entry.budget())
                        .ifPresent(sampler -> grids.put(peer.name(), sampler.grid()))));
    List<Series> series = new ArrayList<>();
    grids.forEach((name, grid) ->
        series.add(
            Series.of(
                    name,
                    Vector.generate(grid.steps(), grid::sigma),
                    Vector.generate(grid.steps(), i -> i + 1.0))
                .with(name.equals(OWN) ? Series.Stroke.BOLD : Series.Stroke.SOLID)));
    return new LineChart(
        "%d evaluations".formatted(count.evaluations()),
        "Each mark is a noise level where the model is asked; the last step goes on to σ = 0.",
        Axis.log("σ").reverse(),
        Axis.linear("step"),
        series);
  }
}
