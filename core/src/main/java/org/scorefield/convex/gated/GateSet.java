package org.scorefield.convex.gated;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.scorefield.convex.Activation;
import org.scorefield.linalg.Matrix;

/// Gates of different patterns without the patterns: {@link GatePatterns} of rows that are not
/// held.
///
/// Patterns are told apart by 128 bits, sums modulo 2^64 of two random words for each open row. Two
/// different patterns of P gates are taken for the same with a probability below `P^2 / 2^129`:
/// never. The sums do not depend on how the rows come in blocks.
///
/// @param activation f
/// @param hiddenBias whether rows have a 1 behind
/// @param gates P x D
public record GateSet(Activation activation, boolean hiddenBias, Matrix gates) {
  private static final long FIRST = 0x9E3779B97F4A7C15L;
  private static final long SECOND = 0xD1B54A32D192ED03L;

  /// The gates of different patterns, in their order and under the rules of {@link
  /// GatePatterns#of}: the same gates. Reads the rows once; cost nPD.
  ///
  /// @param candidates rows `(w, b)` of d + 1
  /// @throws IllegalArgumentException if no gate is open anywhere, or as {@link GatePatterns#of}
  public static GateSet distinct(
      RowBlocks rows, Matrix candidates, Activation activation, boolean hiddenBias) {
    Matrix used =
        GatePatterns.requireGates(candidates, rows.inputs(), hiddenBias)
            .leadingColumns(rows.inputs() + (hiddenBias ? 1 : 0));
    Prints prints = new Prints(used.rows());
    rows.forEach((x, _) -> prints.add(GatePatterns.open(x, used, hiddenBias)));
    Set<Print> seen = new HashSet<>();
    int width = used.columns();
    double[] out = new double[used.rows() * width];
    int kept = 0;
    for (int i = 0; i < used.rows(); i++) {
      boolean flip = activation == Activation.ABSOLUTE && !prints.openAtFirst[i];
      Print print = flip ? prints.complement(i) : prints.open[i].print();
      if (print.rows > 0 && seen.add(print)) {
        for (int j = 0; j < width; j++) {
          out[kept * width + j] = flip ? -used.get(i, j) : used.get(i, j);
        }
        kept++;
      }
    }
    if (kept == 0) {
      throw GatePatterns.noneOpen(used.rows(), rows.count());
    }
    return new GateSet(
        activation, hiddenBias, Matrix.adopt(kept, width, Arrays.copyOf(out, kept * width)));
  }

  /// P.
  public int count() {
    return gates.rows();
  }

  /// D: inputs, and one more with hidden biases.
  public int width() {
    return gates.columns();
  }

  /// Number of rows of a pattern and two sums over them.
  private record Print(long rows, long first, long second) {}

  /// A print that grows.
  private static final class Sums {
    private long rows;
    private long first;
    private long second;

    void add(long row) {
      rows++;
      first += mixed(row * FIRST + FIRST);
      second += mixed(row * SECOND + SECOND);
    }

    Print print() {
      return new Print(rows, first, second);
    }
  }

  /// Prints of all gates over the rows so far.
  private static final class Prints {
    private final Sums all = new Sums();
    private final Sums[] open;
    private final Sums[] onGate;
    private final boolean[] openAtFirst;

    Prints(int gates) {
      open = new Sums[gates];
      onGate = new Sums[gates];
      Arrays.setAll(open, _ -> new Sums());
      Arrays.setAll(onGate, _ -> new Sums());
      openAtFirst = new boolean[gates];
    }

    void add(GatePatterns.Patterns patterns) {
      long before = all.rows;
      for (int i = 0; i < open.length; i++) {
        if (before == 0) {
          openAtFirst[i] = (patterns.bits()[i][0] & 1) != 0;
        }
        add(patterns.bits()[i], before, open[i]);
        add(patterns.onGate()[i], before, onGate[i]);
      }
      for (int r = 0; r < patterns.n(); r++) {
        all.add(before + r);
      }
    }

    private static void add(long[] bits, long before, Sums to) {
      for (int w = 0; w < bits.length; w++) {
        for (long left = bits[w]; left != 0; left &= left - 1) {
          to.add(before + 64L * w + Long.numberOfTrailingZeros(left));
        }
      }
    }

    /// Of the gate with the opposite sign.
    Print complement(int i) {
      return new Print(
          all.rows - open[i].rows - onGate[i].rows,
          all.first - open[i].first - onGate[i].first,
          all.second - open[i].second - onGate[i].second);
    }
  }

  /// The finaliser of SplitMix64 (Steele, Lea and Flood 2014).
  private static long mixed(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
