package org.scorefield.convex.relu;

import java.util.Arrays;
import org.scorefield.linalg.Matrix;

/// Least squares with weights that are not negative, which is also the projection onto a polyhedral
/// cone:
///
/// `min_{l >= 0} |c + G^T l|`, and the rest `q = c + G^T l` is the point of `K = {u : G u >= 0}`
/// that is nearest to c.
///
/// The active-set method of Lawson and Hanson (Solving Least Squares Problems, 1974, chapter 23):
/// the constraint that q violates most joins the active ones, those whose weight turns negative
/// leave, and |q| falls in every round, so that none repeats. The active rows are kept as an
/// orthonormal basis, at most D of them however many constraints there are; rows that the active
/// ones span already never join, so redundant constraints do no harm.
///
/// Rows of G are those of one matrix with signs, n x D. Cost of a round 2nD + 4D^3 at most; mostly
/// about D rounds from nothing and one or two from the active set of a problem close by.
///
/// Whatever ended it, l >= 0 holds, so |q| is at least the norm of the true projection: an upper
/// bound is never at risk.
public final class NonNegativeLeastSquares {
  /// A constraint counts as met when it is by this much of |c|.
  static final double TOLERANCE = 1e-13;

  /// Part of a row that must be new for it to join.
  private static final double INDEPENDENT = 1e-10;

  private final double[] rows;
  private final double[] norms;
  private final int width;

  /// What was found.
  ///
  /// @param residual q, the projection
  /// @param active rows with positive weights, at most D
  /// @param weights theirs
  /// @param rounds it took
  /// @param exact whether q meets all constraints to within rounding
  public record Solution(
      double[] residual, int[] active, double[] weights, int rounds, boolean exact) {}

  /// @param rows of G but for their signs, n x D
  public NonNegativeLeastSquares(Matrix rows) {
    this.rows = rows.shared();
    this.width = rows.columns();
    this.norms = new double[rows.rows()];
    for (int r = 0; r < norms.length; r++) {
      for (int j = 0; j < width; j++) {
        norms[r] += this.rows[r * width + j] * this.rows[r * width + j];
      }
      norms[r] = Math.sqrt(norms[r]);
    }
  }

  /// From no active constraint, all rows with sign +.
  public Solution solve(double[] c) {
    long[] plus = new long[(norms.length + 63) / 64];
    Arrays.fill(plus, -1);
    return solve(c, plus, new int[0]);
  }

  /// @param c of D
  /// @param plus rows that count as they are; the others count with the sign changed
  /// @param start rows that may be active, such as those of a problem close by
  public Solution solve(double[] c, long[] plus, int[] start) {
    ActiveRows active = new ActiveRows(rows, width);
    for (int r : start) {
      active.join(r, sign(plus, r), INDEPENDENT * norms[r]);
    }
    double[] weights = active.solve(c);
    while (active.count() > 0 && least(weights) <= 0) {
      active.leave(leastIndex(weights));
      weights = active.solve(c);
    }
    double[] q = active.rest(c);
    double floor = TOLERANCE * norm(c);
    boolean[] barred = new boolean[norms.length];
    int most = 3 * (norms.length + width);
    for (int round = 0; ; round++) {
      int worst = violated(q, plus, floor, active, barred);
      if (worst < 0 || round == most) {
        return new Solution(q, active.indices(), weights, round, worst < 0);
      }
      if (!active.join(worst, sign(plus, worst), INDEPENDENT * norms[worst])) {
        barred[worst] = true;
        continue;
      }
      double[] grown = Arrays.copyOf(weights, active.count());
      weights = settle(active, grown, c);
      if (active.has(worst)) {
        Arrays.fill(barred, false);
      } else {
        barred[worst] = true;
      }
      q = active.rest(c);
    }
  }

  /// Moves the weights to the least squares of the active rows, letting those go that would turn
  /// negative on the way.
  private static double[] settle(ActiveRows active, double[] before, double[] c) {
    double[] from = before;
    while (true) {
      double[] to = active.solve(c);
      double step = 1;
      int leaves = -1;
      for (int k = 0; k < to.length; k++) {
        double zero = from[k] > 0 ? from[k] / (from[k] - to[k]) : 0;
        if (to[k] <= 0 && zero <= step) {
          step = zero;
          leaves = k;
        }
      }
      if (leaves < 0) {
        return to;
      }
      double[] rest = new double[to.length - 1];
      for (int k = 0, j = 0; k < to.length; k++) {
        if (k != leaves) {
          rest[j++] = Math.max(0, from[k] + step * (to[k] - from[k]));
        }
      }
      active.leave(leaves);
      from = rest;
    }
  }

  private int violated(double[] q, long[] plus, double floor, ActiveRows active, boolean[] barred) {
    int worst = -1;
    double least = -floor;
    for (int r = 0; r < norms.length; r++) {
      double z = 0;
      for (int j = 0, at = r * width; j < width; j++) {
        z += rows[at + j] * q[j];
      }
      z *= sign(plus, r);
      if (z < least * norms[r] && !barred[r] && !active.has(r)) {
        least = z / norms[r];
        worst = r;
      }
    }
    return worst;
  }

  private static int sign(long[] plus, int r) {
    return (plus[r >> 6] >>> (r & 63) & 1) != 0 ? 1 : -1;
  }

  private static double least(double[] a) {
    return a[leastIndex(a)];
  }

  private static int leastIndex(double[] a) {
    int at = 0;
    for (int k = 1; k < a.length; k++) {
      at = a[k] < a[at] ? k : at;
    }
    return at;
  }

  private static double norm(double[] a) {
    double sum = 0;
    for (double v : a) {
      sum += v * v;
    }
    return Math.sqrt(sum);
  }
}
