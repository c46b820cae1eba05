package org.scorefield.budget;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.scorefield.linalg.GaussLegendre;

/// Intervals of the line, rising, that do not overlap, each to be integrated by a Gauss-Legendre
/// rule: what is smooth on the scale of a panel is integrated to rounding, and where there is
/// nothing there is no panel.
///
/// @param panels the intervals
record LinePanels(List<Panel> panels) {

  /// One interval.
  record Panel(double from, double to) {
    double width() {
      return to - from;
    }
  }

  /// A stretch of the line where functions may vary on some scale.
  ///
  /// @param width widest panel that is fine enough there
  record Band(double from, double to, double width) {}

  private static final GaussLegendre RULE = GaussLegendre.of(8);

  /// Nodes of each panel.
  static final int NODES = RULE.points();

  LinePanels {
    panels = List.copyOf(panels);
  }

  /// Panels that cover the bands and nothing else, none wider than any band it touches allows.
  static LinePanels covering(List<Band> bands) {
    List<Band> byStart = new ArrayList<>(bands);
    byStart.sort(Comparator.comparingDouble(Band::from));
    List<Panel> panels = new ArrayList<>();
    List<Band> active = new ArrayList<>();
    int next = 0;
    double at = Double.NEGATIVE_INFINITY;
    while (next < byStart.size() || !active.isEmpty()) {
      if (active.isEmpty()) {
        at = Math.max(at, byStart.get(next).from());
      }
      while (next < byStart.size() && byStart.get(next).from() <= at) {
        active.add(byStart.get(next++));
      }
      double here = at;
      active.removeIf(band -> band.to() <= here);
      if (!active.isEmpty()) {
        double to = end(at, active, next < byStart.size() ? byStart.get(next).from() : at + 1e300);
        panels.add(new Panel(at, to));
        at = to;
      }
    }
    return new LinePanels(panels);
  }

  /// As far as the finest active band allows, not beyond the last nor across the start of the next.
  private static double end(double at, List<Band> active, double nextStart) {
    double width = active.stream().mapToDouble(Band::width).min().orElseThrow();
    double last = active.stream().mapToDouble(Band::to).max().orElseThrow();
    double least = at + Math.ulp(at);
    return Math.max(least, Math.min(Math.min(at + width, last), nextStart));
  }

  /// Number of nodes of all panels.
  int count() {
    return panels.size() * NODES;
  }

  /// The nodes of all panels, rising.
  double[] points() {
    double[] points = new double[count()];
    for (int p = 0; p < panels.size(); p++) {
      Panel panel = panels.get(p);
      double middle = (panel.from() + panel.to()) / 2;
      for (int i = 0; i < NODES; i++) {
        points[p * NODES + i] = middle + panel.width() / 2 * RULE.node(i);
      }
    }
    return points;
  }

  /// The weight of each node: `int f dy = sum_i weight_i f(point_i)`.
  double[] weights() {
    double[] weights = new double[count()];
    Arrays.setAll(weights, i -> panels.get(i / NODES).width() / 2 * RULE.weight(i % NODES));
    return weights;
  }
}
