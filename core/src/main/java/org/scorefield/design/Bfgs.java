package org.scorefield.design;

import java.util.Arrays;
import java.util.function.BooleanSupplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/// Minimises a smooth function of a few dozen variables by the method of Broyden, Fletcher,
/// Goldfarb and Shanno, with gradients by central differences: `2 n` values each, in parallel
/// (every component on its own, so the result does not depend on the threads). Steps are capped,
/// and halved until the function falls enough; values that are not finite count as too large.
///
/// @param difference of the central differences
/// @param cap largest change of a variable in one step
/// @param iterations at most
/// @param tolerance stop when two steps in a row gain less than this
record Bfgs(double difference, double cap, int iterations, double tolerance) {

  private static final double SUFFICIENT = 1e-4;
  private static final double SHORTEST = 1e-8;

  /// @param at where the minimum was found
  /// @param value there
  record Minimum(double[] at, double value) {}

  /// @param cancelled asked before every iteration; true ends the search where it is
  Minimum minimise(ToDoubleFunction<double[]> f, double[] start, BooleanSupplier cancelled) {
    int n = start.length;
    double[] x = start.clone();
    double value = f.applyAsDouble(x);
    if (n == 0) {
      return new Minimum(x, value);
    }
    double[] gradient = gradient(f, x);
    double[][] inverse = identity(n);
    int idle = 0;
    for (int i = 0; i < iterations && idle < 2 && !cancelled.getAsBoolean(); i++) {
      double[] direction = times(inverse, gradient, -1);
      double slope = dot(direction, gradient);
      if (!(slope < 0)) {
        inverse = identity(n);
        direction = times(inverse, gradient, -1);
        slope = dot(direction, gradient);
      }
      Minimum next = search(f, x, value, direction, slope);
      if (next.at == x) {
        idle = Arrays.deepEquals(inverse, identity(n)) ? 2 : idle;
        inverse = identity(n);
        idle++;
        continue;
      }
      double[] nextGradient = gradient(f, next.at);
      update(inverse, minus(next.at, x), minus(nextGradient, gradient), i == 0);
      idle = value - next.value < tolerance ? idle + 1 : 0;
      x = next.at;
      value = next.value;
      gradient = nextGradient;
    }
    return new Minimum(x, value);
  }

  /// The first of a series of halved steps that gains enough; x itself if none does.
  private Minimum search(
      ToDoubleFunction<double[]> f, double[] x, double value, double[] direction, double slope) {
    double longest = Arrays.stream(direction).map(Math::abs).max().orElse(0);
    for (double t = Math.min(1, cap / longest); t * longest > SHORTEST; t /= 2) {
      double[] next = new double[x.length];
      for (int j = 0; j < x.length; j++) {
        next[j] = x[j] + t * direction[j];
      }
      double there = f.applyAsDouble(next);
      if (there <= value + SUFFICIENT * t * slope) {
        return new Minimum(next, there);
      }
    }
    return new Minimum(x, value);
  }

  private double[] gradient(ToDoubleFunction<double[]> f, double[] x) {
    return IntStream.range(0, x.length)
        .parallel()
        .mapToDouble(j -> {
          double[] moved = x.clone();
          moved[j] = x[j] + difference;
          double up = f.applyAsDouble(moved);
          moved[j] = x[j] - difference;
          return (up - f.applyAsDouble(moved)) / (2 * difference);
        })
        .toArray();
  }

  /// The inverse Hessian after a step s with change of gradient y; skipped where the function does
  /// not curve upward. The first one is scaled to the curvature met.
  private static void update(double[][] inverse, double[] s, double[] y, boolean first) {
    double curvature = dot(s, y);
    if (!(curvature > 1e-12 * Math.sqrt(dot(s, s) * dot(y, y)))) {
      return;
    }
    int n = s.length;
    if (first) {
      for (int j = 0; j < n; j++) {
        inverse[j][j] = curvature / dot(y, y);
      }
    }
    double[] hy = times(inverse, y, 1);
    double factor = (1 + dot(y, hy) / curvature) / curvature;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        inverse[i][j] += factor * s[i] * s[j] - (hy[i] * s[j] + s[i] * hy[j]) / curvature;
      }
    }
  }

  private static double[][] identity(int n) {
    double[][] a = new double[n][n];
    for (int i = 0; i < n; i++) {
      a[i][i] = 1;
    }
    return a;
  }

  private static double[] times(double[][] a, double[] x, double scale) {
    double[] out = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      out[i] = scale * dot(a[i], x);
    }
    return out;
  }

  private static double[] minus(double[] a, double[] b) {
    double[] out = new double[a.length];
    Arrays.setAll(out, i -> a[i] - b[i]);
    return out;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
