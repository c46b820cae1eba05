package org.scorefield.convex.relu;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.scorefield.array.Rows;
import org.scorefield.convex.Activation;
import org.scorefield.linalg.Matrix;
import org.scorefield.linalg.Products;
import org.scorefield.linalg.SymmetricEigen;

/// Which neuron fits a residual best: `max |R^T f(X u)|` over `|u| = 1`.
///
/// Where the pattern D of u is given, `f(X u) = D X u` on the cone `K = {u : (2 D - I) X u >= 0}`,
/// and for output weights v of norm 1 the best u is the projection of `M v`, `M = X^T D R`, onto K:
/// the largest correlation is `|P_K(M v)|` (Moreau). With one output v is a sign, and that is the
/// answer. With more, alternating between u and v finds a local maximum; the operator norm of M,
/// which ignores the cone, is an upper bound; and with two outputs an arc of v is bounded by its
/// ends, so that cutting the circle finer and finer gives the maximum to any tolerance ({@link
/// BestNeuronArcs}).
final class BestNeuronSearch {
  /// Patterns that are looked into side by side; fixed, so that threads change no bit.
  private static final int BLOCK = 64;

  /// Rounds of alternating between u and v.
  private static final int ROUNDS = 60;

  /// Moves of a climb.
  private static final int MOVES = 500;

  /// Neighbouring cones that are tried at most in a move.
  private static final int NEIGHBOURS = 8;

  private static final double STILL = 1e-12;

  private final NeuronProblem problem;
  private final double[] rows;
  private final int n;
  private final int width;
  private final int outputs;
  private final double[] residual;
  private final NonNegativeLeastSquares cones;

  /// A neuron of unit weights and what it is worth.
  ///
  /// @param u of norm 1
  /// @param v of norm 1
  /// @param value `v^T R^T f(X u)`, evaluated as such
  /// @param bound no neuron of the pattern is worth more
  /// @param active rows whose kink it stands on, the ones it presses against hardest first
  record Found(
      double[] u,
      double[] v,
      double value,
      double bound,
      BestNeuronPattern pattern,
      int[] active) {}

  /// @param residual R, n x q
  BestNeuronSearch(NeuronProblem problem, double[] residual) {
    this(problem, residual, new NonNegativeLeastSquares(problem.rows()));
  }

  /// @param cones of the rows of the problem
  BestNeuronSearch(NeuronProblem problem, double[] residual, NonNegativeLeastSquares cones) {
    this.problem = problem;
    this.rows = problem.rows().shared();
    this.n = problem.count();
    this.width = problem.width();
    this.outputs = problem.outputs();
    this.residual = residual;
    this.cones = cones;
  }

