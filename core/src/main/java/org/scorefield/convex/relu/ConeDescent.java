package org.scorefield.convex.relu;

import java.util.function.BooleanSupplier;

/// Accelerated proximal gradient steps (Beck and Teboulle 2009; restart of O'Donoghue and Candes
/// 1204.3982) on some units of a {@link ConeProgram}, with the exact proximal map of norm and cone
/// together:
///
/// `argmin_{u in K} |u - z|^2/2 + t |u| = max(0, 1 - t/|q|) q, q = P_K(z)`,
///
/// since of all directions of a cone that of q has the largest product with z, `|q|`. Every iterate
/// is in its cones. A projection starts from the face that the last one ended on, so that it costs
/// one or two rounds of {@link NonNegativeLeastSquares}; a step is 4nKD and these.
final class ConeDescent {
  private static final int CHECK = 10;

  private final ConeUnits units;
  private final double beta;
  private final int[][] faces;
  private final int[][] dualFaces;
  private double lipschitz;

  private double[] u;
  private double[] predicted;
  private double[] ahead;
  private double[] predictedAhead;
  private double t = 1;

  /// @param start in the cones
  ConeDescent(ConeUnits units, double beta, double[] start) {
    this.units = units;
    this.beta = beta;
    this.faces = units.noFaces();
    this.dualFaces = units.noFaces();
    this.u = start;
    this.predicted = units.predict(units.preActivations(start));
    this.ahead = u;
    this.predictedAhead = predicted;
    this.lipschitz = units.curvature();
  }

  double[] weights() {
    return u;
  }

  /// Steps until the gap among these units is within the tolerance, the steps run out or the watch
  /// says so.
  ///
  /// @param stop asked before every step
  /// @return steps taken
  int run(double tolerance, int most, BooleanSupplier stop) {
    double dual = Double.NEGATIVE_INFINITY;
    for (int k = 0; ; k++) {
      if (k >= most || stop.getAsBoolean()) {
        return k;
      }
      if (k % CHECK == 0) {
        double[] residual = units.program().residual(predicted);
        double primal = ConeProgram.halfSquare(residual) + beta * units.penalty(u);
        dual = Math.max(dual, bound(residual));
        if (primal - dual <= tolerance * primal) {
          return k;
        }
      }
      step();
    }
  }

  /// A lower bound of the program over these units.
  private double bound(double[] residual) {
    double[] q = units.project(units.gradient(residual), dualFaces);
    double largest = 0;
    for (int k = 0; k < units.count(); k++) {
      largest = Math.max(largest, units.norm(q, k));
    }
    return units.program().lowerBound(residual, largest, beta);
  }

  private void step() {
    double[] gradient = units.gradient(units.program().residual(predictedAhead));
    double[] next;
    double[] predictedNext;
    while (true) {
      double[] moved = ahead.clone();
      for (int k = 0; k < moved.length; k++) {
        moved[k] += gradient[k] / lipschitz;
      }
      next = units.project(moved, faces);
      units.shrink(next, beta / lipschitz);
      predictedNext = units.predict(units.preActivations(next));
      double bend = squaredDistance(predictedNext, predictedAhead);
      double length = squaredDistance(next, ahead);
      // The size of rounding must not pass for curvature.
      double rounding = 2e-24 * ConeProgram.halfSquare(predictedNext);
      if (bend <= lipschitz * length * (1 + 1e-9) + rounding) {
        break;
      }
      lipschitz = Math.max(1.1 * lipschitz, 1.01 * bend / length);
    }
    double turn = 0;
    for (int k = 0; k < next.length; k++) {
      turn += (ahead[k] - next[k]) * (next[k] - u[k]);
    }
    double further = (1 + Math.sqrt(1 + 4 * t * t)) / 2;
    double momentum = turn > 0 ? 0 : (t - 1) / further;
    t = turn > 0 ? 1 : further;
    ahead = extrapolated(next, u, momentum);
    predictedAhead = extrapolated(predictedNext, predicted, momentum);
    u = next;
    predicted = predictedNext;
  }

  private static double[] extrapolated(double[] next, double[] before, double momentum) {
    double[] out = new double[next.length];
    for (int k = 0; k < out.length; k++) {
      out[k] = next[k] + momentum * (next[k] - before[k]);
    }
    return out;
  }

  private static double squaredDistance(double[] a, double[] b) {
    double sum = 0;
    for (int k = 0; k < a.length; k++) {
      sum += (a[k] - b[k]) * (a[k] - b[k]);
    }
    return sum;
  }
}
