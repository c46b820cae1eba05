package org.scorefield.convex.gated;

import java.util.Arrays;
import org.scorefield.array.Rows;

/// A {@link GatedPenalty} over the weights of all gates, flat: block i, D x q row-major, at `i D
/// q`.
///
/// @param penalty R
/// @param count P
/// @param width D
/// @param outputs q
record BlockPenalty(GatedPenalty penalty, int count, int width, int outputs) {
  /// Gates a thread takes at a time.
  private static final int GATES = 16;

  /// Weights of one gate, `D q`.
  int block() {
    return width * outputs;
  }

  /// Weights of all gates, `P D q`.
  int weights() {
    return Math.multiplyExact(count, block());
  }

  /// The proximal map of `t R` at every gate, into `out`.
  ///
  /// @return R of each gate's result
  double[] prox(double[] z, double t, double[] out) {
    double[] norms = new double[count];
    Rows.parallel(
        count,
        GATES,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            norms[i] = penalty.prox(z, i * block(), width, outputs, t, out);
          }
        });
    return norms;
  }

  /// The dual norm at every gate; where the Frobenius norm is at most `enough`, that norm instead,
  /// which is an upper bound and cheaper.
  double[] dualNorms(double[] z, double enough) {
    double[] norms = new double[count];
    Rows.parallel(
        count,
        GATES,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            double bound = frobenius(z, i);
            norms[i] = bound <= enough ? bound : penalty.dualNorm(z, i * block(), width, outputs);
          }
        });
    return norms;
  }

  /// R at every gate.
  double[] penalties(double[] z) {
    double[] norms = new double[count];
    for (int i = 0; i < norms.length; i++) {
      if (frobenius(z, i) > 0) {
        norms[i] = penalty.norm(z, i * block(), width, outputs);
      }
    }
    return norms;
  }

  /// `sum_i R(Z_i)`.
  double of(double[] z) {
    return Arrays.stream(penalties(z)).sum();
  }

  /// Gates whose weights are not all 0.
  int active(double[] z) {
    int active = 0;
    for (int i = 0; i < count; i++) {
      active += frobenius(z, i) > 0 ? 1 : 0;
    }
    return active;
  }

  private double frobenius(double[] z, int gate) {
    return GatedPenalty.frobenius(z, gate * block(), block());
  }
}
