package org.scorefield.analytic;

import java.util.List;
import java.util.stream.IntStream;
import org.scorefield.linalg.Panels;

/// One pass over the centred rows of a dataset for a chunk of samples.
///
/// The rows are cut into parts and the parts into blocks by their number alone, every part is
/// summed in order by one thread and the parts are merged in order: no bit depends on the threads.
/// Neither does one on the other samples of the chunk: a block is multiplied in as a whole or,
/// where all its weights are 0 for all samples, left out as a whole.
final class EmpiricalScan {
  /// Weights below this fraction of the largest so far are counted as 0.
  static final double NEGLIGIBLE = 1e-30;

  private static final double LOG_NEGLIGIBLE = Math.log(NEGLIGIBLE);

  private static final int PART = 2048;
  private static final int BLOCK = 128;

  /// An expanded squared distance `|x|^2 - 2 x.x_i + |x_i|^2` is off by some ulps of `(|x| +
  /// |x_i|)^2`: about the first fraction, never more than the second.
  private static final double TYPICAL_ROUNDING = 0x1p-51;

  private static final double WORST_ROUNDING = 0x1p-44;

  /// Error of an exponent above which distances are recomputed by differences.
  private static final double TOLERATED = 1e-11;

  private final double[] values;
  private final double[] squares;
  private final int d;
  private final double radius;

  EmpiricalScan(double[] values, double[] squares, int d) {
    this.values = values;
    this.squares = squares;
    this.d = d;
    double largest = 0;
    for (double s : squares) {
      largest = Math.max(largest, s);
    }
    this.radius = Math.sqrt(largest);
  }

  /// The centred rows, N x d; for reading only.
  double[] values() {
    return values;
  }

  int parts() {
    return Math.ceilDiv(squares.length, PART);
  }

  /// @param queries n centred samples, padded
  /// @param variance sigma^2
  EmpiricalAverage average(double[] queries, int n, double variance) {
    List<EmpiricalAverage> parts =
        IntStream.range(0, parts())
            .parallel()
            .mapToObj(p -> part(queries, n, variance, p * PART))
            .toList();
    EmpiricalAverage all = parts.getFirst();
    for (int p = 1; p < parts.size(); p++) {
      all.merge(parts.get(p));
    }
    return all;
  }

  private EmpiricalAverage part(double[] queries, int n, double variance, int start) {
    int padded = queries.length / d;
    int end = Math.min(squares.length, start + PART);
    EmpiricalAverage average = new EmpiricalAverage(n, padded, d);
    Exponents exponents = new Exponents(queries, n, variance);
    for (int from = start; from < end; from += BLOCK) {
      int rows = Math.min(BLOCK, end - from);
      double[] e = new double[padded * rows];
      Panels.inner(queries, padded, values, from, rows, d, e);
      boolean any = false;
      for (int i = 0; i < n; i++) {
        if (exponents.near[i]) {
          exponents.addNearest(i, e, from, rows, average);
        } else {
          any |= exponents.weigh(i, e, from, rows, average);
        }
      }
      if (any) {
        Panels.addCombinations(e, padded, values, from, rows, d, average.sums());
      }
    }
    return average;
  }

  /// Turns inner products into exponents `-|x - x_i|^2 / 2 sigma^2` and those into weights.
  private final class Exponents {
    private final double[] queries;
    private final double[] norms;
    private final double variance;
    private final double[] slack;
    private final double[] screened;

    /// Samples whose exponents need distances by differences.
    private final boolean[] near;

    Exponents(double[] queries, int n, double variance) {
      this.queries = queries;
      this.variance = variance;
      this.norms = new double[n];
      this.near = new boolean[n];
      this.slack = new double[n];
      this.screened = new double[n];
      for (int i = 0; i < n; i++) {
        norms[i] = Sums.squares(queries, i * d, d);
        double reach = Math.sqrt(norms[i]) + radius;
        near[i] = reach * reach * TYPICAL_ROUNDING / (2 * variance) > TOLERATED;
        slack[i] = reach * reach * WORST_ROUNDING / variance;
        screened[i] = Double.NEGATIVE_INFINITY;
      }
    }

    private double expanded(int i, double inner, int row) {
      return -Math.max(0, norms[i] - 2 * inner + squares[row]) / (2 * variance);
    }

    /// Replaces row i of the inner products by weights; whether any is not 0.
    boolean weigh(int i, double[] e, int from, int rows, EmpiricalAverage average) {
      double max = average.max(i);
      int at = i * rows;
      for (int r = 0; r < rows; r++) {
        e[at + r] = expanded(i, e[at + r], from + r);
        max = Math.max(max, e[at + r]);
      }
      average.raise(i, max);
      boolean any = false;
      for (int r = 0; r < rows; r++) {
        double relative = e[at + r] - max;
        if (relative < LOG_NEGLIGIBLE) {
          e[at + r] = 0;
        } else {
          double w = Math.exp(relative);
          e[at + r] = w;
          average.count(i, w, squares[from + r]);
          any = true;
        }
      }
      return any;
    }

    /// Adds the rows that are near enough to count, by direct differences; the inner products only
    /// screen. Clears row i, so that the product that follows adds nothing to it.
    void addNearest(int i, double[] e, int from, int rows, EmpiricalAverage average) {
      int at = i * rows;
      for (int r = 0; r < rows; r++) {
        double rough = expanded(i, e[at + r], from + r);
        e[at + r] = 0;
        screened[i] = Math.max(screened[i], rough);
        if (rough < screened[i] + LOG_NEGLIGIBLE - slack[i]) {
          continue;
        }
        int row = (from + r) * d;
        double exponent = -Sums.squaredDistance(queries, i * d, values, row, d) / (2 * variance);
        average.raise(i, exponent);
        double w = Math.exp(exponent - average.max(i));
        average.count(i, w, squares[from + r]);
        average.addRow(i, w, values, row);
      }
    }
  }
}
