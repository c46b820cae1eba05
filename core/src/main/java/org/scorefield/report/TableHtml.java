package org.scorefield.report;

import java.util.List;

/// Writes a table. A wide one scrolls inside its frame, never the page.
final class TableHtml {

  private TableHtml() {}

  static void write(Markup page, Table table) {
    page.open(
        "div", "class", "scroll", "tabindex", "0", "role", "region", "aria-label", table.caption());
    page.open("table").open("caption").open("span").prose(table.caption()).close().close();
    page.open("thead").open("tr");
    table.columns().forEach(column -> heading(page, column));
    page.close().close();
    page.open("tbody");
    table.rows().forEach(row -> row(page, row, table.columns()));
    page.close().close().close();
  }

  private static void heading(Markup page, Table.Column column) {
    page.open("th", "scope", "col", "class", align(column));
    page.text(column.name());
    if (!column.unit().isEmpty()) {
      page.leaf("span", " (" + column.unit() + ")", "class", "unit");
    }
    switch (column.better()) {
      case LOWER -> better(page, "↓", "lower is better");
      case HIGHER -> better(page, "↑", "higher is better");
      case NEITHER -> {}
    }
    page.close();
  }

  private static void better(Markup page, String arrow, String meaning) {
    page.leaf("span", "\u00a0" + arrow, "class", "better", "aria-hidden", "true", "title", meaning);
    page.leaf("span", " (" + meaning + ")", "class", "spoken");
  }

  private static void row(Markup page, Table.Row row, List<Table.Column> columns) {
    page.open("tr", "class", row.reference() ? "reference" : "");
    for (int i = 0; i < columns.size(); i++) {
      Cell cell = row.cells().get(i);
      boolean best = cell instanceof Cell.Measured m && m.best();
      String classes = (align(columns.get(i)) + (best ? " best" : "")).strip();
      if (i == 0) {
        page.open("th", "scope", "row", "class", classes);
      } else {
        page.open("td", "class", classes);
      }
      cell(page, cell);
      page.close();
    }
    page.close();
  }

  private static String align(Table.Column column) {
    return column.align() == Table.Align.END ? "end" : "";
  }

  static void cell(Markup page, Cell cell) {
    switch (cell) {
      case Cell.Text(String text) -> page.prose(text);
      case Cell.Count(long count) -> page.leaf("span", NumberText.count(count), "class", "number");
      case Cell.Measured(double value, double standardError, boolean best) -> {
        NumberText.Pieces pieces = NumberText.pieces(value, standardError);
        page.open("span", "class", "number").leaf("span", pieces.value(), "class", "figure");
        if (!pieces.error().isEmpty()) {
          page.leaf("span", pieces.error(), "class", "error");
        }
        page.text(pieces.end());
        if (best) {
          page.leaf("span", " (best)", "class", "spoken");
        }
        page.close();
      }
    }
  }
}
