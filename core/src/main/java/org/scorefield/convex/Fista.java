package org.scorefield.convex;

import java.util.Arrays;

/// The accelerated proximal gradient method (Beck and Teboulle 2009) with the restart of O'Donoghue
/// and Candes (1204.3982) when the momentum points uphill:
///
/// `z+ = prox_{beta R/L}(v - grad(v)/L), v = z+ + (t - 1)/t+ (z+ - z), t+ = (1 + sqrt(1 + 4
/// t^2))/2`.
///
/// L comes from a power iteration and is raised whenever a step shows more curvature. The
/// predictions of v follow from those of z, so a step costs one product with the features and one
/// with their transpose, 4nPDd, and every {@link #CHECK} steps one more for the gap.
final class Fista {
  private static final int CHECK = 10;

  /// Where it stopped.
  ///
  /// @param z the weights
  /// @param residual `Pi S - T`
  /// @param primal their objective
  /// @param dual the best lower bound met
  /// @param iterations steps taken
  record Stop(double[] z, double[] residual, double primal, double dual, int iterations) {
    Certificate certificate() {
      return new Certificate(primal, Math.min(primal, dual), Certificate.Scope.GIVEN_GATES);
    }
  }

  private final GatedProgram program;
  private final double beta;
  private final DualBound bound;
  private double lipschitz;

  private double[] z;
  private double[] predicted;
  private double penalty;
  private double[] ahead;
  private double[] predictedAhead;
  private double t = 1;
  private double dual = Double.NEGATIVE_INFINITY;

  private Fista(GatedProgram program, double beta, DualBound bound, double[] start) {
    this.program = program;
    this.beta = beta;
    this.bound = bound;
    this.lipschitz = Lipschitz.of(program);
    this.z = start.clone();
    this.predicted = program.predict(z);
    this.penalty = program.penaltyOf(z);
    this.ahead = z;
    this.predictedAhead = predicted;
  }

  /// @param before steps taken in earlier runs, for the watch
  /// @param most steps to take at most
  static Stop run(
      GatedProgram program,
      double beta,
      DualBound bound,
      double[] start,
      double tolerance,
      int before,
      int most,
      ProgramWatch watch) {
    Fista fista = new Fista(program, beta, bound, start);
    for (int k = 0; ; k++) {
      boolean last = k >= most || watch.cancelled();
      if (last || k % CHECK == 0) {
        Stop here = fista.check(k);
        watch.certified(before + k, here.certificate());
        if (last || here.certificate().within(tolerance)) {
          return here;
        }
      }
      fista.step();
    }
  }

  private Stop check(int iteration) {
    double[] residual = predicted.clone();
    double[] target = program.target();
    for (int k = 0; k < residual.length; k++) {
      residual[k] -= target[k];
    }
    double[] violation = program.dualNorms(program.gradient(predicted), beta);
    dual = Math.max(dual, bound.value(program, residual, violation));
    double primal = program.smooth(z, predicted) + beta * penalty;
    return new Stop(z, residual, primal, dual, iteration);
  }

  private void step() {
    double[] gradient = program.gradient(predictedAhead);
    double[] next = new double[z.length];
    double[] moved = new double[z.length];
    double[] predictedNext;
    while (true) {
      for (int k = 0; k < moved.length; k++) {
        moved[k] = ahead[k] - gradient[k] / lipschitz;
      }
      penalty = Arrays.stream(program.prox(moved, beta / lipschitz, next)).sum();
      predictedNext = program.predict(next);
      double curvature = squaredDistance(predictedNext, predictedAhead);
      double length = squaredDistance(next, ahead);
      // The size of rounding must not pass for curvature.
      double rounding = 1e-24 * squaredNorm(predictedNext);
      if (curvature <= lipschitz * length * (1 + 1e-9) + rounding) {
        break;
      }
      lipschitz = Math.max(1.1 * lipschitz, 1.01 * curvature / length);
    }
    double turn = 0;
    for (int k = 0; k < next.length; k++) {
      turn += (ahead[k] - next[k]) * (next[k] - z[k]);
    }
    double further = (1 + Math.sqrt(1 + 4 * t * t)) / 2;
    double momentum = turn > 0 ? 0 : (t - 1) / further;
    t = turn > 0 ? 1 : further;
    ahead = extrapolated(next, z, momentum);
    predictedAhead = extrapolated(predictedNext, predicted, momentum);
    z = next;
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

  private static double squaredNorm(double[] a) {
    double sum = 0;
    for (double v : a) {
      sum += v * v;
    }
    return sum;
  }
}
