package org.scorefield.analytic;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.scorefield.array.Batch;
import org.scorefield.data.Dataset;
import org.scorefield.linalg.Matrix;
import org.scorefield.linalg.Panels;

/// Which rows of a dataset belong to which component of a mixture, and by how much: the
/// responsibilities of an expectation step, kept by component, those that count only.
///
/// Most rows belong to one component or two, so this takes little more than 12 bytes a row, and a
/// maximisation step that goes by component works on dense panels of the rows that matter to it.
final class Memberships {
  /// Responsibilities below this are left out. With K components that moves the expected log
  /// likelihood of a row by less than `30 K` times as much.
  static final double NEGLIGIBLE = 1e-14;

  private final List<Members> components;

  private Memberships(List<Members> components) {
    this.components = components;
  }

  /// The rows of one component, ascending, and the responsibility for each.
  private record Members(int[] rows, double[] weights, double sum) {
    static Members of(int[] rows, double[] weights) {
      double sum = 0;
      for (double w : weights) {
        sum += w;
      }
      return new Members(rows, weights, sum);
    }
  }

  /// Work on some rows of one component.
  @FunctionalInterface
  interface Visitor {
    /// @param c the component
    /// @param weights n responsibilities
    /// @param rows n x d relative to the anchor of c, then zero rows up to {@link Panels#padded}
    void visit(int c, double[] weights, double[] rows);
  }

  int components() {
    return components.size();
  }

  /// Sum of the responsibilities of component c.
  double weight(int c) {
    return components.get(c).sum();
  }

  /// The components whose weight is above `dead`.
  int[] alive(double dead) {
    return IntStream.range(0, components()).filter(c -> weight(c) > dead).toArray();
  }

  Memberships select(int[] kept) {
    return new Memberships(Arrays.stream(kept).mapToObj(components::get).toList());
  }

  /// Passes all rows of every component to the visitor, in order, in blocks: one pass over the
  /// data. Components are visited in parallel, the rows of one always in the same blocks on one
  /// thread at a time, so that no bit of a sum kept by component depends on threads.
  ///
  /// @param anchors K x d, what the rows of each component are taken relative to
  void visit(Dataset data, Matrix anchors, Visitor visitor) {
    int block = data.comfortableBlock();
    int[] next = new int[components()];
    for (int from = 0; from < data.size(); from += block) {
      Batch rows = data.rows(from, Math.min(block, data.size() - from));
      int start = from;
      IntStream.range(0, components())
          .parallel()
          .forEach(c -> next[c] = visit(c, next[c], rows, start, anchors, visitor));
    }
  }

  /// Visits the rows of component c in the block, and returns where the next block begins.
  private int visit(int c, int first, Batch block, int from, Matrix anchors, Visitor visitor) {
    Members members = components.get(c);
    int last = first;
    while (last < members.rows().length && members.rows()[last] < from + block.count()) {
      last++;
    }
    if (last > first) {
      int d = anchors.columns();
      double[] out = new double[Panels.padded(last - first) * d];
      for (int a = first; a < last; a++) {
        int at = (members.rows()[a] - from) * d;
        subtract(block.shared(), at, anchors.shared(), c * d, out, (a - first) * d, d);
      }
      visitor.visit(c, Arrays.copyOfRange(members.weights(), first, last), out);
    }
    return last;
  }

  private static void subtract(
      double[] a, int fromA, double[] b, int fromB, double[] out, int to, int d) {
    for (int j = 0; j < d; j++) {
      out[to + j] = a[fromA + j] - b[fromB + j];
    }
  }

  /// Collects memberships block by block.
  static final class Builder {
    private final int[][] rows;
    private final double[][] weights;
    private final int[] sizes;

    Builder(int components) {
      rows = new int[components][16];
      weights = new double[components][16];
      sizes = new int[components];
    }

    /// Adds the membership of a row; rows of one component in ascending order.
    void add(int row, int c, double weight) {
      int size = sizes[c]++;
      if (size == rows[c].length) {
        rows[c] = Arrays.copyOf(rows[c], 2 * size);
        weights[c] = Arrays.copyOf(weights[c], 2 * size);
      }
      rows[c][size] = row;
      weights[c][size] = weight;
    }

    /// Adds the responsibilities (n x K) of rows `from .. from+n-1` that count.
    void add(int from, double[] responsibilities) {
      int k = sizes.length;
      for (int at = 0; at < responsibilities.length; at++) {
        if (responsibilities[at] >= NEGLIGIBLE) {
          add(from + at / k, at % k, responsibilities[at]);
        }
      }
    }

    Memberships build() {
      return new Memberships(
          IntStream.range(0, sizes.length)
              .mapToObj(c ->
                  Members.of(Arrays.copyOf(rows[c], sizes[c]), Arrays.copyOf(weights[c], sizes[c])))
              .toList());
    }
  }
}
