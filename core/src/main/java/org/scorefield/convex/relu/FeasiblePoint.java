package org.scorefield.convex.relu;

import org.scorefield.array.Vector;
import org.scorefield.convex.Certificate;
import org.scorefield.convex.gated.GatedSolution.Status;

/// A point in all cones of a {@link ConeProgram} with what is known of it.
///
/// @param u weights of all 2P units
/// @param residual `Pi (y - f(X))`
/// @param answers norms of the projections of its gradients, or upper bounds at most beta
/// @param certificate its objective, that of the network itself, and the best lower bound so far
record FeasiblePoint(double[] u, double[] residual, double[] answers, Certificate certificate) {

  /// @param u in the cones
  /// @param known a lower bound found earlier
  static FeasiblePoint of(ConeProgram program, double[] u, double beta, double known) {
    ConeUnits all = ConeUnits.all(program);
    double[] residual = program.residual(all.predict(all.preActivations(u)));
    double[] answers = program.answers(residual, beta);
    double largest = 0;
    for (double a : answers) {
      largest = Math.max(largest, a);
    }
    double dual = Math.max(known, program.lowerBound(residual, largest, beta));
    double primal = program.objective(Vector.adopt(u), beta);
    return new FeasiblePoint(
        u, residual, answers, new Certificate(primal, Math.min(primal, dual), program.scope()));
  }

  /// The point of the cones that is nearest to a point that need not be in them, with the better of
  /// the bounds of the two. A point that solves the optimality conditions but for its cones has the
  /// better residual, its projection an objective that is a network's.
  static FeasiblePoint near(
      ConeProgram program, double[] u, double[] residual, double beta, double known) {
    ConeUnits all = ConeUnits.all(program);
    double bound = Math.max(known, program.lowerBound(residual, beta));
    return of(program, all.project(u, all.noFaces()), beta, bound);
  }

  /// The point of lower objective, with the better of both bounds.
  FeasiblePoint or(FeasiblePoint other) {
    FeasiblePoint low = certificate.primal() <= other.certificate.primal() ? this : other;
    double dual = Math.max(certificate.dual(), other.certificate.dual());
    Certificate best =
        new Certificate(
            low.certificate.primal(),
            Math.min(low.certificate.primal(), dual),
            certificate.scope());
    return new FeasiblePoint(low.u, low.residual, low.answers, best);
  }

  /// The solution this point is, once a run has ended.
  ConeSolution solution(
      ConeProgram program, double beta, double tolerance, int steps, boolean stopped) {
    Status status =
        certificate.within(tolerance)
            ? Status.CERTIFIED
            : stopped ? Status.INTERRUPTED : Status.OUT_OF_STEPS;
    return new ConeSolution(program, beta, Vector.adopt(u), certificate, steps, status);
  }
}
