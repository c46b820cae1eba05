package org.scorefield.convex.gated;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.scorefield.array.Batch;
import org.scorefield.array.Rows;
import org.scorefield.convex.Activation;
import org.scorefield.convex.placement.GatePlacement;
import org.scorefield.linalg.Matrix;
import org.scorefield.linalg.Products;
import org.scorefield.random.NoiseKey;

/// Activation patterns of a data set: which rows each gate g lets through, `a_r = [g . x_r > 0]`,
/// as bit sets, with the gates that made them. With hidden biases x stands for `(x, 1)`, D = d + 1;
/// without, D = d.
///
/// A pattern occurs once. Those of the absolute value that are complements of each other give the
/// same functions up to sign, and one of them stays, the one open at row 0. For ReLU the pattern
/// that is closed at all rows contributes nothing and is left out. n rows of rank r have at most `2
/// sum_{k<r} C(n-1, k)` patterns (Cover 1965). Memory: Pn/8 bytes.
public final class GatePatterns {
  private final Batch data;
  private final Activation activation;
  private final boolean hiddenBias;
  private final Matrix gates;
  private final long[][] bits;
  private final boolean complete;

  private GatePatterns(
      Batch data,
      Activation activation,
      boolean hiddenBias,
      Matrix gates,
      long[][] bits,
      boolean complete) {
    this.complete = complete;
    this.data = data;
    this.activation = activation;
    this.hiddenBias = hiddenBias;
    this.gates = gates;
    this.bits = bits;
  }

  /// The different patterns of given gates, in the order of the gates.
  ///
  /// @param data n x d, finite
  /// @param gates rows `(w, b)` of d + 1; without hidden biases every b must be 0
  /// @throws IllegalArgumentException if no gate is open anywhere, or on data that are not finite
  public static GatePatterns of(
      Batch data, Matrix gates, Activation activation, boolean hiddenBias) {
    requireData(data);
    int d = data.dimension();
    Matrix checked = requireGates(gates, d, hiddenBias);
    Matrix used = hiddenBias ? checked : checked.leadingColumns(d);
    return distinct(data, used, activation, hiddenBias, false);
  }

  /// Rows of d + 1, the last column 0 without hidden biases.
  static Matrix requireGates(Matrix gates, int d, boolean hiddenBias) {
    if (gates.columns() != d + 1) {
      throw new IllegalArgumentException(
          "gates have d + 1 = " + (d + 1) + " columns, weights and offset, got " + gates);
    }
    if (!hiddenBias && IntStream.range(0, gates.rows()).anyMatch(i -> gates.get(i, d) != 0)) {
      throw new IllegalArgumentException(
          "these gates have offsets, which a network without hidden biases cannot have; allow"
              + " hidden biases or place the gates through the origin");
    }
    return gates;
  }

  /// Gates drawn at random: P of them, less those whose pattern is there already.
  public static GatePatterns sampled(
      Batch data,
      GatePlacement placement,
      int count,
      Activation activation,
      boolean hiddenBias,
      NoiseKey key) {
    if (count < 1) {
      throw new IllegalArgumentException("at least one gate must be drawn, got " + count);
    }
    requireData(data);
    return of(data, placement.place(data, count, key), activation, hiddenBias);
  }

  /// All patterns there are. Cost grows as n^(r-1) for data of rank r (with the column of ones, if
  /// biases are on): any n for r = 2, hundreds of rows for r = 3, tens beyond.
  ///
  /// @throws IllegalArgumentException if there are too many to list
  public static GatePatterns all(Batch data, Activation activation, boolean hiddenBias) {
    requireData(data);
    double[] rows = augmented(data, hiddenBias);
    int width = data.dimension() + (hiddenBias ? 1 : 0);
    Matrix gates = PatternEnumeration.gates(rows, data.count(), width);
    return distinct(data, gates, activation, hiddenBias, true);
  }

  private static GatePatterns distinct(
      Batch data, Matrix candidates, Activation activation, boolean hiddenBias, boolean complete) {
    Patterns open = open(data, candidates, hiddenBias);
    int width = candidates.columns();
    Set<Bits> seen = new HashSet<>();
    int kept = 0;
    double[] gates = new double[candidates.rows() * width];
    long[][] bits = new long[candidates.rows()][];
    for (int i = 0; i < candidates.rows(); i++) {
      boolean flip = activation == Activation.ABSOLUTE && (open.bits[i][0] & 1) == 0;
      long[] pattern = flip ? complement(open, i) : open.bits[i];
      boolean empty = Arrays.stream(pattern).allMatch(w -> w == 0);
      if (!empty && seen.add(new Bits(pattern))) {
        for (int j = 0; j < width; j++) {
          double g = candidates.get(i, j);
          gates[kept * width + j] = flip ? -g : g;
        }
        bits[kept++] = pattern;
      }
    }
    if (kept == 0) {
      throw noneOpen(candidates.rows(), data.count());
    }
    return new GatePatterns(
        data,
        activation,
        hiddenBias,
        Matrix.adopt(kept, width, Arrays.copyOf(gates, kept * width)),
        Arrays.copyOf(bits, kept),
        complete);
  }

