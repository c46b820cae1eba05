package org.scorefield.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.scorefield.array.Vector;

/// What a drawing does not say by itself: what its error bars span, and what it leaves out.
final class ChartNotes {

  private ChartNotes() {}

  static List<String> of(Chart chart) {
    List<String> notes = new ArrayList<>();
    if (drawn(chart) == 0) {
      notes.add("There is nothing to draw.");
    } else if (drawsErrors(chart)) {
      notes.add(
          "Error bars and bands span two standard errors either side (about 95 %)."
              + " The number after ± is one standard error.");
    }
    long left = leftOut(chart);
    if (left > 0) {
      notes.add(
          NumberText.count(left)
              + (left == 1 ? " value is" : " values are")
              + " not drawn: "
              + (chart instanceof BarChart
                  ? "not a number, or left out."
                  : "not finite, or not positive on a logarithmic scale. The table has them."));
    }
    return notes;
  }

  /// Values that have a place in the drawing.
  static long drawn(Chart chart) {
    long all =
        switch (chart) {
          case LineChart line -> line.series().stream().mapToLong(s -> s.x().size()).sum();
          case BarChart bar -> bar.bars().stream().mapToLong(b -> b.values().size()).sum();
          case ScatterChart scatter -> scatter.clouds().stream().mapToLong(c -> c.x().size()).sum();
          case HeatMap heat -> heat.values().stream().mapToLong(Vector::size).sum();
        };
    return all - leftOut(chart);
  }

  private static boolean drawsErrors(Chart chart) {
    return switch (chart) {
      case LineChart line ->
          line.series().stream()
              .anyMatch(s -> s.standardErrors().stream().anyMatch(Series::hasError));
      case BarChart bar ->
          bar.arrangement() == BarChart.Arrangement.GROUPED
              && bar.bars().stream()
                  .anyMatch(b -> b.standardErrors().stream().anyMatch(Series::hasError));
      case ScatterChart _, HeatMap _ -> false;
    };
  }

  private static long leftOut(Chart chart) {
    return switch (chart) {
      case LineChart(_, _, Axis x, Axis y, List<Series> series, _) ->
          series.stream()
              .flatMapToInt(s -> misplaced(x, y, s.x().toArray(), s.y().toArray()))
              .count();
      case ScatterChart(_, _, Axis x, Axis y, List<ScatterChart.Cloud> clouds, _) ->
          clouds.stream()
              .flatMapToInt(c -> misplaced(x, y, c.x().toArray(), c.y().toArray()))
              .count();
      case BarChart bar ->
          bar.bars().stream()
              .flatMapToDouble(b -> b.values().stream())
              .filter(v -> !Double.isFinite(v))
              .count();
      case HeatMap heat ->
          heat.values().stream()
              .flatMapToDouble(row -> row.stream())
              .filter(v -> !Double.isFinite(ChartSpec.shade(heat, v)))
              .count();
    };
  }

  private static IntStream misplaced(Axis x, Axis y, double[] xs, double[] ys) {
    return IntStream.range(0, xs.length)
        .filter(i -> Double.isNaN(x.position(xs[i])) || Double.isNaN(y.position(ys[i])));
  }
}
