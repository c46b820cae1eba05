package org.scorefield.convex.line;

import org.scorefield.convex.Activation;

/// The best score of a {@link LineProgram} whose interior kinks are given: the two numbers that are
/// left, its mean and its mean slope, in closed form, and the slopes of the tails.
///
/// Given the kinks the objective is a parabola in the first interior slope p_1 plus, without a skip
/// connection, the share of the tails, which is convex and piecewise linear in m = p_1 + p_{n-1}:
///
/// | m | S = p_0 + p_n | slope of the share in m |
/// |---|---|---|
/// | ReLU, below -T | (m - T)/2 | -(beta - kappa)/2 |
/// | ReLU, between | m | kappa/2 |
/// | ReLU, above T | (m + T)/2 | beta/2 |
/// | absolute value, below and above 0 | 0 | -(beta - kappa)/2 and (beta - kappa)/2 |
///
/// **Tails.** The objective knows S, but p_0 only as far as between p_1 and `p_1 + S - m`: a family
/// of optima. The one taken has p_0 as near to S/2 as that allows. Where all interior slopes are
/// equal this is the optimum of least Euclidean norm; and for the absolute value it means flat
/// tails wherever they are optimal, without which one tail rises and there is no law.
///
/// @param values s at the points
/// @param slopes p_0 ... p_n
/// @param objective of the program
record LineFit(double[] values, double[] slopes, double objective) {

  /// The affine one.
  static LineFit affine(LineProgram program) {
    int n = program.points().size();
    return best(program, new double[n], new double[n + 1]);
  }

  /// With the kinks of the piecewise linear function through given values at chosen points.
  ///
  /// @param function values at all points
  /// @param knots which to go through; the first and the last in any case
  static LineFit through(LineProgram program, double[] function, boolean[] knots) {
    double[] x = program.points().values().shared();
    int n = x.length;
    double[] slopes = new double[n + 1];
    double[] values = function.clone();
    int from = 0;
    for (int to = 1; to < n; to++) {
      if (knots[to] || to == n - 1) {
        double slope = (function[to] - function[from]) / (x[to] - x[from]);
        for (int j = from + 1; j <= to; j++) {
          slopes[j] = slope;
          values[j] = j == to ? function[to] : function[from] + slope * (x[j] - x[from]);
        }
        from = to;
      }
    }
    return best(program, values, slopes);
  }

  /// Rise of the slope at each inner point of the piecewise linear function through all values.
  static double[] kinks(LineProgram program, double[] function) {
    double[] x = program.points().values().shared();
    double[] out = new double[x.length];
    for (int j = 1; j < x.length - 1; j++) {
      out[j] =
          (function[j + 1] - function[j]) / (x[j + 1] - x[j])
              - (function[j] - function[j - 1]) / (x[j] - x[j - 1]);
    }
    return out;
  }

  private static LineFit best(LineProgram program, double[] values, double[] slopes) {
    int n = values.length;
    double variation = 0;
    for (int j = 2; j < n; j++) {
      variation += Math.abs(slopes[j] - slopes[j - 1]);
    }
    double more = moreSlope(program, values, slopes[1] + slopes[n - 1], variation);
    for (int j = 1; j < n; j++) {
      slopes[j] += more;
    }
    shear(program, values, more);
    double tails = tailSum(program, slopes[1] + slopes[n - 1], variation);
    setTails(slopes, tails);
    return new LineFit(values, slopes, objective(program, values, slopes));
  }

  /// What is best to add to all slopes: where the derivative of parabola and share of the tails
  /// vanishes.
  private static double moreSlope(
      LineProgram program, double[] values, double m, double variation) {
    double[] x = program.points().values().shared();
    double[] y = program.targets().shared();
    double kappa = program.objective().kappa();
    double beta = program.beta();
    int n = x.length;
    double mean = program.points().mean();
    CompensatedSum moment = new CompensatedSum();
    for (int i = 0; i < n; i++) {
      moment.add((x[i] - mean) * (values[i] - y[i]));
    }
    double linear = moment.value() + kappa * (n - 1);
    double curvature = n * program.points().variance();
    if (program.skip()) {
      return -(linear + kappa) / curvature;
    }
    boolean absolute = program.activation() == Activation.ABSOLUTE;
    double corner = absolute ? 0 : variation;
    double low = -(linear - (beta - kappa)) / curvature;
    if (m + 2 * low < -corner) {
      return low;
    }
    double high = -(linear + (absolute ? beta - kappa : beta)) / curvature;
    if (m + 2 * high > corner) {
      return high;
    }
    double between = absolute ? 0 : m - 2 * (linear + kappa) / curvature;
    return (Math.clamp(between, -corner, corner) - m) / 2;
  }

  /// Adds the slope to the values, and the constant that is best.
  private static void shear(LineProgram program, double[] values, double slope) {
    double[] x = program.points().values().shared();
    double[] y = program.targets().shared();
    double mean = program.points().mean();
    CompensatedSum sum = new CompensatedSum();
    for (int i = 0; i < values.length; i++) {
      values[i] += slope * (x[i] - mean);
      sum.add(values[i] - y[i]);
    }
    double shift = sum.value() / values.length;
    for (int i = 0; i < values.length; i++) {
      values[i] -= shift;
    }
  }

  private static double tailSum(LineProgram program, double m, double variation) {
    if (program.skip()) {
      return m;
    }
    if (program.activation() == Activation.ABSOLUTE) {
      return 0;
    }
    return Math.abs(m) <= variation ? m : Math.copySign((variation + Math.abs(m)) / 2, m);
  }

  private static void setTails(double[] slopes, double tails) {
    int n = slopes.length - 1;
    double other = tails - slopes[n - 1];
    slopes[0] = Math.clamp(tails / 2, Math.min(slopes[1], other), Math.max(slopes[1], other));
    slopes[n] = tails - slopes[0];
  }

  /// The objective of a piecewise linear function, tails included.
  static double objective(LineProgram program, double[] values, double[] slopes) {
    double[] y = program.targets().shared();
    double kappa = program.objective().kappa();
    int n = values.length;
    CompensatedSum sum = new CompensatedSum();
    double variation = 0;
    for (int i = 0; i < n; i++) {
      double r = values[i] - y[i];
      sum.add(r * r / 2);
      sum.add(kappa * (slopes[i] + slopes[i + 1]) / 2);
      variation += Math.abs(slopes[i + 1] - slopes[i]);
    }
    if (program.activation() == Activation.ABSOLUTE) {
      sum.add((program.beta() - kappa) / 2 * variation);
    } else {
      double least = program.skip() ? 0 : Math.abs(slopes[0] + slopes[n]);
      sum.add((program.beta() - kappa / 2) * Math.max(variation, least));
    }
    return sum.value();
  }
}
