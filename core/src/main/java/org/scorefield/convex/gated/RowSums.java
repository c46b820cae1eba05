package org.scorefield.convex.gated;

import java.util.Arrays;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.convex.Activation;
import org.scorefield.convex.AffinePart;
import org.scorefield.convex.AffineProjection;
import org.scorefield.linalg.Matrix;
import org.scorefield.linalg.Products;

/// All that a gated regression asks of its rows, as sums over them: with F the features of the
/// gates and `A = [X - m, 1, Y - y]`, m and y the means,
///
/// `F^T F` (PD x PD), `F^T A` (PD x s) and `A^T A` (s x s), s = d + 1 + q.
///
/// The projection off the affine part is a Schur complement of these, `F^T Pi F = F^T F - F^T Q Q^T
/// F` with `Q = A K` and K an inverse root of the block of A^T A that belongs to the free columns.
/// The means, which a first reading finds, keep that block as well conditioned as the covariance of
/// the inputs; with it ill-conditioned by kappa the projection is accurate to about `1e-16 kappa`
/// of |F|^2. Without a free bias nothing may be taken off.
///
/// Rows are summed in tiles of a fixed length, in order, so no bit depends on the blocks they come
/// in or on the number of threads. Memory: three times `8 (PD)^2` bytes at the peak and `8 PD` for
/// each of {@link #TILE} rows, whatever n is.
///
/// @param gates P of them
/// @param part what is free
/// @param n number of rows
/// @param mean m, d; 0 if the bias is not free
/// @param level y, q; 0 if the bias is not free
/// @param gram `F^T F`, of which {@link #project} takes the affine part off in place
/// @param beside `F^T A`
/// @param own `A^T A`
record RowSums(
    GateSet gates,
    AffinePart part,
    long n,
    double[] mean,
    double[] level,
    double[] gram,
    double[] beside,
    double[] own) {
  private static final int TILE = 512;

  /// Reads the rows twice. Cost n (PD)^2.
  static RowSums of(RowBlocks rows, GateSet gates, AffinePart part) {
    double[] mean = new double[rows.inputs()];
    double[] level = new double[rows.outputs()];
    long n = new Means(mean, level).read(rows);
    if (n != rows.count() || n == 0) {
      throw new IllegalArgumentException(
          "the source announces " + rows.count() + " rows, at least 1 needed, and gives " + n);
    }
    if (!part.bias()) {
      Arrays.fill(mean, 0);
      Arrays.fill(level, 0);
    }
    int columns = Math.multiplyExact(gates.count(), gates.width());
    int s = mean.length + 1 + level.length;
    RowSums sums =
        new RowSums(
            gates,
            part,
            n,
            mean,
            level,
            new double[Math.multiplyExact(columns, columns)],
            new double[Math.multiplyExact(columns, s)],
            new double[s * s]);
    Tiles tiles = sums.new Tiles();
    rows.forEach(tiles::read);
    tiles.flush();
    Products.mirror(sums.gram, columns);
    Products.mirror(sums.own, s);
    return sums;
  }

  private int d() {
    return mean.length;
  }

  private int q() {
    return level.length;
  }

  private int s() {
    return d() + 1 + q();
  }

  private int columns() {
    return gates.count() * gates.width();
  }

  /// `F^T Pi F`, `F^T Pi Y` and `|Pi Y|^2`.
  record Projected(Matrix gram, double[] right, double squares) {}

  /// Once only: it overwrites {@link #gram}.
  ///
  /// @throws IllegalArgumentException if the rows do not determine the skip connection
  Projected project() {
    int q = q();
    Matrix root = root();
    int k = root.columns();
    Matrix span =
        Matrix.adopt(columns(), k, Products.times(part(beside, 0, d() + 1), columns(), root));
    Matrix inner = root.transpose().times(ownOf(d() + 1, q));
    double[] right = part(beside, d() + 1, q);
    double squares = 0;
    for (int j = 0; j < q; j++) {
      squares += own[(d() + 1 + j) * (s() + 1)];
    }
    if (k > 0) {
      subtract(right, span.times(inner).shared());
      subtract(gram, Products.timesTransposed(span.shared(), columns(), span));
      for (double v : inner.shared()) {
        squares -= v * v;
      }
    }
    return new Projected(Matrix.adopt(columns(), columns(), gram), right, Math.max(0, squares));
  }

  /// K, (d + 1) x k: `[X - m, 1] K` is an orthonormal basis of what the affine part can add.
  private Matrix root() {
    int d = d();
    int slopes = part.skip() ? d : 0;
    int k = slopes + (part.bias() ? 1 : 0);
    double[] out = new double[(d + 1) * k];
    if (part.skip()) {
      Matrix root = AffineProjection.root(ownOf(0, d).leadingRows(d), n, part.bias());
      for (int i = 0; i < d * d; i++) {
        out[i / d * k + i % d] = root.shared()[i];
      }
    }
    if (part.bias()) {
      out[d * k + k - 1] = 1 / Math.sqrt(n);
    }
    return Matrix.adopt(d + 1, k, out);
  }

  /// What the model of given weights takes, without the gram.
  Model model() {
    int d = d();
    return new Model(
        gates, part.bias(), mean, level, root(), part(beside, 0, d + 1), ownOf(d + 1, q()));
  }

  /// V and c solved for, as {@link GatedProgram#score}.
  ///
  /// @param root K
  /// @param cross `F^T [X - m, 1]`
  /// @param target `[X - m, 1]^T (Y - y)`
  record Model(
      GateSet gates,
      boolean bias,
      double[] mean,
      double[] level,
      Matrix root,
      double[] cross,
      Matrix target) {

    GatedScore score(Vector z) {
      int d = mean.length;
      int q = level.length;
      int columns = gates.count() * gates.width();
      double[] rest = target.toArray();
      subtract(rest, Products.transposeTimes(cross, z.shared(), columns, d + 1, q).shared());
      Matrix affine = root.times(root.transpose().times(Matrix.adopt(d + 1, q, rest)));
      double[] c = new double[q];
      for (int j = 0; bias && j < q; j++) {
        c[j] = level[j] + affine.get(d, j);
        for (int i = 0; i < d; i++) {
          c[j] -= affine.get(i, j) * mean[i];
        }
      }
      return GatedScore.of(gates, z, affine.leadingRows(d).transpose(), Vector.adopt(c));
    }
  }

  /// Rows 0 .. d of some columns of `A^T A`.
  private Matrix ownOf(int from, int count) {
    return Matrix.adopt(d() + 1, count, part(Arrays.copyOf(own, (d() + 1) * s()), from, count));
  }

  /// Some columns of a table of s.
  private double[] part(double[] table, int from, int count) {
    int rows = table.length / s();
    double[] out = new double[rows * count];
    for (int i = 0; i < rows; i++) {
      System.arraycopy(table, i * s() + from, out, i * count, count);
    }
    return out;
  }

  private static void subtract(double[] from, double[] what) {
    for (int i = 0; i < from.length; i++) {
      from[i] -= what[i];
    }
  }

  /// The first reading.
  private record Means(double[] mean, double[] level) {
    /// @return number of rows
    long read(RowBlocks rows) {
      long[] seen = {0};
      rows.forEach((x, y) -> {
        requireFinite(x, "input", seen[0]);
        requireFinite(y, "target", seen[0]);
        add(x, mean);
        add(y, level);
        seen[0] += x.count();
      });
      for (double[] sums : new double[][] {mean, level}) {
        for (int j = 0; j < sums.length; j++) {
          sums[j] /= seen[0];
        }
      }
      return seen[0];
    }

    private static void add(Batch rows, double[] sums) {
      double[] values = rows.shared();
      for (int k = 0; k < values.length; k++) {
        sums[k % sums.length] += values[k];
      }
    }

    private static void requireFinite(Batch rows, String what, long before) {
      rows.firstNonFinite()
          .ifPresent(r -> {
            throw new IllegalArgumentException(
                what + " " + (before + r) + " holds a NaN or an infinity; remove or fill it");
          });
    }
  }

  /// The second reading: rows are put together to tiles of one length.
  private final class Tiles {
    private final double[] x = new double[TILE * d()];
    private final double[] side = new double[TILE * s()];
    private int filled;

    void read(Batch inputs, Batch targets) {
      for (int r = 0; r < inputs.count(); r++) {
        System.arraycopy(inputs.shared(), r * d(), x, filled * d(), d());
        int at = filled * s();
        for (int j = 0; j < d(); j++) {
          side[at + j] = inputs.shared()[r * d() + j] - mean[j];
        }
        side[at + d()] = 1;
        for (int j = 0; j < q(); j++) {
          side[at + d() + 1 + j] = targets.shared()[r * q() + j] - level[j];
        }
        if (++filled == TILE) {
          flush();
        }
      }
    }

    void flush() {
      if (filled == 0) {
        return;
      }
      Batch rows = Batch.adopt(Shape.vector(d()), Arrays.copyOf(x, filled * d()));
      boolean bias = gates.hiddenBias();
      double[] features =
          new GateFeatures(
                  GatePatterns.augmented(rows, bias),
                  filled,
                  gates.width(),
                  GatePatterns.open(rows, gates.gates(), bias).bits(),
                  gates.activation() == Activation.RELU ? 0 : -1)
              .all(0, filled);
      Products.addGram(features, filled, columns(), gram);
      Products.addTransposeTimes(features, side, filled, columns(), s(), beside);
      Products.addGram(side, filled, s(), own);
      filled = 0;
    }
  }
}
