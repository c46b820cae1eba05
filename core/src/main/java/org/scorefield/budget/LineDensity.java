package org.scorefield.budget;

/// A law on the line that has a density. Everywhere points rise.
interface LineDensity {

  /// The density at each point.
  double[] density(double[] points);

  /// Its logarithm, also where the density is below what a double can hold.
  double[] logDensity(double[] points);

  /// The share of the law at or below each point.
  double[] cumulative(double[] points);

  /// Where the law is, finely enough to integrate smooth functions against it.
  LinePanels panels();
}
