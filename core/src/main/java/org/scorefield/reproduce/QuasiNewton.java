package org.scorefield.reproduce;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/// The limited-memory method of Broyden, Fletcher, Goldfarb and Shanno with the line search of
/// Lewis and Overton (Math. Program. 141, 2013): bisection to the weak conditions of Wolfe, which
/// also does for functions with kinks, as networks of ReLUs are.
///
/// @param memory pairs of steps and gradient changes kept
/// @param iterations at most
/// @param tolerance relative gain of an iteration below which it stops, twice in a row
record QuasiNewton(int memory, int iterations, double tolerance) {
  private static final double SUFFICIENT = 1e-4;
  private static final double CURVATURE = .9;
  private static final int HALVINGS = 50;

  /// A step and the change of the gradient along it.
  private record Pair(double[] step, double[] change, double product) {}

  private record Point(double[] w, double value, double[] gradient) {}

  double[] minimise(Differentiable f, double[] start) {
    Point at = point(f, start.clone());
    Deque<Pair> pairs = new ArrayDeque<>();
    int idle = 0;
    for (int i = 0; i < iterations && idle < 2; i++) {
      double[] direction = direction(pairs, at.gradient);
      if (dot(direction, at.gradient) >= 0) {
        pairs.clear();
        direction = direction(pairs, at.gradient);
      }
      double length = pairs.isEmpty() ? Math.min(1, 1 / norm(at.gradient)) : 1;
      Point next = search(f, at, direction, length);
      if (next.value >= at.value) {
        if (pairs.isEmpty()) {
          break;
        }
        pairs.clear();
        continue;
      }
      idle = at.value - next.value <= tolerance * Math.abs(at.value) ? idle + 1 : 0;
      remember(pairs, at, next);
      at = next;
    }
    return at.w;
  }

  private static Point point(Differentiable f, double[] w) {
    double[] gradient = new double[w.length];
    return new Point(w, f.at(w, gradient), gradient);
  }

  /// The lowest point that falls enough, of those tried until the slope has risen enough too.
  private static Point search(Differentiable f, Point from, double[] direction, double length) {
    double slope = dot(direction, from.gradient);
    double low = 0;
    double high = Double.POSITIVE_INFINITY;
    double t = length;
    Point best = from;
    for (int k = 0; k < HALVINGS; k++) {
      Point next = point(f, along(from.w, direction, t));
      if (!(next.value <= from.value + SUFFICIENT * t * slope)) {
        high = t;
      } else {
        best = next.value < best.value ? next : best;
        if (dot(direction, next.gradient) >= CURVATURE * slope) {
          return next;
        }
        low = t;
      }
      t = Double.isInfinite(high) ? 2 * low : (low + high) / 2;
    }
    return best;
  }

  private void remember(Deque<Pair> pairs, Point from, Point to) {
    double[] step = along(to.w, from.w, -1);
    double[] change = along(to.gradient, from.gradient, -1);
    double product = dot(step, change);
    if (product > 1e-12 * norm(step) * norm(change)) {
      pairs.addLast(new Pair(step, change, product));
      if (pairs.size() > memory) {
        pairs.removeFirst();
      }
    }
  }

  /// Minus the approximate inverse Hessian times the gradient, by the two loops.
  private static double[] direction(Deque<Pair> pairs, double[] gradient) {
    double[] q = along(new double[gradient.length], gradient, -1);
    double[] shares = new double[pairs.size()];
    Iterator<Pair> newest = pairs.descendingIterator();
    for (int k = shares.length - 1; k >= 0; k--) {
      Pair pair = newest.next();
      shares[k] = dot(pair.step, q) / pair.product;
      add(q, pair.change, -shares[k]);
    }
    if (!pairs.isEmpty()) {
      Pair last = pairs.getLast();
      double scale = last.product / dot(last.change, last.change);
      for (int i = 0; i < q.length; i++) {
        q[i] *= scale;
      }
    }
    int k = 0;
    for (Pair pair : pairs) {
      add(q, pair.step, shares[k++] - dot(pair.change, q) / pair.product);
    }
    return q;
  }

  private static double[] along(double[] from, double[] direction, double t) {
    double[] out = from.clone();
    add(out, direction, t);
    return out;
  }

  private static void add(double[] to, double[] what, double times) {
    for (int i = 0; i < to.length; i++) {
      to[i] += times * what[i];
    }
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static double norm(double[] a) {
    return Math.sqrt(dot(a, a));
  }
}
