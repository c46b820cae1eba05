package org.scorefield.convex.gated;

import java.util.Arrays;
import org.scorefield.convex.ProgramWatch;

/// Looks for a point of the dual constraints `dualNorm(F_i^T L + C_i) <= goal` of a score-matching
/// program, by accelerated gradient steps on the squared excess over a smaller `target`,
///
/// `h(L) = 1/2 sum_i |W_i|^2, W_i = prox_{target R}(F_i^T L + C_i)`, whose gradient is F W.
///
/// If there is none, F W goes to 0 and -W is a direction in which the objective falls for ever:
/// with `kappa = <C, W> - target R(W) > 0`, a feasible L would have a norm of at least `kappa/|F
/// W|`. One of {@link #BEYOND} times the scale of the program is taken for none: a finding, not a
/// proof.
final class DualFeasibility {
  private static final double BEYOND = 1e4;

  /// What came out.
  sealed interface Answer {}

  /// A point, with `F^T L + C` and the largest dual norm in it.
  record Inside(double[] lambda, double[] slack, double reached) implements Answer {}

  /// No point: the least beta of a bounded program is at least this.
  record Outside(double lowerBound) implements Answer {}

  /// Neither was found.
  record Undecided() implements Answer {}

  private DualFeasibility() {}

  static Answer search(
      GatedProgram program,
      double target,
      double goal,
      double[] start,
      int iterations,
      ProgramWatch watch) {
    double l = Lipschitz.of(program);
    double scale = scale(program);
    double[] point = start;
    double[] ahead = start;
    double t = 1;
    double[] w = new double[program.weights()];
    for (int k = 0; k < iterations && !watch.cancelled(); k++) {
      double[] slack = program.gradient(ahead);
      double reached = Arrays.stream(program.blocks().dualNorms(slack, goal)).max().orElse(0);
      if (reached <= goal) {
        return new Inside(ahead, slack, reached);
      }
      double penalty = Arrays.stream(program.blocks().prox(slack, target, w)).sum();
      double[] gradient = program.predict(w);
      double gain = dot(program.linear(), w);
      double kappa = gain - target * penalty;
      if (kappa > BEYOND * norm(gradient) * Math.max(norm(ahead), scale)) {
        return new Outside(gain / penalty);
      }
      double[] next = new double[point.length];
      double turn = 0;
      for (int i = 0; i < next.length; i++) {
        next[i] = ahead[i] - gradient[i] / l;
        turn += (ahead[i] - next[i]) * (next[i] - point[i]);
      }
      double further = (1 + Math.sqrt(1 + 4 * t * t)) / 2;
      double momentum = turn > 0 ? 0 : (t - 1) / further;
      t = turn > 0 ? 1 : further;
      double[] from = point;
      double[] extrapolated = new double[next.length];
      Arrays.setAll(extrapolated, i -> next[i] + momentum * (next[i] - from[i]));
      point = next;
      ahead = extrapolated;
    }
    return new Undecided();
  }

  /// The norm of the scores of an isotropic Gaussian with the spread of the data, `n d/|X - mean|`.
  private static double scale(GatedProgram program) {
    int n = program.rows();
    int d = program.dimension();
    double[] x = program.gates().data().shared();
    double squares = 0;
    for (int j = 0; j < d; j++) {
      double mean = 0;
      for (int k = j; k < x.length; k += d) {
        mean += x[k] / n;
      }
      for (int k = j; k < x.length; k += d) {
        squares += (x[k] - mean) * (x[k] - mean);
      }
    }
    return squares == 0 ? 1 : n * (double) d / Math.sqrt(squares);
  }

  /// The better of 0 and the residual of the linear score.
  static double[] start(GatedProgram program) {
    double[] zero = new double[program.rows() * program.dimension()];
    double[] linear = program.linearResidual();
    return linear.length > 0 && largest(program, linear) < largest(program, zero) ? linear : zero;
  }

  /// The largest dual norm of a point.
  static double largest(GatedProgram program, double[] lambda) {
    return Arrays.stream(program.blocks().dualNorms(program.gradient(lambda), 0)).max().orElse(0);
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int k = 0; k < a.length; k++) {
      sum += a[k] * b[k];
    }
    return sum;
  }

  private static double norm(double[] a) {
    return GatedPenalty.frobenius(a, 0, a.length);
  }
}
