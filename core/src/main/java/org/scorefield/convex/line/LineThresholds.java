package org.scorefield.convex.line;

/// The weight decays at which the solution of a {@link LineProgram} changes form, beta of the
/// program itself aside. They follow from the dual: a score is optimal while no column of the
/// dictionary correlates with it by more than beta.
///
/// @param least beta from which the objective is bounded below
/// @param affine beta from which there are no kinks inside of the data: with a skip connection the
///   score is the affine one of least squares, for score matching that of the Gaussian, `-(x -
///   mean)/variance`; without one score matching has the slope `-(n - beta) / (n variance)` between
///   the first and the last point
/// @param empty beta from which there are no hidden units at all: n for score matching without skip
///   connection, where s = 0 from there on
public record LineThresholds(double least, double affine, double empty) {
  private static final double NEGLIGIBLE = 1e-9;

  /// Cost O(n).
  public static LineThresholds of(LineProgram program) {
    LineDual dual = LineDual.of(program);
    SortedPoints points = program.points();
    double[] x = points.values().shared();
    double[] y = program.targets().shared();
    double mean = points.mean();
    double[] constant = new double[x.length];
    double[] tilted = new double[x.length];
    double moment = program.objective().kappa() * (x.length - 1.0);
    for (int i = 0; i < x.length; i++) {
      tilted[i] = (x[i] - mean) / (x.length * points.variance());
      moment -= (x[i] - mean) * y[i];
    }
    double[] at = dual.columns(dual.point(constant));
    double empty = 0;
    for (double column : at) {
      empty = Math.max(empty, Math.abs(column));
    }
    double affine = empty;
    if (!program.skip()) {
      double[] rise = dual.columns(dual.point(tilted));
      affine = Math.min(empty, affine(at, rise, empty, Math.signum(moment)));
    }
    return new LineThresholds(program.leastBeta(), Math.max(affine, program.leastBeta()), empty);
  }

  /// Between the two thresholds the slope of the score is linear in beta, and so is every column:
  /// `g = p + beta q`. It leaves `|g| <= beta` at `p/(1 - q)` or `-p/(1 + q)`.
  private static double affine(double[] at, double[] rise, double empty, double sign) {
    double largest = 0;
    for (int k = 0; k < at.length; k++) {
      double q = sign * (rise[k] - at[k]);
      double p = at[k] - empty * q;
      if (Math.abs(1 - q) > NEGLIGIBLE) {
        largest = Math.max(largest, p / (1 - q));
      }
      if (Math.abs(1 + q) > NEGLIGIBLE) {
        largest = Math.max(largest, -p / (1 + q));
      }
    }
    return largest;
  }
}
