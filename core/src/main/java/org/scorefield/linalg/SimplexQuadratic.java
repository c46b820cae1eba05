package org.scorefield.linalg;

import java.util.stream.IntStream;
import org.scorefield.array.Vector;

/// Minimise `1/2 w^T H w - g^T w` over `w >= 0` whose entries sum to 1 in each of a few groups: the
/// least-squares problem of convex combinations, one combination a group.
///
/// Solved by the active-set method of Lawson and Hanson (*Solving least squares problems*, 1974,
/// chapter 23) with the sums held by multipliers: minimise over the entries that may move, walk
/// back to the first that would turn negative and pin it at 0, and let go of the pinned entry whose
/// multiplier promises most, until none promises anything. What comes out satisfies the
/// Karush-Kuhn-Tucker conditions to rounding times the condition number of H, and as H is positive
/// definite it is the one minimum. Cost: a Cholesky factor of the moving entries a step, and about
/// as many steps as entries change.
///
/// @param hessian H, positive definite, n x n with n a multiple of the group size
/// @param linear g, size n
/// @param groupSize entries `0 .. groupSize-1` are the first group, and so on
public record SimplexQuadratic(Matrix hessian, Vector linear, int groupSize) {
  private static final double ROUNDING = 1e-12;
  private static final double FEASIBLE = 1e-9;
  private static final int STEPS_AN_ENTRY = 50;

  public SimplexQuadratic {
    int n = linear.size();
    if (hessian.rows() != n || hessian.columns() != n) {
      throw new IllegalArgumentException(
          "need a square matrix of the size of the linear term, " + n + ", got " + hessian);
    }
    if (groupSize < 1 || n % groupSize != 0) {
      throw new IllegalArgumentException(n + " unknowns cannot be cut into groups of " + groupSize);
    }
  }

  /// The minimum.
  ///
  /// @param start where to begin: not negative, every group of sum 1; near the solution it saves
  ///   steps and changes nothing else but rounding
  /// @throws IllegalArgumentException if the start is not feasible
  /// @throws ArithmeticException if H is not positive definite
  public Vector minimise(Vector start) {
    requireFeasible(start);
    double[] w = start.toArray();
    boolean[] moves = new boolean[w.length];
    for (int i = 0; i < w.length; i++) {
      moves[i] = w[i] > 0;
    }
    for (int step = 0; step <= STEPS_AN_ENTRY * w.length; step++) {
      double[] target = minimumOver(moves);
      int blocking = walk(w, target, moves);
      if (blocking >= 0) {
        w[blocking] = 0;
        moves[blocking] = false;
        continue;
      }
      int promising = mostPromising(w, moves);
      if (promising < 0) {
        return Vector.adopt(exactSums(w));
      }
      moves[promising] = true;
    }
    throw new ArithmeticException(
        "the active set did not settle; the matrix is too near to a singular one");
  }

  private double[] exactSums(double[] w) {
    for (int from = 0; from < w.length; from += groupSize) {
      double sum = 0;
      for (int i = from; i < from + groupSize; i++) {
        sum += w[i];
      }
      for (int i = from; i < from + groupSize; i++) {
        w[i] /= sum;
      }
    }
    return w;
  }

  /// `H w - g`.
  public Vector gradient(Vector w) {
    int n = linear.size();
    return Vector.generate(
        n,
        i -> {
          double sum = -linear.get(i);
          for (int j = 0; j < n; j++) {
            sum += hessian.shared()[i * n + j] * w.get(j);
          }
          return sum;
        });
  }

  /// `1/2 w^T H w - g^T w`.
  public double value(Vector w) {
    Vector gradient = gradient(w);
    double sum = 0;
    for (int i = 0; i < w.size(); i++) {
      sum += 0.5 * w.get(i) * (gradient.get(i) - linear.get(i));
    }
    return sum;
  }

  /// Moves w toward the target as far as no entry turns negative; the entry that stopped it, or -1.
  private static int walk(double[] w, double[] target, boolean[] moves) {
    double fraction = 1;
    int blocking = -1;
    for (int i = 0; i < w.length; i++) {
      if (moves[i] && target[i] <= 0) {
        double reach = w[i] / (w[i] - target[i]);
        if (blocking < 0 || reach < fraction) {
          fraction = w[i] == 0 ? 0 : reach;
          blocking = i;
        }
      }
    }
    for (int i = 0; i < w.length; i++) {
      if (moves[i]) {
        w[i] = blocking < 0 ? target[i] : Math.max(0, w[i] + fraction * (target[i] - w[i]));
      }
    }
    return blocking;
  }

