package org.scorefield.convex.line;

import org.scorefield.convex.Activation;
import org.scorefield.convex.TwoLayerScore;

import java.util.Comparator;
import java.util.stream.IntStream;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;

/// Training of a two-layer score network on the line, d = 1, as a convex program (Zhang and Pilanci
/// 2402.01965). Over all networks of any width, `s(x) = sum_j alpha_j f(u_j x + b_j) + v x + c`,
///
/// **score matching** (Hyvarinen 2005): minimise `sum_i [s(x_i)^2 / 2 + s'(x_i)] + (beta/2) sum_j
/// (u_j^2 + alpha_j^2)`;
///
/// **denoising score matching** (Vincent 2011): with noisy points `x_i = clean_i + eps delta_i` and
/// targets `y_i = -delta_i / eps`, minimise `sum_i (s(x_i) - y_i)^2 / 2 + (beta/2) sum_j (u_j^2 +
/// alpha_j^2)`.
///
/// Sums, not means: twice the data at the same beta is half the penalty.
///
/// **As a function.** Balanced weights turn the penalty into `beta sum_j |u_j alpha_j|`, and the
/// best network is a piecewise linear function with kinks at data points only. With slopes `p_0 ...
/// p_n` from tail to tail, interior variation `T = |p_2 - p_1| + ... + |p_{n-1} - p_{n-2}|`, m =
/// p_1 + p_{n-1}, S = p_0 + p_n and kappa = 1 for score matching, 0 for denoising, the objective is
///
/// `|s - y|^2 / 2 + kappa (p_1 + ... + p_{n-1} + S/2) + penalty`,
///
/// | network | penalty |
/// |---|---|
/// | ReLU | `(beta - kappa/2) max(T + \|S - m\|, \|S\|)` |
/// | absolute value | `(beta - kappa)/2 (T + \|m\|)`, and S = 0 |
/// | ReLU, skip connection | `(beta - kappa/2) T`, S = m: trend filtering |
/// | absolute value, skip connection | `(beta - kappa)/2 T`, S = m |
///
/// The half that score matching takes off the penalty is what a kink beside a data point gains: the
/// derivative there is the lesser of the two slopes. It is only a gain while the penalty outweighs
/// it, so there is a least beta: {@link #leastBeta()}.
///
/// @param objective which of the two
/// @param activation f
/// @param skip whether v is free; without it v = 0
/// @param beta weight decay, at least {@link #leastBeta()}
/// @param points where the network is fitted: the data, or the noisy ones
/// @param targets y, one for each point; 0 for score matching
public record LineProgram(
    Objective objective,
    Activation activation,
    boolean skip,
    double beta,
    SortedPoints points,
    Vector targets) {

  /// What is minimised.
  public enum Objective {
    SCORE_MATCHING(1),
    DENOISING(0);

    private final int kappa;

    Objective(int kappa) {
      this.kappa = kappa;
    }

    /// The weight of the derivative in the objective: 1 or 0.
    int kappa() {
      return kappa;
    }
  }

  public LineProgram {
    double least = leastBeta(objective, activation, skip);
    if (!(beta >= least) || !Double.isFinite(beta)) {
      throw new IllegalArgumentException(
          objective == Objective.SCORE_MATCHING
              ? "score matching has no minimum below beta = %s for %s %s a skip connection: a kink beside a data point lowers the objective without end; got beta = %s, take %s or more"
                  .formatted(least, activation, skip ? "with" : "without", beta, least)
              : "beta must be finite and at least 0, got " + beta);
    }
    if (targets.size() != points.size()) {
      throw new IllegalArgumentException(
          "need one target for each of " + points.size() + " points, got " + targets.size());
    }
    for (double y : targets.shared()) {
      if (!Double.isFinite(y)) {
        throw new IllegalArgumentException("targets must be finite, got " + y);
      }
      if (objective == Objective.SCORE_MATCHING && y != 0) {
        throw new IllegalArgumentException("score matching has no targets but 0, got " + y);
      }
    }
  }

  /// Score matching on the data.
  public static LineProgram scoreMatching(
      SortedPoints data, Activation activation, boolean skip, double beta) {
    return new LineProgram(
        Objective.SCORE_MATCHING,
        activation,
        skip,
        beta,
        data,
        Vector.adopt(new double[data.size()]));
  }

  /// Denoising score matching: the score of the data with noise of level eps.
  ///
  /// @param clean data in any order; values may repeat
  /// @param noise delta, standard normal, one for each
  /// @param eps noise level, > 0
  public static LineProgram denoising(
      Vector clean, Vector noise, double eps, Activation activation, boolean skip, double beta) {
    if (!(eps > 0) || !Double.isFinite(eps)) {
      throw new IllegalArgumentException(
          "the noise level eps must be positive and finite, got "
              + eps
              + "; without noise use score matching");
    }
    if (clean.size() != noise.size()) {
      throw new IllegalArgumentException(
          "need one noise for each of " + clean.size() + " points, got " + noise.size());
    }
    double[] noisy =
        IntStream.range(0, clean.size())
            .mapToDouble(i -> clean.get(i) + eps * noise.get(i))
            .toArray();
    int[] order =
        IntStream.range(0, noisy.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> noisy[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    return new LineProgram(
        Objective.DENOISING,
        activation,
        skip,
        beta,
        new SortedPoints(Vector.generate(order.length, i -> noisy[order[i]])),
        Vector.generate(order.length, i -> -noise.get(order[i]) / eps));
  }

  /// The least beta for which the objective is bounded below. Score matching: 1, but 2 for the
  /// absolute value with a skip connection; below it a kink just before a data point and its
  /// opposite just behind lower the derivative there faster than they cost. Denoising: 0.
  public double leastBeta() {
    return leastBeta(objective, activation, skip);
  }

  private static double leastBeta(Objective objective, Activation activation, boolean skip) {
    return objective.kappa() * (skip ? activation.kink() : 1);
  }

  /// The weight decays at which the solution changes form; they do not depend on beta.
  public LineThresholds thresholds() {
    return LineThresholds.of(this);
  }

  /// The solution to the default tolerance, 1e-9.
  public LineSolution solve() {
    return solve(LineSolution.TOLERANCE);
  }

  /// The solution: in closed form where there is one, else by {@link LineInteriorPoint}.
  ///
  /// When the thread is interrupted it returns the best so far, whose certificate says how far that
  /// is.
  ///
  /// @param tolerance relative gap to stop at, > 0; what is reached is in the certificate
  /// @throws IllegalArgumentException if points are so close that they coincide in units of the
  ///   deviation of all
  public LineSolution solve(double tolerance) {
    return LineSolution.of(this, tolerance);
  }

  /// The objective of a network, as it stands at the head of this page. Cost: units times points.
  public double objective(TwoLayerScore network) {
    Batch x = Batch.adopt(Shape.vector(1), points.values().shared());
    double[] s = network.score(x).shared();
    double sum = 0;
    for (int i = 0; i < s.length; i++) {
      double residual = s[i] - targets.shared()[i];
      sum += residual * residual / 2;
    }
    if (objective == Objective.SCORE_MATCHING) {
      sum += network.divergence(x).sum();
    }
    return sum + beta / 2 * network.weightDecay();
  }

  /// The gradient of all but the penalty in the weights `sign(alpha) |u alpha|` of the units that
  /// the program chooses from, `A^T (s - y) + b`, at a score whose mean, and slope with a skip
  /// connection, are the best. At the optimum none exceeds beta in magnitude; those of the units in
  /// use equal it.
  ///
  /// The order, each block over the data points j: right-facing units whose kink stands just before
  /// x_j, just behind; left-facing ones, just behind, just before. For the absolute value before
  /// and behind. For denoising right- and left-facing, or the absolute value, at x_j. O(n).
  ///
  /// @param scores s at the points
  public Vector gradient(Vector scores) {
    if (scores.size() != points.size()) {
      throw new IllegalArgumentException(
          "need one score for each of " + points.size() + " points, got " + scores.size());
    }
    LineDual dual = LineDual.of(this);
    return Vector.adopt(dual.columns(dual.point(scores.shared())));
  }

  /// The same program in units in which the points have mean 0 and variance 1: its score is that of
  /// this one times their standard deviation, its optimum that of this one times their variance.
  LineProgram standardised() {
    double scale = Math.sqrt(points.variance());
    return new LineProgram(
        objective,
        activation,
        skip,
        beta,
        points.standardised(),
        Vector.generate(targets.size(), i -> targets.shared()[i] * scale));
  }
}
