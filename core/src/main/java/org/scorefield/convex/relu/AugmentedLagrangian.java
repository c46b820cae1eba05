package org.scorefield.convex.relu;

import org.scorefield.array.Vector;
import org.scorefield.convex.ProgramWatch;
import org.scorefield.linalg.Products;
import org.scorefield.linalg.SymmetricEigen;

/// Solves a {@link ConeProgram} by the method of multipliers (Hestenes 1969, Powell 1969; for these
/// programs Mishkin, Sahiner and Pilanci 2202.01331): the cones `G u >= 0` become
///
/// `delta/2 |(m/delta - G u)_+|^2`, with `m <- (m - delta G u)_+` after each minimisation in u,
///
/// which is by accelerated proximal gradient steps on all 2P units, to a tolerance that falls as
/// the constraints come to hold. delta starts where both parts curve alike, is first doubled or
/// halved until the violation is moderate, and later doubled when the multipliers alone do not
/// bring it down fourfold.
///
/// Iterates are outside of the cones; for certificates and at the end they are projected, which
/// takes {@link NonNegativeLeastSquares} for each unit. A step is 12nPD; memory 8nP numbers.
///
/// @param tolerance relative gap at which to stop, > 0
/// @param iterations gradient steps at most
public record AugmentedLagrangian(double tolerance, int iterations) implements ConeSolver {
  /// Relative violation above which delta is doubled before multipliers move, and below which it is
  /// halved.
  private static final double COARSE = 0.1;

  private static final double FINE = 0.01;
  private static final int ROUNDS_OF_DELTA = 8;

  /// What a round of multipliers should leave of the violation.
  private static final double PROGRESS = 0.25;

  public AugmentedLagrangian {
    Requirements.positive(tolerance, iterations);
  }

  @Override
  public ConeSolution solve(
      ConeProgram program, double beta, Vector start, ProgramWatch watch) {
    Requirements.solvable(program, beta, start);
    return new Run(program, beta, start.toArray()).solve(watch);
  }

  /// One solution, on one thread.
  private final class Run {
    private final ConeProgram program;
    private final double beta;
    private final ConeUnits units;
    private final double curvature;
    private final double cones;
    private double[] u;
    private double[] multipliers;
    private double delta;
    private double accuracy = 0.1;
    private int steps;

    Run(ConeProgram program, double beta, double[] start) {
      this.program = program;
      this.beta = beta;
      this.units = ConeUnits.all(program);
      this.curvature = units.curvature();
      double[] x = program.cones().rows().shared();
      int width = units.width();
      this.cones =
          SymmetricEigen.valuesOf(
                  Products.transposeTimes(x, x, program.rows(), width, width))
              .first();
      this.u = start;
      this.multipliers = new double[Math.multiplyExact(program.rows(), units.count())];
      this.delta = cones > 0 ? curvature / cones : 1;
    }

    ConeSolution solve(ProgramWatch watch) {
      FeasiblePoint best = point(Double.NEGATIVE_INFINITY);
      double before = Double.POSITIVE_INFINITY;
      for (int round = 0; ; round++) {
        watch.certified(steps, best.certificate());
        boolean stopped = watch.cancelled();
        if (best.certificate().within(tolerance) || stopped || steps >= iterations) {
          return best.solution(program, beta, tolerance, steps, stopped);
        }
        minimise(watch);
        double[] sides = units.sides(units.preActivations(u));
        double violation = violation(sides);
        if (round < ROUNDS_OF_DELTA && (violation > COARSE || violation < FINE / 10)) {
          delta *= violation > COARSE ? 2 : 0.5;
        } else {
          for (int k = 0; k < sides.length; k++) {
            multipliers[k] = Math.max(0, multipliers[k] - delta * sides[k]);
          }
          delta *= violation > PROGRESS * before ? 2 : 1;
          before = violation;
          accuracy = Math.max(accuracy / 3, tolerance / 100);
        }
        best = best.or(point(best.certificate().dual()));
      }
    }

    private FeasiblePoint point(double known) {
      double[] residual = program.residual(units.predict(units.preActivations(u)));
      return FeasiblePoint.near(program, u, residual, beta, known);
    }

    /// `|(-G u)_+| / |G u|`.
    private double violation(double[] sides) {
      double outside = 0;
      double all = Double.MIN_NORMAL;
      for (double z : sides) {
        outside += z < 0 ? z * z : 0;
        all += z * z;
      }
      return Math.sqrt(outside / all);
    }

    /// Minimises the augmented Lagrangian in u until the proximal gradient is a fraction of beta.
    private void minimise(ProgramWatch watch) {
      double lipschitz = 1.1 * curvature + delta * cones;
      double[] ahead = u;
      double t = 1;
      double rest = Double.POSITIVE_INFINITY;
      while (rest > accuracy * beta && steps < iterations && !watch.cancelled()) {
        double[] next = descend(ahead, lipschitz);
        rest = 0;
        double turn = 0;
        for (int k = 0; k < next.length; k++) {
          double moved = next[k] - ahead[k];
          rest += moved * moved;
          turn -= moved * (next[k] - u[k]);
        }
        rest = lipschitz * Math.sqrt(rest);
        double further = (1 + Math.sqrt(1 + 4 * t * t)) / 2;
        double momentum = turn > 0 ? 0 : (t - 1) / further;
        t = turn > 0 ? 1 : further;
        ahead = next.clone();
        for (int k = 0; k < next.length; k++) {
          ahead[k] += momentum * (next[k] - u[k]);
        }
        u = next;
        steps++;
      }
    }

    /// One proximal gradient step.
    private double[] descend(double[] from, double lipschitz) {
      double[] pre = units.preActivations(from);
      double[] loss = units.gradient(program.residual(units.predict(pre)));
      double[] pull = units.sides(pre);
      for (int k = 0; k < pull.length; k++) {
        pull[k] = Math.max(0, multipliers[k] - delta * pull[k]);
      }
      double[] back = units.constraintGradient(pull);
      double[] out = from.clone();
      for (int k = 0; k < out.length; k++) {
        out[k] += (loss[k] + back[k]) / lipschitz;
      }
      units.shrink(out, beta / lipschitz);
      return out;
    }
  }
}
