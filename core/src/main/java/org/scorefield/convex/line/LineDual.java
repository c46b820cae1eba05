package org.scorefield.convex.line;

import org.scorefield.convex.Activation;

import java.util.Arrays;

/// The dual of a {@link LineProgram}. With `lambda = s - y`, partial sums `F_i = lambda_1 + ... +
/// lambda_i` and `R_j = sum over i > j of [(x_i - x_j) lambda_i + kappa]`,
///
/// maximise `|y|^2/2 - |y + lambda|^2/2` such that `F_n = 0` and the tube holds,
///
/// | network | tube at every j |
/// |---|---|
/// | ReLU | `max(0, c) - beta <= R_j <= beta - kappa + min(0, c)` |
/// | absolute value | `-beta <= 2 R_j - c <= beta - 2 kappa` |
///
/// where `c = R_1 + kappa` is free, but 0 with a skip connection. It is a double integrator with
/// bounds, `R_{j+1} = R_j - kappa + (x_{j+1} - x_j) F_j`, a form in which points may be as close as
/// they like.
///
/// (For every kink there are a right- and a left-facing unit, just before and just behind the data
/// point; their four constraints `|A^T lambda + b| <= beta` of 2402.01965 reduce to these two
/// bounds, since with F_n = 0 right and left differ by the constant c.)
///
/// A constraint is `r R_j + g c <= b`; the families are the rows of the table.
record LineDual(
    LineProgram program,
    double[] onR,
    double[] onC,
    double[] bound,
    double highestC,
    double lowestC) {

  /// What the tube may be left by, in units of beta.
  private static final double ROUNDING = 1e-12;

  static LineDual of(LineProgram program) {
    double beta = program.beta();
    double kappa = program.objective().kappa();
    double left = beta - kappa;
    if (program.activation() == Activation.ABSOLUTE) {
      return new LineDual(
          program,
          new double[] {-2, 2},
          new double[] {1, -1},
          new double[] {beta, beta - 2 * kappa},
          beta,
          2 * kappa - beta);
    }
    if (program.skip()) {
      return new LineDual(
          program,
          new double[] {-1, 1},
          new double[] {0, 0},
          new double[] {beta, left},
          beta,
          kappa - beta);
    }
    return new LineDual(
        program,
        new double[] {-1, -1, 1, 1},
        new double[] {0, 1, 0, -1},
        new double[] {beta, beta, left, left},
        beta,
        kappa - beta);
  }

  int families() {
    return bound.length;
  }

  /// Distance to the bound, positive inside.
  double slack(int family, double r, double c) {
    return bound[family] - onR[family] * r - onC[family] * c;
  }

  /// The width of the tube at c = 0.
  double width() {
    return bound[0] / Math.abs(onR[0]) + bound[families() - 1] / Math.abs(onR[0]);
  }

  /// A point of the dual space: R and c determine lambda.
  record Point(double[] r, double c) {}

  /// The point nearest to a score that satisfies the equations: its mean is taken out and, with a
  /// skip connection, its slope set. The tube is another matter.
  ///
  /// @param function s at the points
  Point point(double[] function) {
    double[] x = program.points().values().shared();
    double kappa = program.objective().kappa();
    int n = x.length;
    double[] lambda = function.clone();
    for (int i = 0; i < n; i++) {
      lambda[i] -= program.targets().shared()[i];
    }
    // Twice: the first pass leaves the rounding of large numbers, the second that of small ones.
    for (int pass = 0; pass < 2; pass++) {
      project(lambda, x, kappa * n);
    }
    double[] r = new double[n];
    CompensatedSum sum = new CompensatedSum();
    CompensatedSum product = new CompensatedSum();
    for (int j = n - 1; j > 0; j--) {
      sum.add(lambda[j]);
      product.add((x[j] - x[j - 1]) * sum.value() + kappa);
      r[j - 1] = product.value();
    }
    return new Point(r, program.skip() ? 0 : r[0] + kappa);
  }

  private void project(double[] lambda, double[] x, double moment) {
    int n = x.length;
    double centre = program.points().mean();
    CompensatedSum sum = new CompensatedSum();
    CompensatedSum first = new CompensatedSum();
    CompensatedSum second = new CompensatedSum();
    for (int i = 0; i < n; i++) {
      double d = x[i] - centre;
      sum.add(lambda[i]);
      first.add(d * lambda[i]);
      second.add(d * d);
    }
    double mean = sum.value() / n;
    double slope = program.skip() ? (first.value() + moment) / second.value() : 0;
    for (int i = 0; i < n; i++) {
      lambda[i] -= mean + slope * (x[i] - centre);
    }
  }

  /// `|y|^2/2 - |y + lambda|^2/2` at a point of the tube given by its R.
  ///
  /// lambda follows from R by divisions by the spacings. Its rounding is relative, and R is in the
  /// tube exactly; sums of a rounded lambda are not, where two points nearly meet.
  double value(double[] r) {
    double[] y = program.targets().shared();
    double[] s = function(r);
    CompensatedSum sum = new CompensatedSum();
    for (int i = 0; i < s.length; i++) {
      sum.add((y[i] - s[i]) * (y[i] + s[i]) / 2);
    }
    return sum.value();
  }

  /// Whether the point is in the tube, but for rounding.
  boolean feasible(Point point) {
    double least = -ROUNDING * program.beta();
    boolean inside = highestC - point.c >= least && point.c - lowestC >= least;
    for (int j = 1; inside && j < point.r.length - 1; j++) {
      for (int f = 0; f < families(); f++) {
        inside &= slack(f, point.r[j], point.c) >= least;
      }
    }
    return inside;
  }

  /// The middle of the tube.
  ///
  /// @param function s there: of the size of the reciprocal spacings
  record Centre(double[] function, double[] r, double c) {}

  /// Strictly inside if the tube has a width, else the only point there is.
  Centre centre() {
    double[] x = program.points().values().shared();
    double kappa = program.objective().kappa();
    double c = program.skip() ? 0 : (highestC + lowestC) / 2;
    double low = Double.NEGATIVE_INFINITY;
    double high = Double.POSITIVE_INFINITY;
    for (int f = 0; f < families(); f++) {
      double edge = (bound[f] - onC[f] * c) / onR[f];
      low = onR[f] < 0 ? Math.max(low, edge) : low;
      high = onR[f] > 0 ? Math.min(high, edge) : high;
    }
    double[] r = new double[x.length];
    Arrays.fill(r, (low + high) / 2);
    r[0] = c - kappa;
    r[x.length - 1] = 0;
    return new Centre(function(r), r, c);
  }

  /// s of a given R: `F_j = (R_{j+1} - R_j + kappa) / h_j`.
  double[] function(double[] r) {
    double[] x = program.points().values().shared();
    double kappa = program.objective().kappa();
    double[] s = program.targets().toArray();
    for (int j = 0; j + 1 < x.length; j++) {
      double step = (r[j + 1] - r[j] + kappa) / (x[j + 1] - x[j]);
      s[j] += step;
      s[j + 1] -= step;
    }
    return s;
  }

  /// `A^T lambda + b` for every column of the dictionary: right-facing units before and behind
  /// their data points, then left-facing ones; or those of the absolute value. Denoising knows no
  /// before and behind. O(n).
  double[] columns(Point point) {
    int n = point.r.length;
    double kappa = program.objective().kappa();
    boolean absolute = program.activation() == Activation.ABSOLUTE;
    int sides = kappa > 0 ? 2 : 1;
    double[] out = new double[n * sides * (absolute ? 1 : 2)];
    for (int j = 0; j < n; j++) {
      double r = point.r[j];
      for (int side = 0; side < sides; side++) {
        double behind = r + (side == 0 ? kappa : 0);
        if (absolute) {
          out[side * n + j] = 2 * behind - point.c;
        } else {
          out[side * n + j] = behind;
          out[(sides + side) * n + j] = r + (side == 0 ? 0 : kappa) - point.c;
        }
      }
    }
    return out;
  }
}
