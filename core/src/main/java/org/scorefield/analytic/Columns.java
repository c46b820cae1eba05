package org.scorefield.analytic;

import java.util.Arrays;

/// A block of samples with one array a coordinate, and what a mixture works out for it. Arrays of
/// their own, all indexed from 0: see {@link Exponential}. Confined to one thread.
final class Columns {
  /// Numbers of one block of joint densities: what stays in the first-level cache.
  private static final int CACHED = 2048;

  private static final int FEWEST = 64;
  private static final int MOST = 256;

  /// Coordinates, d x n.
  final double[][] x;

  /// Log joint densities, later responsibilities times `total`: K x n.
  final double[][] joint;

  /// Sums over the components, d x n.
  final double[][] sums;

  final double[] largest;
  final double[] total;
  final double[] scratch;

  Columns(int d, int components, int n) {
    this.x = new double[d][n];
    this.joint = new double[components][n];
    this.sums = new double[d][n];
    this.largest = new double[n];
    this.total = new double[n];
    this.scratch = new double[n];
  }

  /// How many samples to take at a time.
  static int rows(int components) {
    return Math.clamp(CACHED / components, FEWEST, MOST);
  }

  /// Samples `from .. from+n-1` of row-major values.
  void load(double[] values, int from, int n) {
    int d = x.length;
    for (int j = 0; j < d; j++) {
      double[] column = x[j];
      for (int i = 0; i < n; i++) {
        column[i] = values[(from + i) * d + j];
      }
    }
  }

  void clearSums(int n) {
    for (double[] sum : sums) {
      Arrays.fill(sum, 0, n, 0);
    }
  }

  /// Writes `sums / total` to rows `from ..` of row-major values.
  void store(double[] out, int from, int n) {
    int d = sums.length;
    for (int j = 0; j < d; j++) {
      double[] column = sums[j];
      for (int i = 0; i < n; i++) {
        out[(from + i) * d + j] = column[i] / total[i];
      }
    }
  }

  /// Writes `largest + log total`; a sample of density 0 gets -infinity.
  void storeLogDensity(double[] out, int from, int n) {
    for (int i = 0; i < n; i++) {
      boolean none = largest[i] == Double.NEGATIVE_INFINITY;
      out[from + i] = none ? largest[i] : largest[i] + Math.log(total[i]);
    }
  }
}
