package org.scorefield.convex.gated;

import java.util.Arrays;
import org.scorefield.array.Rows;
import org.scorefield.convex.Activation;
import org.scorefield.linalg.Panels;
import org.scorefield.linalg.Products;

/// The linear map `Z -> sum_i D_i X Z_i` of gated features and its adjoint. The features `D_i X`
/// are made a tile at a time from the bit sets and never stored. Z is flat: block i, D x q
/// row-major, at `i D q`.
///
/// Both run on all cores, over fixed parts, and sums over parts are made in order, so no bit
/// depends on the number of threads. Cost of either 2nPDq; blocks that are 0 cost nothing in {@link
/// #forward}, nor do closed rows of ReLU in {@link #adjoint}.
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

  /// Rows that one thread takes of one gate. The sum over such ranges is made in their order.
  private static final int RANGE = 8192;

  /// Rows that stay in the cache of a core while gates take turns; divides {@link #RANGE}.
  private static final int TILE = 1024;

  /// Gates that share a tile of rows.
  private static final int GATES = 16;

  /// Rows that are gathered for one product.
  private static final int CHUNK = 256;

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

  /// `F_i^T R` for each gate, R being n x q. A tile of rows serves several gates in turn.
  double[] adjoint(double[] r, int q) {
    int block = width * q;
    double[] out = new double[Math.multiplyExact(count(), block)];
    Rows.parallel(
        count(),
        GATES,
        (low, high) -> {
          double[][] sums = new double[high - low][block];
          for (int from = 0; from < n; from += TILE) {
            for (int i = low; i < high; i++) {
              addCross(i, r, q, from, Math.min(n, from + TILE), sums[i - low]);
            }
          }
          for (int i = low; i < high; i++) {
            System.arraycopy(sums[i - low], 0, out, i * block, block);
          }
        });
    return out;
  }

  /// `F_i^T R` for one gate, D x q.
  double[] cross(int gate, double[] r, int q) {
    return overRanges(width * q, (from, to, part) -> addCross(gate, r, q, from, to, part));
  }

  /// Adds `F_i W` to R, n x q, and gives `F_j^T R` for what R is then; a tile of rows serves both.
  double[] addThenCross(int gate, double[] w, int next, double[] r, int q) {
    return overRanges(
        width * q,
        (from, to, part) -> {
          addTo(gate, w, q, from, to, r);
          addCross(next, r, q, from, to, part);
        });
  }

  /// Work on rows of a tile, that adds to a sum.
  private interface Tile {
    void run(int from, int to, double[] part);
  }

  /// Sums over tiles of rows, in parallel over ranges of them, in order.
  private double[] overRanges(int size, Tile tile) {
    double[][] parts = new double[Math.ceilDiv(n, RANGE)][size];
    Rows.parallel(
        n,
        RANGE,
        (from, to) -> {
          for (int at = from; at < to; at += TILE) {
            tile.run(at, Math.min(to, at + TILE), parts[from / RANGE]);
          }
        });
    double[] sum = parts[0];
    for (int p = 1; p < parts.length; p++) {
      for (int k = 0; k < size; k++) {
        sum[k] += parts[p][k];
      }
    }
    return sum;
  }

  private void addCross(int gate, double[] r, int q, int from, int to, double[] sum) {
    double[] chunk = new double[CHUNK * q];
    chunks(
        gate,
        from,
        to,
        (rows, at, count, features) -> {
          gather(r, q, rows, at, count, chunk);
          Products.addTransposeTimes(features, chunk, count, width, q, sum);
        });
  }

  private void addTo(int gate, double[] w, int q, int from, int to, double[] r) {
    double[] chunk = new double[Panels.padded(CHUNK) * q];
    chunks(
        gate,
        from,
        to,
        (rows, at, count, features) -> {
          gather(r, q, rows, at, count, chunk);
          Panels.addCombinations(features, Panels.padded(count), w, 0, width, q, chunk);
          for (int k = 0; k < count; k++) {
            System.arraycopy(chunk, k * q, r, rows[at + k] * q, q);
          }
        });
  }

  /// `F_i^T F_i`, D x D.
  double[] gram(int gate) {
    return closed == 0
        ? cross(gate, x, width)
        : Products.transposeTimes(x, x, n, width, width).toArray();
  }

  /// Features of `count` rows, those listed from `at` on.
  private interface Chunk {
    void run(int[] rows, int at, int count, double[] features);
  }

  /// The rows from `from` to `to` at which the features of a gate are not 0, some at a time.
  private void chunks(int gate, int from, int to, Chunk body) {
    int[] rows = new int[to - from];
    int live = 0;
    long[] pattern = bits[gate];
    for (int row = from; row < to; row++) {
      rows[live] = row;
      live += closed == 0 ? (int) (pattern[row >> 6] >>> (row & 63) & 1) : 1;
    }
    double[] features = new double[Panels.padded(CHUNK) * width];
    for (int at = 0; at < live; at += CHUNK) {
      int count = Math.min(CHUNK, live - at);
      gather(x, width, rows, at, count, features);
      for (int k = 0; closed != 0 && k < count; k++) {
        int row = rows[at + k];
        if ((pattern[row >> 6] >>> (row & 63) & 1) == 0) {
          for (int j = k * width; j < (k + 1) * width; j++) {
            features[j] = -features[j];
          }
        }
      }
      body.run(rows, at, count, features);
    }
  }

  private static void gather(
      double[] table, int width, int[] rows, int at, int count, double[] out) {
    for (int k = 0; k < count; k++) {
      System.arraycopy(table, rows[at + k] * width, out, k * width, width);
    }
  }

  /// `F^T F` of all features side by side, PD x PD, row-major. Cost n (PD)^2.
  double[] gram() {
    int columns = Math.multiplyExact(count(), width);
    double[] out = new double[Math.multiplyExact(columns, columns)];
    for (int from = 0; from < n; from += GRAM_ROWS) {
      int to = Math.min(n, from + GRAM_ROWS);
      Products.addGram(all(from, to), to - from, columns, out);
    }
    Products.mirror(out, columns);
    return out;
  }

  /// The features of all gates at rows `from .. to-1`, side by side.
  double[] all(int from, int to) {
    int[] gates = new int[count()];
    Arrays.setAll(gates, k -> k);
    double[] tile = new double[Math.multiplyExact(to - from, gates.length * width)];
    fill(tile, gates, from, to);
    return tile;
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