  /// The best neuron of several patterns. Those whose operator norm is below what was found are not
  /// looked into.
  ///
  /// @param tolerance relative, of the bound where there are two outputs
  Found over(List<BestNeuronPattern> patterns, double tolerance) {
    double[] norms = new double[patterns.size()];
    Rows.parallel(
        norms.length,
        BLOCK,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            norms[i] = operatorNorm(moment(patterns.get(i)));
          }
        });
    int[] order =
        IntStream.range(0, norms.length)
            .boxed()
            .sorted(Comparator.comparingDouble((Integer i) -> -norms[i]))
            .mapToInt(i -> i)
            .toArray();
    Found best = nothing();
    for (int from = 0; from < order.length && norms[order[from]] > best.value; from += BLOCK) {
      Found[] block = new Found[Math.min(BLOCK, order.length - from)];
      int start = from;
      double floor = best.value;
      Rows.parallel(
          block.length,
          1,
          (k, _) -> block[k] = within(patterns.get(order[start + k]), floor, tolerance));
      for (Found found : block) {
        best = better(best, found);
      }
    }
    return best;
  }

  /// The neuron that is worth more, with the larger of the bounds.
  static Found better(Found a, Found b) {
    Found best = b.value > a.value ? b : a;
    double bound = Math.max(best.value, Math.max(a.bound, b.bound));
    return new Found(best.u, best.v, best.value, bound, best.pattern, best.active);
  }

  Found nothing() {
    return new Found(
        new double[width],
        new double[outputs],
        0,
        0,
        new BestNeuronPattern(new long[(n + 63) / 64]),
        new int[0]);
  }

  /// The best neuron of a pattern.
  ///
  /// @param floor bounds below it need not be tight
  Found within(BestNeuronPattern pattern, double floor, double tolerance) {
    double[] m = moment(pattern);
    if (outputs == 1) {
      Found up = projected(pattern, m, new double[] {1}, new int[0]);
      return better(up, projected(pattern, m, new double[] {-1}, new int[0]));
    }
    if (outputs == 2) {
      return BestNeuronArcs.search(
          v -> projected(pattern, m, v, new int[0]), nothing(), floor, tolerance);
    }
    double[] top = topOutput(m);
    Found best = better(alternated(pattern, m, top), alternated(pattern, m, negative(top)));
    return new Found(best.u, best.v, best.value, operatorNorm(m), best.pattern, best.active);
  }

  /// Alternates between the best u for v and the best v for u.
  private Found alternated(BestNeuronPattern pattern, double[] m, double[] start) {
    Found at = projected(pattern, m, start, new int[0]);
    for (int round = 0; round < ROUNDS && at.value > 0; round++) {
      double[] v = output(at.u);
      Found next = projected(pattern, m, v, at.active);
      if (next.value <= at.value * (1 + STILL)) {
        return at;
      }
      at = next;
    }
    return at;
  }

  /// The best u of a pattern for output weights v: the projection of M v onto its cone.
  private Found projected(BestNeuronPattern pattern, double[] m, double[] v, int[] start) {
    double[] c = times(m, v);
    NonNegativeLeastSquares.Solution solution = cones.solve(c, pattern.words(), start);
    double bound = Math.sqrt(NeuronProblem.squared(solution.residual()));
    if (bound <= 1e-14 * Math.sqrt(NeuronProblem.squared(c))) {
      return nothing();
    }
    double[] u = scaled(solution.residual(), 1 / bound);
    return new Found(u, v, worth(u, v), bound, pattern, byPressure(solution));
  }

  private static int[] byPressure(NonNegativeLeastSquares.Solution solution) {
    return IntStream.range(0, solution.active().length)
        .boxed()
        .sorted(Comparator.comparingDouble((Integer k) -> -solution.weights()[k]))
        .mapToInt(k -> solution.active()[k])
        .toArray();
  }

  /// Climbs from a gate to a neuron that no neighbouring cone improves on: to the direction of
  /// steepest ascent as long as that pays, else to the best of the cone, else through one of the
  /// walls it stands at.
  Found climb(double[] gate) {
    Found at = stand(scaled(gate, 1 / Math.sqrt(NeuronProblem.squared(gate))));
    for (int move = 0; move < MOVES; move++) {
      Found next = step(at);
      if (next.value <= at.value * (1 + 1e-10)) {
        return better(at, next);
      }
      at = next;
    }
    return at;
  }

  private Found step(Found at) {
    double[] m = moment(at.pattern);
    Found ahead = projected(at.pattern, m, at.v, at.active);
    double[] c = times(m, at.v);
    double length = Math.sqrt(NeuronProblem.squared(c));
    if (length > 0) {
      Found far = stand(scaled(c, 1 / length));
      if (far.value > Math.max(at.value, ahead.value) * (1 + STILL)) {
        return far;
      }
    }
    if (ahead.value > at.value * (1 + STILL)) {
      return new Found(
          ahead.u, output(ahead.u), norm(correlations(ahead.u)), 0, ahead.pattern, ahead.active);
    }
    Found best = ahead;
    int[] walls = ahead.active;
    for (int k = -1; k < Math.min(walls.length, NEIGHBOURS) && walls.length > 0; k++) {
      BestNeuronPattern beside = k < 0 ? at.pattern.flipped(walls) : at.pattern.flipped(walls[k]);
      best = better(best, projected(beside, moment(beside), at.v, walls));
    }
    return best;
  }

  /// A given direction with its best output weights.
  Found stand(double[] u) {
    double[] raw = correlations(u);
    double value = norm(raw);
    double[] v = value > 0 ? scaled(raw, 1 / value) : raw;
    return new Found(u, v, value, 0, BestNeuronPattern.of(rows, n, u), new int[0]);
  }

  private double[] output(double[] u) {
    double[] raw = correlations(u);
    double length = norm(raw);
    return length > 0 ? scaled(raw, 1 / length) : raw;
  }

  /// `R^T f(X u)`, by output.
  private double[] correlations(double[] u) {
    double[] sum = new double[outputs];
    Activation f = problem.activation();
    for (int r = 0; r < n; r++) {
      double h = f.value(BestNeuronPattern.dot(rows, r, u));
      if (h != 0) {
        for (int k = 0; k < outputs; k++) {
          sum[k] += h * residual[r * outputs + k];
        }
      }
    }
    return sum;
  }

  private double worth(double[] u, double[] v) {
    double[] raw = correlations(u);
    double sum = 0;
    for (int k = 0; k < outputs; k++) {
      sum += raw[k] * v[k];
    }
    return sum;
  }

  /// `M = X^T D R`, D x q; a closed row counts 0 for ReLU and -1 for the absolute value.
  double[] moment(BestNeuronPattern pattern) {
    double[] m = new double[width * outputs];
    double closed = problem.activation().derivative(-1);
    for (int r = 0; r < n; r++) {
      double sign = pattern.open(r) ? 1 : closed;
      if (sign != 0) {
        for (int j = 0; j < width; j++) {
          double x = sign * rows[r * width + j];
          for (int k = 0; k < outputs; k++) {
            m[j * outputs + k] += x * residual[r * outputs + k];
          }
        }
      }
    }
    return m;
  }

  private double[] times(double[] m, double[] v) {
    double[] c = new double[width];
    for (int j = 0; j < width; j++) {
      for (int k = 0; k < outputs; k++) {
        c[j] += m[j * outputs + k] * v[k];
      }
    }
    return c;
  }

  private double operatorNorm(double[] m) {
    if (outputs == 1 || width == 1) {
      return norm(m);
    }
    Matrix gram = gram(m);
    if (gram.rows() == 2) {
      double half = (gram.get(0, 0) + gram.get(1, 1)) / 2;
      double rest = Math.hypot((gram.get(0, 0) - gram.get(1, 1)) / 2, gram.get(0, 1));
      return Math.sqrt(half + rest);
    }
    return Math.sqrt(Math.max(0, SymmetricEigen.valuesOf(gram).first()));
  }

  /// `M^T M` or `M M^T`, whichever is smaller.
  private Matrix gram(double[] m) {
    if (outputs <= width) {
      return Products.transposeTimes(m, m, width, outputs, outputs);
    }
    Matrix wide = Matrix.adopt(width, outputs, m);
    return wide.timesTransposed(wide);
  }

  /// The right singular vector of the largest singular value.
  private double[] topOutput(double[] m) {
    Matrix gram = Products.transposeTimes(m, m, width, outputs, outputs);
    Matrix vectors = SymmetricEigen.reproducible(gram).vectors();
    double[] v = new double[outputs];
    Arrays.setAll(v, k -> vectors.get(k, 0));
    return v;
  }

  private static double norm(double[] a) {
    return Math.sqrt(NeuronProblem.squared(a));
  }

  static double[] scaled(double[] a, double c) {
    return Arrays.stream(a).map(v -> c * v).toArray();
  }

  private static double[] negative(double[] a) {
    return scaled(a, -1);
  }
}
