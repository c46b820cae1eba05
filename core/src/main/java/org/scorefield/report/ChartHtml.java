package org.scorefield.report;

import java.util.List;

/// Writes a chart: its message, how to read it, a legend, the place where the script draws, the
/// numbers for the script, and the same numbers as a table.
final class ChartHtml {

  private ChartHtml() {}

  static void write(Markup page, Chart chart, String id) {
    page.open("figure", "class", "chart", "id", id);
    page.open("figcaption").leaf("h3", chart.title());
    if (!chart.reading().isEmpty()) {
      page.open("p").prose(chart.reading()).close();
    }
    page.close();
    if (ChartNotes.drawn(chart) > 0) {
      drawing(page, chart);
    }
    ChartNotes.of(chart).forEach(note -> page.leaf("p", note, "class", "note"));
    ChartTable table = ChartTable.of(chart);
    page.open("details", "open", "open");
    page.leaf("summary", table.thinned() ? "Numbers (a selection)" : "Numbers");
    TableHtml.write(page, table.table());
    page.close().close();
  }

  private static void drawing(Markup page, Chart chart) {
    legend(page, chart);
    page.leaf("p", vertical(chart), "class", "axis-name");
    page.open("div", "class", "plot " + kind(chart), "role", "img", "aria-label", spoken(chart))
        .close();
    page.open("script", "type", "application/json").trusted(ChartSpec.of(chart)).close();
    page.open("noscript")
        .leaf("p", "The drawing needs scripts; its numbers are in the table below.")
        .close();
  }

  private static void legend(Markup page, Chart chart) {
    List<String> names = names(chart);
    if (names.size() < 2) {
      return;
    }
    page.open("ul", "class", "legend", "aria-label", "Series; press to hide or show");
    for (int i = 0; i < names.size(); i++) {
      page.open("li").open("button", "type", "button", "aria-pressed", "true");
      page.trusted(swatch(chart, i)).leaf("span", names.get(i));
      page.close().close();
    }
    page.close();
  }

  private static String swatch(Chart chart, int series) {
    String hue = "s" + (series % Symbols.COUNT + 1);
    if (chart instanceof BarChart) {
      return "<svg class=\"swatch %s\" viewBox=\"-6 -6 12 12\" aria-hidden=\"true\">".formatted(hue)
          + "<path d=\"M-5-5h10v10h-10z\"/></svg>";
    }
    Series.Stroke stroke =
        chart instanceof LineChart line ? line.series().get(series).stroke() : Series.Stroke.POINTS;
    String line =
        switch (stroke) {
          case SOLID, BOLD -> line(Symbols.dashes(series, ""));
          case DASHED -> line(Symbols.dashes(series, "5 3"));
          case POINTS -> "";
        };
    boolean marked = !(chart instanceof LineChart curves) || curves.series().get(series).marked();
    return "<svg class=\"swatch %s %s\" viewBox=\"%s\" aria-hidden=\"true\">%s%s</svg>"
        .formatted(
            hue,
            line.isEmpty() ? "" : "wide",
            line.isEmpty() ? "-6 -6 12 12" : "-13 -6 26 12",
            line,
            marked ? "<path d=\"%s\"/>".formatted(Symbols.shape(series)) : "");
  }

  private static String line(String dashes) {
    return "<line x1=\"-13\" x2=\"13\" y1=\"0\" y2=\"0\"%s/>"
        .formatted(dashes.isEmpty() ? "" : " stroke-dasharray=\"" + dashes + "\"");
  }

  private static List<String> names(Chart chart) {
    return switch (chart) {
      case LineChart line -> line.series().stream().map(Series::name).toList();
      case BarChart bar -> bar.bars().stream().map(BarChart.Bars::name).toList();
      case ScatterChart scatter -> scatter.clouds().stream().map(ScatterChart.Cloud::name).toList();
      case HeatMap _ -> List.of();
    };
  }

  /// What the vertical axis, or the shade, measures.
  private static String vertical(Chart chart) {
    return switch (chart) {
      case LineChart line -> line.y().name();
      case BarChart bar -> bar.measure();
      case ScatterChart scatter -> scatter.y().name();
      case HeatMap heat -> "Shade: " + heat.measure();
    };
  }

  private static String kind(Chart chart) {
    return switch (chart) {
      case LineChart _ -> "line";
      case BarChart _ -> "bar";
      case ScatterChart scatter ->
          scatter.aspect() == ScatterChart.Aspect.EQUAL ? "scatter equal" : "scatter";
      case HeatMap _ -> "heat";
    };
  }

  private static String spoken(Chart chart) {
    String kind =
        switch (chart) {
          case LineChart _ -> "Line chart";
          case BarChart _ -> "Bar chart";
          case ScatterChart _ -> "Scatter chart";
          case HeatMap _ -> "Heat map";
        };
    return kind + ": " + chart.title();
  }
}
