package org.scorefield.convex.line;

import java.util.Arrays;

/// Solves a {@link LineProgram} through its dual by a primal-dual interior-point method with
/// Mehrotra's predictor and corrector (SIAM J. Optim. 2, 1992), as Kim, Koh, Boyd and Gorinevsky
/// (SIAM Review 51, 2009) solve trend filtering. A few dozen iterations whatever n, each two or
/// three smoothings by {@link DoubleIntegrator}: O(n), about 400 bytes a point.
///
/// First-order methods are no alternative here: the squared condition number of second differences
/// grows as n^4 on even spacings, and far faster on those of random data.
///
/// It starts in the middle of the tube, on the central path: every iterate satisfies the
/// constraints of the dual, so its value is a bound, and the scale of the smallest spacing is
/// worked off first. The primal point is the function through its values where multipliers are
/// large, with all else chosen best ({@link LineFit}). The best of each are kept.
final class LineInteriorPoint {
  private static final int ITERATIONS = 200;
  private static final double BOUNDARY = 0.995;
  private static final double DRIFT = 0.01;

  /// Iterations without progress after which rounding is what is left.
  private static final int PATIENCE = 8;

  private final LineProgram program;
  private final LineDual dual;
  private final double[] spacings;
  private final int n;
  private final int families;
  // Constraints j of family f at f n + j; the two bounds of c behind them.
  private final double[] slack;
  private final double[] multiplier;
  private final double[] slackMove;
  private final double[] multiplierMove;
  private final double[] function;
  private double[] r;
  private double c;
  private int iterations;

  private LineFit best;
  private double bestDual = Double.NEGATIVE_INFINITY;

  private LineInteriorPoint(LineProgram program) {
    this.program = program;
    dual = LineDual.of(program);
    double[] x = program.points().values().shared();
    n = x.length;
    families = dual.families();
    spacings = new double[n - 1];
    Arrays.setAll(spacings, i -> x[i + 1] - x[i]);
    slack = new double[families * n + 2];
    multiplier = new double[families * n + 2];
    slackMove = new double[families * n + 2];
    multiplierMove = new double[families * n + 2];
    best = LineFit.affine(program);
    LineDual.Centre centre = dual.centre();
    function = centre.function();
    r = centre.r();
    c = centre.c();
  }

  /// @param fit the best score found
  /// @param dual the best lower bound found
  /// @param iterations that it took
  record Result(LineFit fit, double dual, int iterations) {}

  /// @param program in units in which its points have variance 1
  static Result solve(LineProgram program, double tolerance) {
    return new LineInteriorPoint(program).run(tolerance);
  }

  private Result run(double tolerance) {
    begin();
    int idle = 0;
    while (iterations < ITERATIONS
        && idle < PATIENCE
        && !closed(tolerance)
        && !Thread.currentThread().isInterrupted()) {
      double before = best.objective() - bestDual;
      step();
      iterations++;
      record();
      double gap = best.objective() - bestDual;
      idle = gap < before || gap == Double.POSITIVE_INFINITY ? 0 : idle + 1;
    }
    return new Result(best, bestDual, iterations);
  }

  private boolean closed(double tolerance) {
    return bestDual > Double.NEGATIVE_INFINITY
        && best.objective() - bestDual
            <= tolerance * Math.max(Math.abs(best.objective()), Math.abs(bestDual));
  }

  /// Slacks of the middle of the tube, and multipliers so large that it is on the central path:
  /// beside them the kinks of the function there are small.
  private void begin() {
    double[] kinks = LineFit.kinks(program, function);
    double largest = 1;
    for (double kink : kinks) {
      largest = Math.max(largest, Math.abs(kink));
    }
    double mu = largest * dual.width();
    each((k, f, j) -> {
      slack[k] = slackAt(f, j, r, c);
      multiplier[k] = mu / slack[k];
    });
  }

  @FunctionalInterface
  private interface Constraint {
    void at(int k, int family, int j);
  }

  /// Every constraint: index, family, point; the bounds of c have no family but -1 above, -2 below.
  private void each(Constraint body) {
    for (int f = 0; f < families; f++) {
      for (int j = 1; j < n - 1; j++) {
        body.at(f * n + j, f, j);
      }
    }
    if (!program.skip()) {
      body.at(families * n, -1, 0);
      body.at(families * n + 1, -2, 0);
    }
  }

  private double slackAt(int f, int j, double[] at, double border) {
    return f >= 0
        ? dual.slack(f, at[j], border)
        : f == -1 ? dual.highestC() - border : border - dual.lowestC();
  }

  private double onR(int f) {
    return f >= 0 ? dual.onR()[f] : 0;
  }

  private double onC(int f) {
    return f >= 0 ? dual.onC()[f] : f == -1 ? 1 : -1;
  }

  private int constraints() {
    return families * (n - 2) + (program.skip() ? 0 : 2);
  }

  private double complementarity(double step) {
    double sum = 0;
    for (int k = 0; k < slack.length; k++) {
      sum += (slack[k] + step * slackMove[k]) * (multiplier[k] + step * multiplierMove[k]);
    }
    return sum / constraints();
  }

  private void step() {
    Newton newton = new Newton();
    Arrays.fill(slackMove, 0);
    Arrays.fill(multiplierMove, 0);
    double mu = complementarity(0);
    newton.move(0);
    double reached = complementarity(longest());
    double centring = Math.pow(reached / mu, 3);
    Move move = newton.move(Math.min(1, centring) * mu);
    double length = Math.min(1, BOUNDARY * longest());
    each((k, f, j) -> {
      slack[k] += length * slackMove[k];
      multiplier[k] += length * multiplierMove[k];
    });
    for (int j = 0; j < n; j++) {
      r[j] += length * move.r[j];
      function[j] += length * (move.function[j] - function[j]);
    }
    c += length * move.c;
  }

