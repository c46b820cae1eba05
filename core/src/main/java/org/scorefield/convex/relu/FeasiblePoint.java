package org.scorefield.convex.relu;

import org.scorefield.array.Vector;
import org.scorefield.convex.Certificate;

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
}
