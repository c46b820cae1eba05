package org.scorefield.analytic;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
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
  /// Responsibilities below this are left out: far below half an ulp of any sum they enter.
  private static final double NEGLIGIBLE = 1e-30;

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

    Members where(IntPredicate row) {
      int[] kept = IntStream.range(0, rows.length).filter(a -> row.test(rows[a])).toArray();
      return Members.of(
          Arrays.stream(kept).map(a -> rows[a]).toArray(),
          Arrays.stream(kept).mapToDouble(a -> weights[a]).toArray());
    }

    /// These with other weights for some of their rows.
    Members updated(Members some, double[] others) {
      double[] out = weights.clone();
      for (int a = 0, b = 0; b < others.length; a++) {
        if (rows[a] == some.rows[b]) {
          out[a] = others[b++];
        }
      }
      return Members.of(rows, out);
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

  /// A sparse expectation step (Neal and Hinton 1998): responsibilities under another mixture of as
  /// many components, each row shared anew among the components it belongs to here. Rows of one
  /// component stay as they are, so the cost is `4 d r` for each membership of the others: little
  /// beside a full expectation step, where most rows have one component.
  Memberships refined(Dataset data, GaussianMixture mixture) {
    int[] degrees = new int[data.size()];
    for (Members m : components) {
      for (int row : m.rows()) {
        degrees[row]++;
      }
    }
    Memberships contested =
        new Memberships(components.stream().map(m -> m.where(row -> degrees[row] > 1)).toList());
    List<double[]> joint = contested.logJoint(data, mixture);
    contested.softmax(joint, data.size());
    return new Memberships(
        IntStream.range(0, components())
            .mapToObj(c -> components.get(c).updated(contested.components.get(c), joint.get(c)))
            .toList());
  }

  /// `log pi_c + log N_c(x)` of each membership.
  private List<double[]> logJoint(Dataset data, GaussianMixture mixture) {
    int d = data.shape().size();
    List<double[]> joint = components.stream().map(m -> new double[m.rows().length]).toList();
    int[] next = new int[components()];
    visit(
        data,
        Matrix.adopt(components(), d, new double[components() * d]),
        (c, weights, rows) -> {
          double logWeight = Math.log(mixture.weights().get(c));
          Gaussian g = mixture.components().get(c);
          double[] density = g.logDensity(Batch.adopt(data.shape(), rows), 0).shared();
          for (int i = 0; i < weights.length; i++) {
            joint.get(c)[next[c]++] = logWeight + density[i];
          }
        });
    return joint;
  }

  /// Softmax in place over the components of each row.
  private void softmax(List<double[]> values, int rows) {
    double[] max = new double[rows];
    double[] sum = new double[rows];
    Arrays.fill(max, Double.NEGATIVE_INFINITY);
    forEach((c, a, row) -> max[row] = Math.max(max[row], values.get(c)[a]));
    forEach((c, a, row) -> {
      values.get(c)[a] = Math.exp(values.get(c)[a] - max[row]);
      sum[row] += values.get(c)[a];
    });
    forEach((c, a, row) -> values.get(c)[a] /= sum[row]);
  }

  /// Work on membership a of component c.
  @FunctionalInterface
  private interface Each {
    void accept(int c, int a, int row);
  }

  private void forEach(Each body) {
    for (int c = 0; c < components(); c++) {
      int[] rows = components.get(c).rows();
      for (int a = 0; a < rows.length; a++) {
        body.accept(c, a, rows[a]);
      }
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
