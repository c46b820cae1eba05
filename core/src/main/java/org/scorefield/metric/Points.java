package org.scorefield.metric;

import java.util.Arrays;
import org.scorefield.analytic.Moments;
import org.scorefield.array.Batch;
import org.scorefield.array.Rows;
import org.scorefield.array.Vector;
import org.scorefield.data.Dataset;
import org.scorefield.data.RandomRows;
import org.scorefield.linalg.Matrix;
import org.scorefield.linalg.Products;
import org.scorefield.random.Noise;

/// n rows held in memory for pairwise work, with their squared norms. All-pairs matrices are formed
/// a block of rows at a time, never whole: memory `16 MiB` beside the rows.
///
/// Squared distances come from `|x|^2 + |y|^2 - 2 x.y`, by matrix product; where that cancels more
/// than {@value #DIGITS_LOST} of the norms, the pair is computed again by differences. Every
/// distance is therefore good to about 1e-11 relative, and that of equal rows is exactly 0.
final class Points {
  /// Squared distances within this factor of each other are a tie.
  static final double TIE = 1 + 2e-9;

  private static final int PAIRS_IN_MEMORY = 1 << 21;
  private static final double DIGITS_LOST = 1e-4;

  private final Matrix rows;
  private final double[] norms;

  private Points(Matrix rows) {
    this.rows = rows;
    this.norms = Products.squaredNorms(rows.shared(), rows.rows(), rows.columns());
  }

  /// Sees the values of row `row` of one set with all rows of another, at `values[at ..]`; may
  /// write to them. Called from several threads, once a row.
  @FunctionalInterface
  interface RowVisitor {
    void see(int row, double[] values, int at);
  }

  /// The rows of a dataset minus `shift`; a shift to the middle of the data spares digits where
  /// only distances matter.
  static Points of(Dataset data, Vector shift) {
    int d = data.shape().size();
    double[] out = new double[Math.multiplyExact(data.size(), d)];
    int block = data.comfortableBlock();
    for (int from = 0; from < data.size(); from += block) {
      subtract(data.rows(from, Math.min(block, data.size() - from)), shift, out, from * d);
    }
    return new Points(Matrix.adopt(data.size(), d, out));
  }

  static Points of(Batch batch, Vector shift) {
    double[] out = new double[batch.shared().length];
    subtract(batch, shift, out, 0);
    return new Points(Matrix.adopt(batch.count(), batch.dimension(), out));
  }

  private static void subtract(Batch batch, Vector shift, double[] out, int to) {
    int d = batch.dimension();
    double[] values = batch.shared();
    double[] by = shift.shared();
    for (int at = 0; at < values.length; at += d) {
      for (int j = 0; j < d; j++) {
        out[to + at + j] = values[at + j] - by[j];
      }
    }
  }

  static Points of(Matrix rows) {
    return new Points(rows);
  }

  /// Two sets, each cut to a random `cap` rows, about the mean of the reference.
  record Pair(Points generated, Points reference) {
    static Pair of(Dataset generated, Dataset reference, int cap, Noise noise) {
      return of(generated, reference, cap, noise, true);
    }

    static Pair uncentred(Dataset generated, Dataset reference, int cap, Noise noise) {
      return of(generated, reference, cap, noise, false);
    }

    private static Pair of(
        Dataset generated, Dataset reference, int cap, Noise noise, boolean centred) {
      Inputs.require(generated, reference);
      Dataset x = RandomRows.atMost(cap, generated, noise.key().child("generated"));
      Dataset y = RandomRows.atMost(cap, reference, noise.key().child("reference"));
      Vector shift = centred ? Moments.meanOf(y) : Vector.generate(y.shape().size(), j -> 0);
      return new Pair(Points.of(x, shift), Points.of(y, shift));
    }

    /// The smaller number of rows.
    int count() {
      return Math.min(generated.count(), reference.count());
    }
  }

  /// The first n rows.
  Points first(int n) {
    int d = dimension();
    return n == count()
        ? this
        : new Points(Matrix.adopt(n, d, Arrays.copyOf(rows.shared(), n * d)));
  }

  int count() {
    return rows.rows();
  }

  int dimension() {
    return rows.columns();
  }

  Matrix matrix() {
    return rows;
  }

  /// Inner products of every row with all rows of `other`. Cost 2nmd.
  void products(Points other, RowVisitor visitor) {
    int m = other.count();
    int d = dimension();
    int block = Math.max(16, PAIRS_IN_MEMORY / m / 16 * 16);
    for (int from = 0; from < count(); from += block) {
      int first = from;
      int n = Math.min(block, count() - from);
      double[] slice = new double[n * d];
      System.arraycopy(rows.shared(), from * d, slice, 0, n * d);
      double[] products = Products.timesTransposed(slice, n, other.rows);
      Rows.parallel(
          n,
          16,
          (a, b) -> {
            for (int i = a; i < b; i++) {
              visitor.see(first + i, products, i * m);
            }
          });
    }
  }

  /// Squared Euclidean distances of every row to all rows of `other`. Cost 2nmd.
  void squaredDistances(Points other, RowVisitor visitor) {
    int m = other.count();
    products(
        other,
        (i, values, at) -> {
          for (int j = 0; j < m; j++) {
            values[at + j] = squaredDistance(i, other, j, values[at + j]);
          }
          visitor.see(i, values, at);
        });
  }

  /// The squared distance of row i to row j of `other`, given their inner product.
  double squaredDistance(int i, Points other, int j, double product) {
    double scale = norms[i] + other.norms[j];
    double square = scale - 2 * product;
    return square < DIGITS_LOST * scale ? byDifferences(i, other, j) : square;
  }

  private double byDifferences(int i, Points other, int j) {
    int d = dimension();
    double[] x = rows.shared();
    double[] y = other.rows.shared();
    double sum = 0;
    for (int k = 0; k < d; k++) {
      double difference = x[i * d + k] - y[j * d + k];
      sum += difference * difference;
    }
    return sum;
  }
}
