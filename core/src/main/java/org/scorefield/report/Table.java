package org.scorefield.report;

import java.util.List;

/// Rows of cells under named columns. The first column names the row.
///
/// @param caption what the table shows, in one sentence
/// @param columns at least one
/// @param rows each with one cell a column
public record Table(String caption, List<Column> columns, List<Row> rows) implements Block {

  /// Which direction of a column is good news.
  public enum Better {
    LOWER,
    HIGHER,
    NEITHER
  }

  public enum Align {
    START,
    END
  }

  /// @param name heading
  /// @param unit unit of its numbers; empty for none
  public record Column(String name, String unit, Align align, Better better) {

    /// A column of words.
    public static Column text(String name) {
      return new Column(name, "", Align.START, Better.NEITHER);
    }

    /// A column of numbers of which neither high nor low is good.
    public static Column number(String name, String unit) {
      return new Column(name, unit, Align.END, Better.NEITHER);
    }

    public Column lowerIsBetter() {
      return new Column(name, unit, align, Better.LOWER);
    }

    public Column higherIsBetter() {
      return new Column(name, unit, align, Better.HIGHER);
    }
  }

  /// @param reference whether the row is a yardstick (real against real, the exact optimum) rather
  ///   than a competitor; it is set apart
  public record Row(List<Cell> cells, boolean reference) {

    public Row {
      cells = List.copyOf(cells);
    }

    public static Row of(Cell... cells) {
      return new Row(List.of(cells), false);
    }

    public static Row reference(Cell... cells) {
      return new Row(List.of(cells), true);
    }
  }

  public Table {
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
    if (columns.isEmpty()) {
      throw new IllegalArgumentException(
          "table '" + caption + "' needs at least one column, got 0");
    }
    for (int i = 0; i < rows.size(); i++) {
      int cells = rows.get(i).cells().size();
      if (cells != columns.size()) {
        throw new IllegalArgumentException(
            "row %d of table '%s' has %d cells for %d columns: give one cell a column"
                .formatted(i, caption, cells, columns.size()));
      }
    }
  }
}