  /// The longest step that keeps slacks and multipliers positive.
  private double longest() {
    double[] length = {1 / BOUNDARY};
    each((k, f, j) -> {
      if (slackMove[k] < 0) {
        length[0] = Math.min(length[0], -slack[k] / slackMove[k]);
      }
      if (multiplierMove[k] < 0) {
        length[0] = Math.min(length[0], -multiplier[k] / multiplierMove[k]);
      }
    });
    return length[0];
  }

  /// Where a full step leads: the function itself, and the changes of R and c.
  private record Move(double[] function, double[] r, double c) {}

  /// The linear system of one iteration. Eliminating slacks and multipliers leaves the double
  /// integrator with precisions `d_j = sum_f r_f^2 z/slack`, bordered by the one number c.
  private final class Newton {
    private final DoubleIntegrator integrator;
    // What a unit of c does: to s, to R, to the left sides of the constraints.
    private final double[] unitFunction;
    private final double[] unitR;
    private final double[] unitToward = new double[slack.length];
    private final double curvature;

    Newton() {
      double[] precisions = new double[n];
      double[] pull = new double[n];
      each((k, f, j) -> {
        double weight = multiplier[k] / slack[k];
        precisions[j] += onR(f) * onR(f) * weight;
        pull[j] -= onR(f) * onC(f) * weight;
      });
      integrator = new DoubleIntegrator(spacings, precisions);
      if (program.skip()) {
        unitFunction = new double[0];
        unitR = new double[0];
        curvature = 1;
        return;
      }
      DoubleIntegrator.Smoothed unit = integrator.smooth(new double[n], pull, 1);
      unitFunction = unit.function();
      unitR = unit.r();
      // As a sum of squares: the difference of the corner and what is eliminated cancels.
      double[] sum = {dot(unitFunction, unitFunction)};
      each((k, f, j) -> {
        unitToward[k] = onR(f) * unitR[j] + onC(f);
        sum[0] += multiplier[k] / slack[k] * unitToward[k] * unitToward[k];
      });
      curvature = sum[0];
    }

    /// Fills in the moves of slacks and multipliers.
    ///
    /// @param target of the products slack times multiplier; the moves that stand are the predictor
    ///   whose second order is corrected
    Move move(double target) {
      double[] pull = new double[n];
      double[] goal = new double[slack.length];
      each((k, f, j) -> {
        goal[k] = (target - slackMove[k] * multiplierMove[k]) / slack[k];
        pull[j] -= onR(f) * goal[k];
      });
      DoubleIntegrator.Smoothed base = integrator.smooth(function, pull, 0);
      double[] moved = base.r();
      double[] next = base.function();
      each((k, f, j) -> slackMove[k] = -onR(f) * moved[j]);
      double change = program.skip() ? 0 : bestChange(goal, next);
      each((k, f, j) -> {
        slackMove[k] -= change * unitToward[k];
        multiplierMove[k] = goal[k] - multiplier[k] / slack[k] * slackMove[k] - multiplier[k];
      });
      for (int j = 0; j < unitR.length; j++) {
        moved[j] += change * unitR[j];
        next[j] += change * unitFunction[j];
      }
      return new Move(next, moved, change);
    }

    /// The change of c at which the objective is least; slacks have moved as without one.
    private double bestChange(double[] goal, double[] next) {
      double[] slope = {dot(next, unitFunction)};
      each((k, f, j) ->
          slope[0] += (goal[k] - multiplier[k] / slack[k] * slackMove[k]) * unitToward[k]);
      return -slope[0] / curvature;
    }

    private static double dot(double[] a, double[] b) {
      double sum = 0;
      for (int j = 0; j < a.length; j++) {
        sum += a[j] * b[j];
      }
      return sum;
    }
  }

  /// Keeps what is better than before.
  private void record() {
    double sum = 0;
    double largest = 0;
    for (int k = 0; k < families * n; k++) {
      sum += multiplier[k];
      largest = Math.max(largest, multiplier[k]);
    }
    keep(LineFit.through(program, function, knots(sum / constraints() / dual.width())));
    keep(LineFit.through(program, function, knots(largest / dual.width())));
    settle();
    bestDual = Math.max(bestDual, dual.value(r));
  }

  /// Takes R and the slacks anew from the function, if that moves no slack by more than a small
  /// part of it: what the first, large iterates left of rounding goes.
  private void settle() {
    LineDual.Point point = dual.point(function);
    boolean[] close = {true};
    each((k, f, j) ->
        close[0] &= Math.abs(slackAt(f, j, point.r(), point.c()) - slack[k]) <= DRIFT * slack[k]);
    if (close[0]) {
      r = point.r();
      c = point.c();
      each((k, f, j) -> slack[k] = slackAt(f, j, r, c));
    }
  }

  private void keep(LineFit fit) {
    if (fit.objective() < best.objective()) {
      best = fit;
    }
  }

  /// Where the multiplier is large beside its slack.
  private boolean[] knots(double threshold) {
    boolean[] out = new boolean[n];
    for (int f = 0; f < families; f++) {
      for (int j = 1; j < n - 1; j++) {
        out[j] |= multiplier[f * n + j] > threshold * slack[f * n + j];
      }
    }
    return out;
  }
}
