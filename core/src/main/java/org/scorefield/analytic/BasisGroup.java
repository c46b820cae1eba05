package org.scorefield.analytic;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.scorefield.linalg.Matrix;
import org.scorefield.linalg.Panels;

/// Components of a mixture that have one basis U in common, so that one product with U serves them
/// all: components of one shared covariance, isotropic ones (U empty), diagonal ones (U the axes,
/// no product at all). A component with a basis of its own is a group of one.
///
/// With the centre m of the group, `y = U^T (x - m)` and `m_c = U^T (mu_c - m)`, the coefficients
/// of component c are `y - m_c`.
final class BasisGroup {
  /// A residual `|v|^2 - |U^T v|^2` taken as a difference is off by some ulps of `|v|^2`. Where
  /// that could move the log density by more than this, it is formed without cancellation.
  private static final double TOLERATED = 1e-10;

  private static final double ROUNDING = 0x1p-50;

  private final Matrix basis;
  private final boolean axes;
  private final int[] members;
  private final List<Gaussian> gaussians;
  private final double[] centre;
  private final double[] projectedMeans;

  private BasisGroup(Matrix basis, List<Gaussian> gaussians, int[] members) {
    this.basis = basis;
    this.axes = isIdentity(basis);
    this.members = members;
    this.gaussians = gaussians;
    int d = basis.rows();
    int r = basis.columns();
    int size = members.length;
    this.centre = new double[d];
    for (Gaussian g : gaussians) {
      for (int j = 0; j < d; j++) {
        centre[j] += g.mean().get(j) / size;
      }
    }
    double[] means = new double[Panels.padded(size) * d];
    for (int m = 0; m < size; m++) {
      System.arraycopy(gaussians.get(m).mean().shared(), 0, means, m * d, d);
    }
    this.projectedMeans = size == 1 ? new double[r] : coefficients(means, Panels.padded(size));
  }

  /// The components grouped by basis, in the order in which a basis first occurs.
  static List<BasisGroup> of(List<Gaussian> components) {
    List<Matrix> bases = new ArrayList<>();
    List<List<Integer>> indices = new ArrayList<>();
    for (int c = 0; c < components.size(); c++) {
      Matrix basis = components.get(c).basis();
      int at = 0;
      while (at < bases.size() && !bases.get(at).equals(basis)) {
        at++;
      }
      if (at == bases.size()) {
        bases.add(basis);
        indices.add(new ArrayList<>());
      }
      indices.get(at).add(c);
    }
    List<BasisGroup> groups = new ArrayList<>();
    for (int g = 0; g < bases.size(); g++) {
      int[] members = indices.get(g).stream().mapToInt(Integer::intValue).toArray();
      List<Gaussian> gaussians = indices.get(g).stream().map(components::get).toList();
      groups.add(new BasisGroup(bases.get(g), gaussians, members));
    }
    return List.copyOf(groups);
  }

  private static boolean isIdentity(Matrix a) {
    int d = a.rows();
    double[] values = a.shared();
    for (int i = 0; i < values.length; i++) {
      if (values[i] != (i % (d + 1) == 0 ? 1 : 0)) {
        return false;
      }
    }
    return d == a.columns();
  }

