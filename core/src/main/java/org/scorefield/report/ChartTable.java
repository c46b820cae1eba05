package org.scorefield.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.scorefield.array.Vector;

/// A chart's numbers as a table. Long ones are thinned evenly, first and last kept.
///
/// @param thinned whether some are left out
record ChartTable(Table table, boolean thinned) {
  private static final int MOST_ROWS = 200;
  private static final int MOST_COLUMNS = 24;

  static ChartTable of(Chart chart) {
    return switch (chart) {
      case LineChart line ->
          line.series().stream().map(Series::x).distinct().count() == 1 ? wide(line) : tall(line);
      case BarChart bar -> bars(bar);
      case ScatterChart scatter -> points(scatter);
      case HeatMap heat -> matrix(heat);
    };
  }

  /// One row a position: for series that share them.
  private static ChartTable wide(LineChart line) {
    List<Table.Column> columns = new ArrayList<>();
    columns.add(Table.Column.number(line.x().name(), ""));
    line.series().forEach(s -> columns.add(Table.Column.number(s.name(), "")));
    Vector x = line.series().getFirst().x();
    List<Table.Row> rows = new ArrayList<>();
    for (int i = 0; i < x.size(); i++) {
      List<Cell> cells = new ArrayList<>();
      cells.add(Cell.number(x.get(i)));
      for (Series s : line.series()) {
        cells.add(Cell.measured(s.y().get(i), s.standardErrors().get(i)));
      }
      rows.add(new Table.Row(cells, false));
    }
    return thinned(line.title(), columns, rows);
  }

  /// One row a point.
  private static ChartTable tall(LineChart line) {
    List<Table.Row> rows = new ArrayList<>();
    for (Series s : line.series()) {
      for (int i = 0; i < s.x().size(); i++) {
        rows.add(
            Table.Row.of(
                Cell.text(s.name()),
                Cell.number(s.x().get(i)),
                Cell.measured(s.y().get(i), s.standardErrors().get(i))));
      }
    }
    return thinned(line.title(), pointColumns(line.x(), line.y()), rows);
  }

  private static ChartTable bars(BarChart bar) {
    List<Table.Column> columns = new ArrayList<>();
    columns.add(Table.Column.text(""));
    bar.bars().forEach(b -> columns.add(Table.Column.number(b.name(), "")));
    List<Table.Row> rows = new ArrayList<>();
    for (int i = 0; i < bar.categories().size(); i++) {
      List<Cell> cells = new ArrayList<>();
      cells.add(Cell.text(bar.categories().get(i)));
      for (BarChart.Bars b : bar.bars()) {
        cells.add(Cell.measured(b.values().get(i), b.standardErrors().get(i)));
      }
      rows.add(new Table.Row(cells, false));
    }
    return thinned(bar.title(), columns, rows);
  }

  private static ChartTable points(ScatterChart scatter) {
    List<Table.Row> rows = new ArrayList<>();
    for (ScatterChart.Cloud cloud : scatter.clouds()) {
      for (int i = 0; i < cloud.x().size(); i++) {
        rows.add(
            Table.Row.of(
                Cell.text(cloud.name()),
                Cell.number(cloud.x().get(i)),
                Cell.number(cloud.y().get(i))));
      }
    }
    return thinned(scatter.title(), pointColumns(scatter.x(), scatter.y()), rows);
  }

  private static List<Table.Column> pointColumns(Axis x, Axis y) {
    return List.of(
        Table.Column.text("Series"),
        Table.Column.number(x.name(), ""),
        Table.Column.number(y.name(), ""));
  }

  private static ChartTable matrix(HeatMap heat) {
    int[] kept = selection(heat.x().labels().size(), MOST_COLUMNS);
    List<Table.Column> columns = new ArrayList<>();
    columns.add(Table.Column.text(heat.y().name() + " \\ " + heat.x().name()));
    for (int j : kept) {
      columns.add(Table.Column.number(heat.x().labels().get(j), ""));
    }
    List<Table.Row> rows = new ArrayList<>();
    for (int i = 0; i < heat.values().size(); i++) {
      List<Cell> cells = new ArrayList<>();
      cells.add(Cell.text(heat.y().labels().get(i)));
      for (int j : kept) {
        cells.add(Cell.number(heat.values().get(i).get(j)));
      }
      rows.add(new Table.Row(cells, false));
    }
    ChartTable all = thinned(heat.title(), columns, rows);
    return new ChartTable(all.table, all.thinned || kept.length < heat.x().labels().size());
  }

  private static ChartTable thinned(
      String caption, List<Table.Column> columns, List<Table.Row> rows) {
    List<Table.Row> kept =
        IntStream.of(selection(rows.size(), MOST_ROWS)).mapToObj(rows::get).toList();
    return new ChartTable(new Table(caption, columns, kept), kept.size() < rows.size());
  }

  private static int[] selection(int count, int most) {
    return count <= most
        ? IntStream.range(0, count).toArray()
        : IntStream.range(0, most)
            .map(i -> (int) Math.round(i * (count - 1.0) / (most - 1)))
            .toArray();
  }
}
