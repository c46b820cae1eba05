package org.scorefield.convex.gated;

import org.scorefield.array.Shape;
import org.scorefield.random.Noise;

/// The Lipschitz constant of the gradient of a gated program, the largest eigenvalue of `F^T Pi F`,
/// by power iteration from a fixed start. What it gives is a little too small, so whoever steps by
/// it must check the step.
final class Lipschitz {
  private static final int ITERATIONS = 15;

  private Lipschitz() {}

  static double of(GatedProgram program) {
    double[] s =
        program.project(
            Noise.of(2402, program.rows()).normal(Shape.vector(program.outputs())).toArray());
    double value = 0;
    for (int k = 0; k < ITERATIONS; k++) {
      double norm = GatedPenalty.frobenius(s, 0, s.length);
      if (norm == 0) {
        return Double.MIN_NORMAL;
      }
      for (int i = 0; i < s.length; i++) {
        s[i] /= norm;
      }
      s = program.predict(program.adjoint(s));
      value = GatedPenalty.frobenius(s, 0, s.length);
    }
    return Math.max(1.02 * value, Double.MIN_NORMAL);
  }
}
