package org.scorefield.convex.relu;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.Function;

/// The best neuron of a pattern with two outputs: `max g(v)`, `g(v) = |P_K(M v)|`, over the circle.
///
/// g is the support function of a convex set, so for `v = a v1 + b v2` with `a, b >= 0` it is at
/// most `a g(v1) + b g(v2)`: an arc is bounded by its ends. Arcs whose bound is still above are cut
/// in half, the highest first.
final class BestNeuronArcs {
  /// Arcs at the start; less than half a circle each.
  private static final int START = 6;

  /// Cuts at most; what is left then still bounds.
  private static final int CUTS = 4000;

  private BestNeuronArcs() {}

  private record Arc(double from, double to, double atFrom, double atTo, double bound) {
    static Arc of(double from, double to, double atFrom, double atTo) {
      return new Arc(from, to, atFrom, atTo, bound(to - from, atFrom, atTo));
    }

    /// The largest `a g1 + b g2` on the arc: `w . v` for the w with `w . v1 = g1`, `w . v2 = g2`.
    private static double bound(double angle, double g1, double g2) {
      double high = Math.max(g1, g2);
      double low = Math.min(g1, g2);
      double cos = Math.cos(angle);
      if (low <= cos * high) {
        return high;
      }
      return Math.sqrt(g1 * g1 + g2 * g2 - 2 * g1 * g2 * cos) / Math.sin(angle);
    }
  }

  /// @param at the best neuron for given output weights, its bound being g
  /// @param nothing a neuron of no worth
  /// @param floor a bound that low is good enough
  /// @param tolerance relative, between the best and its bound
  static BestNeuronSearch.Found search(
      Function<double[], BestNeuronSearch.Found> at,
      BestNeuronSearch.Found nothing,
      double floor,
      double tolerance) {
    PriorityQueue<Arc> open =
        new PriorityQueue<>(Comparator.comparingDouble((Arc a) -> -a.bound()));
    BestNeuronSearch.Found best = nothing;
    double first = 0;
    double before = 0;
    for (int k = 0; k <= START; k++) {
      double value = first;
      if (k < START) {
        BestNeuronSearch.Found found = at.apply(direction(angle(k)));
        best = found.value() > best.value() ? found : best;
        value = found.bound();
      }
      if (k == 0) {
        first = value;
      } else {
        open.add(Arc.of(angle(k - 1), angle(k), before, value));
      }
      before = value;
    }
    for (int cut = 0; cut < CUTS; cut++) {
      Arc arc = open.element();
      if (arc.bound() <= Math.max(floor, best.value() * (1 + tolerance))) {
        break;
      }
      open.remove();
      double middle = (arc.from() + arc.to()) / 2;
      BestNeuronSearch.Found found = at.apply(direction(middle));
      best = found.value() > best.value() ? found : best;
      open.add(Arc.of(arc.from(), middle, arc.atFrom(), found.bound()));
      open.add(Arc.of(middle, arc.to(), found.bound(), arc.atTo()));
    }
    return new BestNeuronSearch.Found(
        best.u(),
        best.v(),
        best.value(),
        Math.max(best.value(), open.element().bound()),
        best.pattern(),
        best.active());
  }

  private static double angle(int k) {
    return 2 * Math.PI * k / START;
  }

  private static double[] direction(double angle) {
    return new double[] {Math.cos(angle), Math.sin(angle)};
  }
}
