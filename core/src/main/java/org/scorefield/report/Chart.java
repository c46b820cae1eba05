package org.scorefield.report;

/// A drawing of numbers. Every chart keeps its numbers beside it as a table.
public sealed interface Chart extends Block permits LineChart, BarChart, ScatterChart, HeatMap {

  /// The message: what the reader should take away ("Teleporting costs nothing above sigma = 5"),
  /// not the name of the quantities.
  String title();

  /// How to read it, in a sentence; may be empty.
  String reading();
}