  /// Coefficients `y = U^T (x - m)` of n rows (padded): n x r.
  double[] coefficients(double[] x, int n) {
    int d = basis.rows();
    if (basis.columns() == 0) {
      return new double[0];
    }
    double[] v = new double[n * d];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < d; j++) {
        v[i * d + j] = x[i * d + j] - centre[j];
      }
    }
    return axes ? v : Panels.times(v, n, basis);
  }

  /// Writes the log density of every member at the first `count` of the n rows x with coefficients
  /// y, at the given noise variance, to the columns of the members in `out` (rows of `width`).
  void logDensities(
      double[] x, double[] y, int n, int count, double noise, double[] out, int width) {
    int d = basis.rows();
    int r = basis.columns();
    for (int m = 0; m < members.length; m++) {
      Gaussian g = gaussians.get(m);
      double[] precision = each(g, lambda -> 1 / (lambda + noise));
      double constant = g.logNormaliser(noise);
      double outside = g.residual() + noise;
      double[] squares = new double[count];
      boolean cancels = false;
      for (int i = 0; i < count && r < d; i++) {
        squares[i] = Sums.squaredDistance(x, i * d, g.mean().shared(), 0, d);
        cancels |= squares[i] * ROUNDING > TOLERATED * outside;
      }
      double[] inside = r > 0 && cancels ? lifted(y, n, m) : new double[0];
      for (int i = 0; i < count; i++) {
        double quadratic =
            Sums.weightedSquaredDistance(precision, y, i * r, projectedMeans, m * r, r);
        if (r < d) {
          double rest = squares[i];
          if (r > 0 && rest * ROUNDING > TOLERATED * outside) {
            rest = residual(x, inside, i, g);
          } else if (r > 0) {
            rest = Math.max(0, rest - Sums.squaredDistance(y, i * r, projectedMeans, m * r, r));
          }
          quadratic += rest / outside;
        }
        out[i * width + members[m]] = constant - 0.5 * quadratic;
      }
    }
  }

  /// `U (y - m_c)` for all rows.
  private double[] lifted(double[] y, int n, int member) {
    int r = basis.columns();
    double[] shifted = new double[n * r];
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < r; k++) {
        shifted[i * r + k] = y[i * r + k] - projectedMeans[member * r + k];
      }
    }
    return lift(shifted, n);
  }

  private static double residual(double[] x, double[] inside, int i, Gaussian g) {
    double[] mu = g.mean().shared();
    int d = mu.length;
    double sum = 0;
    for (int j = 0; j < d; j++) {
      double e = x[i * d + j] - mu[j] - inside[i * d + j];
      sum += e * e;
    }
    return sum;
  }

  /// The part inside the span of U of `sum over members of w_c [factor(lambda) - factor(residual)]
  /// (x - mu_c)`, for the rows listed in `active` only: one row of d for each of them.
  ///
  /// @param weights rows of `width`, one column a component of the mixture
  double[] combined(
      double[] y, int[] active, double[] weights, int width, DoubleUnaryOperator factor) {
    int r = basis.columns();
    if (r == 0 || active.length == 0) {
      return new double[0];
    }
    int n = Panels.padded(active.length);
    double[] z = new double[n * r];
    for (int m = 0; m < members.length; m++) {
      Gaussian g = gaussians.get(m);
      double[] f = each(g, lambda -> factor.applyAsDouble(lambda) - outside(g, factor));
      for (int a = 0; a < active.length; a++) {
        double w = weights[active[a] * width + members[m]];
        if (w == 0) {
          continue;
        }
        int from = active[a] * r;
        for (int k = 0; k < r; k++) {
          z[a * r + k] += w * f[k] * (y[from + k] - projectedMeans[m * r + k]);
        }
      }
    }
    return lift(z, n);
  }

  /// The factor of the directions outside the span of U, 0 if there are none.
  private static double outside(Gaussian g, DoubleUnaryOperator factor) {
    return g.rank() == g.mean().size() ? 0 : factor.applyAsDouble(g.residual());
  }

  /// Rows among the first `count` in which a member of this group has a weight that is not 0.
  int[] active(double[] weights, int count, int width) {
    int[] rows = new int[count];
    int found = 0;
    for (int i = 0; i < count; i++) {
      for (int member : members) {
        if (weights[i * width + member] != 0) {
          rows[found++] = i;
          break;
        }
      }
    }
    return java.util.Arrays.copyOf(rows, found);
  }

  private double[] lift(double[] z, int n) {
    return axes ? z : Panels.timesTransposed(z, n, basis);
  }

  private static double[] each(Gaussian g, DoubleUnaryOperator f) {
    return g.variances().stream().map(f).toArray();
  }
}
