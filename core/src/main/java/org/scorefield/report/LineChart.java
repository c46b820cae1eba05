package org.scorefield.report;

import java.util.List;

/// Curves over a common x axis.
///
/// @param marks what to notice: sigma_skip, a yardstick, a skipped stretch
public record LineChart(
    String title, String reading, Axis x, Axis y, List<Series> series, List<Mark> marks)
    implements Chart {

  public LineChart {
    series = Series.distinct(title, series, Series::name);
    marks = List.copyOf(marks);
  }

  public LineChart(String title, String reading, Axis x, Axis y, List<Series> series) {
    this(title, reading, x, y, series, List.of());
  }
}
