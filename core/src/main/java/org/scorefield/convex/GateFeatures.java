package org.scorefield.convex;

import java.util.Arrays;
import org.scorefield.array.Rows;
import org.scorefield.linalg.Panels;
import org.scorefield.linalg.Products;

/// The linear map `Z -> sum_i D_i X Z_i` of gated features and its adjoint. The features `D_i X`
/// are made a tile at a time from the bit sets and never stored. Z is flat: block i, D x q
/// row-major, at `i D q`.
///
/// Both run on all cores, over fixed tiles; no sum is split over threads, so no bit depends on
/// their number. Cost of either 2nPDq; blocks that are 0 cost nothing in {@link #forward}.
///
/// @param x rows of D
/// @param n how many
/// @param width D
/// @param bits a bit set of n for each of the P gates
/// @param closed what a closed gate multiplies by: 0 for ReLU, -1 for the absolute value
record GateFeatures(double[] x, int n, int width, long[][] bits, int closed) {
  /// Rows of a tile; a multiple of 64 keeps words whole.
  private static final int ROWS = 128;

  /// Columns of a tile, about: with {@link #ROWS} it fits the second-level cache.
  private static final int COLUMNS = 128;

  /// Rows of a tile of which all features are held at once.
  private static final int GRAM_ROWS = 512;

  static GateFeatures of(GatePatterns gates) {
    return new GateFeatures(
        GatePatterns.augmented(gates.data(), gates.hiddenBias()),
        gates.data().count(),
        gates.width(),
        gates.bits(),
        gates.activation() == Activation.RELU ? 0 : -1);
  }

  int count() {
    return bits.length;
  }

  /// `sum_i D_i X Z_i`, n x q.
  double[] forward(double[] z, int q) {
    int block = width * q;
    int[] live = new int[count()];
    int lives = 0;
    for (int i = 0; i < count(); i++) {
      if (!zero(z, i * block, block)) {
        live[lives++] = i;
      }
    }
    int[] gates = Arrays.copyOf(live, lives);
    double[] table = new double[lives * block];
    for (int k = 0; k < lives; k++) {
      System.arraycopy(z, gates[k] * block, table, k * block, block);
    }
    double[] out = new double[Math.multiplyExact(n, q)];
    int step = Math.max(1, COLUMNS / width);
    Rows.parallel(
        n,
        ROWS,
        (from, to) -> {
          int rows = Panels.padded(to - from);
          double[] sum = new double[rows * q];
          for (int k = 0; k < gates.length; k += step) {
            int last = Math.min(gates.length, k + step);
            double[] tile = new double[rows * (last - k) * width];
            fill(tile, Arrays.copyOfRange(gates, k, last), from, to);
            Panels.addCombinations(tile, rows, table, k * width, (last - k) * width, q, sum);
          }
          System.arraycopy(sum, 0, out, from * q, (to - from) * q);
        });
    return out;
  }

  /// `X^T D_i R` for each gate, R being n x q.
  double[] adjoint(double[] r, int q) {
    int block = width * q;
    double[] out = new double[Math.multiplyExact(count(), block)];
    int tiles = Math.ceilDiv(n, ROWS);
    double[][] parts = new double[tiles][];
    for (int t = 0; t < tiles; t++) {
      parts[t] = Arrays.copyOfRange(r, t * ROWS * q, Math.min(n, (t + 1) * ROWS) * q);
    }
    int step = Math.max(1, COLUMNS / width);
    Rows.parallel(
        count(),
        step,
        (low, high) -> {
          int[] gates = new int[high - low];
          Arrays.setAll(gates, k -> low + k);
          double[] sum = new double[gates.length * block];
          double[] tile = new double[Math.min(n, ROWS) * gates.length * width];
          for (int t = 0; t < tiles; t++) {
            int from = t * ROWS;
            int to = Math.min(n, from + ROWS);
            fill(tile, gates, from, to);
            Products.addTransposeTimes(tile, parts[t], to - from, gates.length * width, q, sum);
          }
          System.arraycopy(sum, 0, out, low * block, sum.length);
        });
    return out;
  }

  /// `F^T F` of all features side by side, PD x PD, row-major. Cost n (PD)^2.
  double[] gram() {
    int columns = Math.multiplyExact(count(), width);
    int[] gates = new int[count()];
    Arrays.setAll(gates, k -> k);
    double[] out = new double[Math.multiplyExact(columns, columns)];
    double[] tile = new double[Math.multiplyExact(Math.min(n, GRAM_ROWS), columns)];
    for (int from = 0; from < n; from += GRAM_ROWS) {
      int to = Math.min(n, from + GRAM_ROWS);
      fill(tile, gates, from, to);
      Products.addGram(tile, to - from, columns, out);
    }
    Products.mirror(out, columns);
    return out;
  }

  /// Features of some gates at rows `from .. to-1`, a row after the other.
  private void fill(double[] tile, int[] gates, int from, int to) {
    int columns = gates.length * width;
    for (int k = 0; k < gates.length; k++) {
      long[] pattern = bits[gates[k]];
      for (int row = from; row < to; row++) {
        boolean open = (pattern[row >> 6] >>> (row & 63) & 1) != 0;
        int at = (row - from) * columns + k * width;
        if (open) {
          System.arraycopy(x, row * width, tile, at, width);
        } else {
          for (int j = 0; j < width; j++) {
            tile[at + j] = closed == 0 ? 0 : -x[row * width + j];
          }
        }
      }
    }
  }

  private static boolean zero(double[] z, int at, int length) {
    for (int k = at; k < at + length; k++) {
      if (z[k] != 0) {
        return false;
      }
    }
    return true;
  }
}
