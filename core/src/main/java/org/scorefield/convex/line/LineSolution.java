package org.scorefield.convex.line;

import org.scorefield.convex.Certificate;
import org.scorefield.convex.TwoLayerScore;

import java.util.Arrays;
import org.scorefield.array.Vector;

/// The solution of a {@link LineProgram}.
///
/// @param program what was solved
/// @param score the function, with kinks at data points
/// @param certificate its objective and a lower bound on that of every network. For score matching
///   the objective is an infimum: {@link #network} comes as near as its eta is small
/// @param regime what form it has
/// @param iterations of the interior-point method; 0 for a closed form
public record LineSolution(
    LineProgram program, LineScore score, Certificate certificate, Regime regime, int iterations) {

  /// The default relative gap.
  public static final double TOLERANCE = 1e-9;

  private static final double ETA = 1e-7;

  /// Forms of the solution, by falling beta.
  public enum Regime {
    /// No kink inside of the data: constant; or affine there, with kinks at both ends if there is
    /// no skip connection. In closed form.
    AFFINE,
    /// Kinks at some data points.
    KINKED,
    /// The least beta there is, where nothing is penalised: a kink at every point. In closed form.
    INTERPOLATING
  }

  static LineSolution of(LineProgram program, double tolerance) {
    if (!(tolerance > 0)) {
      throw new IllegalArgumentException(
          "the relative gap to stop at must be positive, got " + tolerance);
    }
    LineProgram unit = program.standardised();
    LineDual dual = LineDual.of(unit);
    LineFit affine = LineFit.affine(unit);
    LineDual.Point point = dual.point(affine.values());
    if (dual.feasible(point)) {
      return closed(program, unit, affine, point, Regime.AFFINE);
    }
    if (dual.width() == 0) {
      double[] values = dual.centre().function();
      boolean[] all = new boolean[unit.points().size()];
      Arrays.fill(all, true);
      LineFit fit = LineFit.through(unit, values, all);
      return closed(program, unit, fit, dual.point(values), Regime.INTERPOLATING);
    }
    LineInteriorPoint.Result result = LineInteriorPoint.solve(unit, tolerance);
    return scaled(program, result.fit(), result.dual(), Regime.KINKED, result.iterations());
  }

  private static LineSolution closed(
      LineProgram program, LineProgram unit, LineFit fit, LineDual.Point point, Regime regime) {
    return scaled(program, fit, LineDual.of(unit).value(point.r()), regime, 0);
  }

  /// s at the points of the program: what {@link LineProgram#gradient} takes.
  public Vector values() {
    Vector x = program.points().values();
    return Vector.generate(x.size(), i -> score.at(x.get(i)));
  }

  /// The network, of least weight decay, with eta a ten-millionth of the range of the points.
  public TwoLayerScore network() {
    return network(ETA * (program.points().last() - program.points().first()));
  }

  /// The network, of least weight decay.
  ///
  /// @param eta how far from its data point a kink of score matching stands, > 0; not used for
  ///   denoising
  public TwoLayerScore network(double eta) {
    if (!(eta > 0) || !Double.isFinite(eta)) {
      throw new IllegalArgumentException(
          "kinks must stand a positive distance from the data, got " + eta);
    }
    return LineNetwork.recover(program, score, eta);
  }

  /// Back to the units of the data.
  private static LineSolution scaled(
      LineProgram program, LineFit fit, double dual, Regime regime, int iterations) {
    double variance = program.points().variance();
    Certificate certificate =
        new Certificate(fit.objective() / variance, dual / variance, Certificate.Scope.NETWORK);
    return new LineSolution(program, score(program, fit), certificate, regime, iterations);
  }

  private static LineScore score(LineProgram program, LineFit fit) {
    double variance = program.points().variance();
    double deviation = Math.sqrt(variance);
    double[] x = program.points().values().shared();
    int n = x.length;
    double[] knots = new double[n];
    double[] values = new double[n];
    double[] slopes = new double[n + 1];
    slopes[0] = fit.slopes()[0] / variance;
    int count = 0;
    for (int j = 0; j < n; j++) {
      if (fit.slopes()[j + 1] != fit.slopes()[j]) {
        knots[count] = x[j];
        values[count] = fit.values()[j] / deviation;
        slopes[++count] = fit.slopes()[j + 1] / variance;
      }
    }
    if (count == 0) {
      knots[0] = x[0];
      values[0] = fit.values()[0] / deviation;
      slopes[++count] = slopes[0];
    }
    return new LineScore(
        Vector.adopt(Arrays.copyOf(knots, count)),
        Vector.adopt(Arrays.copyOf(values, count)),
        Vector.adopt(Arrays.copyOf(slopes, count + 1)));
  }
}
