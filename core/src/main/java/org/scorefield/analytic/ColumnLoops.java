package org.scorefield.analytic;

/// The loops over the samples of a block, each so plain that the compiler vectorises it: no calls,
/// no branches, every array indexed from 0.
final class ColumnLoops {
  private ColumnLoops() {}

  /// `out += (scale (x - centre))^2`.
  static void addSquares(double[] x, double centre, double scale, double[] out, int n) {
    for (int i = 0; i < n; i++) {
      double y = scale * (x[i] - centre);
      out[i] += y * y;
    }
  }

  /// `out += scale (x - centre)`.
  static void addScaled(double[] x, double centre, double scale, double[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] += scale * (x[i] - centre);
    }
  }

  /// `out += x`.
  static void add(double[] x, double[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] += x[i];
    }
  }

  /// `out += weight x`.
  static void addProducts(double[] weight, double[] x, double[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] += weight[i] * x[i];
    }
  }

  /// `out += weight (constant + scale (x - centre))`.
  static void addWeighted(
      double[] weight,
      double[] x,
      double centre,
      double constant,
      double scale,
      double[] out,
      int n) {
    for (int i = 0; i < n; i++) {
      out[i] += weight[i] * (constant + scale * (x[i] - centre));
    }
  }

  /// `quadratic <- constant - quadratic / 2`, and the largest of these so far.
  static void toLogDensity(double constant, double[] quadratic, double[] largest, int n) {
    for (int i = 0; i < n; i++) {
      double log = constant - 0.5 * quadratic[i];
      quadratic[i] = log;
      largest[i] = Math.max(largest[i], log);
    }
  }
}
