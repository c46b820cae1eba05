package org.scorefield.report;

/// Something to notice on a chart's plane.
public sealed interface Mark {

  String label();

  /// A line at one position of the x axis, such as sigma_skip.
  record Vertical(double at, String label) implements Mark {}

  /// A line at one value of the y axis, such as what fresh data reach.
  record Horizontal(double at, String label) implements Mark {}

  /// A stretch of the x axis, such as the levels a teleport skips.
  record Zone(double from, double to, String label) implements Mark {}
}