  /// The pinned entry that lowers the value fastest when its group gives way to it, or -1.
  private int mostPromising(double[] w, boolean[] moves) {
    Vector gradient = gradient(Vector.of(w));
    int best = -1;
    double steepest = 0;
    for (int from = 0; from < w.length; from += groupSize) {
      double level = 0;
      double size = 0;
      for (int i = from; i < from + groupSize; i++) {
        level += w[i] * gradient.get(i);
        size = Math.max(size, Math.abs(gradient.get(i)) + Math.abs(linear.get(i)));
      }
      for (int i = from; i < from + groupSize; i++) {
        double slope = gradient.get(i) - level;
        if (!moves[i] && slope < steepest && slope < -ROUNDING * size) {
          steepest = slope;
          best = i;
        }
      }
    }
    return best;
  }

  /// The minimum over the moving entries with every group of sum 1 and no other condition.
  private double[] minimumOver(boolean[] moves) {
    int[] moving = IntStream.range(0, moves.length).filter(i -> moves[i]).toArray();
    int p = moving.length;
    int groups = moves.length / groupSize;
    double[] part = new double[p * p];
    for (int a = 0; a < p; a++) {
      for (int b = 0; b < p; b++) {
        part[a * p + b] = hessian.shared()[moving[a] * moves.length + moving[b]];
      }
    }
    // Columns: g, and the indicator of each group.
    double[] right = new double[p * (groups + 1)];
    for (int a = 0; a < p; a++) {
      right[a * (groups + 1)] = linear.get(moving[a]);
      right[a * (groups + 1) + 1 + moving[a] / groupSize] = 1;
    }
    double[] solved = solve(part, p, right, groups + 1);
    double[] sums = new double[groups * (groups + 1)];
    for (int a = 0; a < p; a++) {
      int group = moving[a] / groupSize;
      for (int c = 0; c <= groups; c++) {
        sums[group * (groups + 1) + c] += solved[a * (groups + 1) + c];
      }
    }
    double[] schur = new double[groups * groups];
    double[] excess = new double[groups];
    for (int r = 0; r < groups; r++) {
      excess[r] = sums[r * (groups + 1)] - 1;
      System.arraycopy(sums, r * (groups + 1) + 1, schur, r * groups, groups);
    }
    double[] multipliers = solve(schur, groups, excess, 1);
    double[] out = new double[moves.length];
    for (int a = 0; a < p; a++) {
      double value = solved[a * (groups + 1)];
      for (int r = 0; r < groups; r++) {
        value -= solved[a * (groups + 1) + 1 + r] * multipliers[r];
      }
      out[moving[a]] = value;
    }
    return out;
  }

  /// `A^-1 B` for A of n x n, positive definite, and B of n x m.
  private static double[] solve(double[] a, int n, double[] b, int m) {
    double[] l = Factorizations.cholesky(Matrix.adopt(n, n, a)).shared();
    double[] x = b.clone();
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < i; k++) {
        addRow(x, i, k, -l[i * n + k], m);
      }
      divideRow(x, i, l[i * n + i], m);
    }
    for (int i = n - 1; i >= 0; i--) {
      for (int k = i + 1; k < n; k++) {
        addRow(x, i, k, -l[k * n + i], m);
      }
      divideRow(x, i, l[i * n + i], m);
    }
    return x;
  }

  private static void addRow(double[] x, int to, int from, double factor, int m) {
    for (int c = 0; c < m; c++) {
      x[to * m + c] += factor * x[from * m + c];
    }
  }

  private static void divideRow(double[] x, int row, double by, int m) {
    for (int c = 0; c < m; c++) {
      x[row * m + c] /= by;
    }
  }

  private void requireFeasible(Vector start) {
    boolean feasible = start.size() == linear.size() && start.stream().allMatch(v -> v >= 0);
    for (int from = 0; feasible && from < start.size(); from += groupSize) {
      double sum = 0;
      for (int i = from; i < from + groupSize; i++) {
        sum += start.get(i);
      }
      feasible = Math.abs(sum - 1) <= FEASIBLE;
    }
    if (!feasible) {
      throw new IllegalArgumentException(
          "a start must not be negative and every group of "
              + groupSize
              + " must sum to 1, got "
              + start);
    }
  }
}