  static IllegalArgumentException noneOpen(int gates, long rows) {
    return new IllegalArgumentException(
        "none of the "
            + gates
            + " gates is open at any of the "
            + rows
            + " rows; place them through the data (GatePlacement.throughData)");
  }

  /// A pattern with value equality.
  private record Bits(long[] words) {
    @Override
    public boolean equals(Object o) {
      return o instanceof Bits other && Arrays.equals(words, other.words);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(words);
    }
  }

  /// Patterns of n rows, and where `g . x` is exactly 0, which is open under neither sign.
  record Patterns(int n, long[][] bits, long[][] onGate) {}

  /// The complement, as that of the gate -g: rows on the gate stay closed.
  private static long[] complement(Patterns open, int i) {
    long[] out = new long[open.bits[i].length];
    for (int r = 0; r < open.n; r++) {
      long mask = 1L << (r & 63);
      if (((open.bits[i][r >> 6] | open.onGate[i][r >> 6]) & mask) == 0) {
        out[r >> 6] |= mask;
      }
    }
    return out;
  }

  /// Which rows of any data the gates let through. The bits of a row do not depend on the others.
  static Patterns open(Batch x, Matrix gates, boolean hiddenBias) {
    int n = x.count();
    int words = (n + 63) / 64;
    int count = gates.rows();
    int width = gates.columns();
    long[][] bits = new long[count][words];
    long[][] onGate = new long[count][words];
    double[] rows = augmented(x, hiddenBias);
    int step = 64 * Math.max(1, (1 << 14) / Math.max(1, count));
    for (int from = 0; from < n; from += step) {
      int start = from;
      int length = Math.min(step, n - from);
      double[] at =
          Products.timesTransposed(
              Arrays.copyOfRange(rows, from * width, (from + length) * width), length, gates);
      Rows.parallel(
          count,
          64,
          (low, high) -> {
            for (int i = low; i < high; i++) {
              for (int r = 0; r < length; r++) {
                double z = at[r * count + i];
                long mask = z >= 0 ? 1L << (r & 63) : 0;
                (z > 0 ? bits : onGate)[i][(start + r) >> 6] |= mask;
              }
            }
          });
    }
    return new Patterns(n, bits, onGate);
  }

  /// Rows `(x, 1)`, or x itself.
  static double[] augmented(Batch x, boolean hiddenBias) {
    if (!hiddenBias) {
      return x.shared();
    }
    int d = x.dimension();
    double[] out = new double[Math.multiplyExact(x.count(), d + 1)];
    for (int r = 0; r < x.count(); r++) {
      System.arraycopy(x.shared(), r * d, out, r * (d + 1), d);
      out[r * (d + 1) + d] = 1;
    }
    return out;
  }

  private static void requireData(Batch data) {
    if (data.count() == 0) {
      throw new IllegalArgumentException("gates need at least one row of data, got none");
    }
    data.firstNonFinite()
        .ifPresent(r -> {
          throw new IllegalArgumentException(
              "row " + r + " of the data holds a NaN or an infinity; remove or fill it");
        });
  }

  /// Some of the patterns, by index, in the order given.
  GatePatterns subset(int[] kept) {
    int width = width();
    double[] g = new double[kept.length * width];
    long[][] b = new long[kept.length][];
    for (int k = 0; k < kept.length; k++) {
      System.arraycopy(gates.shared(), kept[k] * width, g, k * width, width);
      b[k] = bits[kept[k]];
    }
    return new GatePatterns(
        data, activation, hiddenBias, Matrix.adopt(kept.length, width, g), b, false);
  }

  /// The rows whose patterns these are, n x d.
  public Batch data() {
    return data;
  }

  public Activation activation() {
    return activation;
  }

  public boolean hiddenBias() {
    return hiddenBias;
  }

  /// The gates without their patterns.
  GateSet set() {
    return new GateSet(activation, hiddenBias, gates);
  }

  /// The gates, P x D, in the order of the patterns: what a fitted network needs at new points.
  public Matrix gates() {
    return gates;
  }

  /// Whether these are all patterns there are.
  public boolean complete() {
    return complete;
  }

  /// Number of patterns, P.
  public int count() {
    return bits.length;
  }

  /// D: d, and one more with hidden biases.
  public int width() {
    return gates.columns();
  }

  /// Whether gate i is open at a row.
  public boolean open(int i, int row) {
    java.util.Objects.checkIndex(row, data.count());
    return (bits[i][row >> 6] >>> (row & 63) & 1) != 0;
  }

  /// Number of rows at which gate i is open.
  public int openings(int i) {
    int sum = 0;
    for (long word : bits[i]) {
      sum += Long.bitCount(word);
    }
    return sum;
  }

  /// `tau_i = sum_r f'`: the openings for ReLU, less the closures for the absolute value.
  public int trace(int i) {
    int openings = openings(i);
    return activation == Activation.RELU ? openings : 2 * openings - data.count();
  }

  /// The bit sets themselves, for reading only.
  long[][] bits() {
    return bits;
  }
}
