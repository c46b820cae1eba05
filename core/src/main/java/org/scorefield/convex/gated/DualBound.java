package org.scorefield.convex.gated;

import java.util.Arrays;
import org.scorefield.convex.ProgramWatch;

/// Lower bounds of a gated program at one beta, from the dual
///
/// `max_L -|L|^2/2 - <L, T> + constant subject to dualNorm(F_i^T L + C_i) <= beta for all i`,
///
/// whose solution is the residual `Pi S - T` of the optimum. That of an iterate violates the
/// constraints a little, so it is drawn towards a point L0 strictly inside: at `(1 - w) L0 + w L`
/// the norm of gate i is at most `(1 - w) a_i + w b_i` by convexity, which gives w with no search.
/// Denoising has L0 = 0; score matching has to look for it.
final class DualBound {
  private static final double[][] MARGINS = {{0.8, 0.9}, {0.95, 0.975}, {0.995, 0.9975}};
  private static final int ITERATIONS = 3000;

  private final double beta;
  private final double[] inside;
  private final double[] norms;

  /// @param inside L0, empty if none is known
  /// @param norms a_i
  private DualBound(double beta, double[] inside, double[] norms) {
    this.beta = beta;
    this.inside = inside;
    this.norms = norms;
  }

  /// @param start where to look first: the residual of a solution at a neighbouring beta
  /// @throws UnboundedProgram if the program is
  static DualBound of(GatedProgram program, double beta, double[] start, ProgramWatch watch) {
    if (!program.matchesScores()) {
      double[] zero = new double[program.rows() * program.outputs()];
      return new DualBound(beta, zero, new double[program.gates().count()]);
    }
    for (double[] margin : MARGINS) {
      DualFeasibility.Answer answer =
          DualFeasibility.search(
              program, margin[0] * beta, margin[1] * beta, start, ITERATIONS, watch);
      if (answer instanceof DualFeasibility.Inside in) {
        return new DualBound(beta, in.lambda(), program.blocks().dualNorms(in.slack(), 0));
      }
    }
    if (DualFeasibility.search(program, beta, beta, start, ITERATIONS, watch)
        instanceof DualFeasibility.Outside out) {
      throw new UnboundedProgram(beta, Math.max(beta, out.lowerBound()));
    }
    return new DualBound(beta, new double[0], new double[0]);
  }

  /// The same bound of a program over some of the gates.
  DualBound restrictedTo(int[] kept) {
    return inside.length == 0
        ? this
        : new DualBound(beta, inside, Arrays.stream(kept).mapToDouble(i -> norms[i]).toArray());
  }

  /// A lower bound of the optimum.
  ///
  /// @param residual `Pi S - T` of the iterate
  /// @param violation dual norms of its gradient
  double value(GatedProgram program, double[] residual, double[] violation) {
    double most = 1;
    for (int i = 0; i < violation.length; i++) {
      if (violation[i] > beta) {
        most =
            inside.length == 0 ? -1 : Math.min(most, (beta - norms[i]) / (violation[i] - norms[i]));
      }
    }
    if (most < 0) {
      return Double.NEGATIVE_INFINITY;
    }
    double[] from = inside.length == 0 ? residual : inside;
    double[] target = program.target();
    double slope = 0;
    double curvature = 0;
    for (int k = 0; k < from.length; k++) {
      double step = residual[k] - from[k];
      slope -= (from[k] + target[k]) * step;
      curvature += step * step;
    }
    double best = curvature == 0 ? 0 : Math.clamp(slope / curvature, 0, most);
    double sum = 0;
    for (int k = 0; k < from.length; k++) {
      double lambda = from[k] + best * (residual[k] - from[k]);
      sum -= lambda * (lambda / 2 + target[k]);
    }
    return sum + program.constant();
  }
}
