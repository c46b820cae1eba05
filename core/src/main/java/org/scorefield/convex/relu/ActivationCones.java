package org.scorefield.convex.relu;

import java.util.Arrays;
import org.scorefield.array.Batch;
import org.scorefield.array.Rows;
import org.scorefield.convex.gated.GatePatterns;
import org.scorefield.linalg.Matrix;
import org.scorefield.linalg.Products;

/// The weights that follow their gate: the cone `K_i = {u : x_r . u >= 0 where gate i is open, <= 0
/// where it is closed}` of each pattern. A hidden unit with weights in K_i has pattern i, but for
/// rows on its own kink.
///
/// x stands for `(x, 1)` with hidden biases, D components. Projections are exact, by {@link
/// NonNegativeLeastSquares}.
public final class ActivationCones {
  private final GatePatterns patterns;
  private final Matrix rows;
  private final long[][] open;
  private final NonNegativeLeastSquares squares;

  private ActivationCones(GatePatterns patterns, Matrix rows, long[][] open) {
    this.patterns = patterns;
    this.rows = rows;
    this.open = open;
    this.squares = new NonNegativeLeastSquares(rows);
  }

  /// The cones of patterns, on the rows that those were made of.
  public static ActivationCones of(GatePatterns patterns) {
    Batch x = patterns.data();
    int n = x.count();
    int d = x.dimension();
    int width = patterns.width();
    double[] rows = new double[Math.multiplyExact(n, width)];
    Arrays.fill(rows, 1);
    for (int r = 0; r < n; r++) {
      System.arraycopy(x.shared(), r * d, rows, r * width, d);
    }
    long[][] open = new long[patterns.count()][(n + 63) / 64];
    for (int i = 0; i < open.length; i++) {
      for (int r = 0; r < n; r++) {
        open[i][r >> 6] |= patterns.open(i, r) ? 1L << (r & 63) : 0;
      }
    }
    return new ActivationCones(patterns, Matrix.adopt(n, width, rows), open);
  }

  public GatePatterns patterns() {
    return patterns;
  }

  /// Number of cones, P.
  public int count() {
    return open.length;
  }

  /// D.
  public int width() {
    return rows.columns();
  }

  /// The rows x, n x D.
  Matrix rows() {
    return rows;
  }

  /// The rows that gate i lets through, as a bit set; for reading only.
  long[] open(int i) {
    return open[i];
  }

  /// The point of K_i nearest to c, with the rows it lies on.
  ///
  /// @param start rows it may lie on, such as those of a point close by; none is always right
  public NonNegativeLeastSquares.Solution project(int i, double[] c, int[] start) {
    return squares.solve(c, open[i], start);
  }

  /// The first cone that weights are in, to within rounding; -1 if none.
  int containing(double[] u) {
    double[] z = Products.timesTransposed(rows.shared(), rows.rows(), Matrix.adopt(1, width(), u));
    double[] sizes = sizes(u);
    for (int i = 0; i < open.length; i++) {
      boolean inside = true;
      for (int r = 0; inside && r < z.length; r++) {
        boolean opens = (open[i][r >> 6] >>> (r & 63) & 1) != 0;
        inside = (opens ? z[r] : -z[r]) >= -1e-12 * sizes[r];
      }
      if (inside) {
        return i;
      }
    }
    return -1;
  }

  /// `sum_j |x_rj u_j|`, the scale of the rounding of `x_r . u`.
  private double[] sizes(double[] u) {
    double[] out = new double[rows.rows()];
    for (int r = 0; r < out.length; r++) {
      for (int j = 0; j < u.length; j++) {
        out[r] += Math.abs(rows.get(r, j) * u[j]);
      }
    }
    return out;
  }

  /// The norm of the projection of `sign X^T D_i r` onto K_i for all patterns: how strongly a unit
  /// of each would answer to the residual r, and the constraint `<= beta` of the dual program.
  ///
  /// @param gradients `X^T D_i r`, P x D
  double[] answers(double[] gradients, int sign, double enough) {
    double[] norms = new double[count()];
    int width = width();
    Rows.parallel(
        count(),
        4,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            double[] c = Arrays.copyOfRange(gradients, i * width, (i + 1) * width);
            double sum = 0;
            for (int j = 0; j < width; j++) {
              c[j] *= sign;
              sum += c[j] * c[j];
            }
            norms[i] = Math.sqrt(sum);
            if (norms[i] > enough) {
              double[] q = project(i, c, new int[0]).residual();
              norms[i] = Math.sqrt(Arrays.stream(q).map(v -> v * v).sum());
            }
          }
        });
    return norms;
  }
}
