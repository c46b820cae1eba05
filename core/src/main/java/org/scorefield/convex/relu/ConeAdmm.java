package org.scorefield.convex.relu;

import org.scorefield.array.Vector;
import org.scorefield.convex.ProgramWatch;
import org.scorefield.linalg.Matrix;
import org.scorefield.linalg.Products;
import org.scorefield.linalg.SymmetricEigen;
import org.scorefield.random.NoiseKey;

/// Solves a {@link ConeProgram} by the alternating direction method of multipliers with conjugate
/// gradients that a {@link Nystrom} sketch preconditions (CRONOS, Feng, Frangella and Pilanci
/// 2411.01088). Copies v = u and s = G u take the norm and the cones:
///
/// `(F^T F + rho (I + G^T G)) u = F^T y + rho (v - lambda + G^T (s - nu))`,
/// `v = shrink_{beta/rho}(u + lambda)`, `s = (G u + nu)_+`, `lambda += u - v`, `nu += G u - s`.
///
/// `G^T G = X^T X` for every unit, whatever its gate. The system is solved in coordinates in which
/// `I + X^T X` is the identity, where it is `A + rho I` with A of low effective rank: exactly what
/// the sketch is for, and one sketch serves for every rho. Over-relaxed by 1.6; rho follows the two
/// residuals until it has moved often enough.
///
/// An iteration takes some conjugate gradient steps of 8nPD and three more products; memory 12nP
/// and 2PD times the rank. Iterates are outside of the cones; for certificates and at the end they
/// are projected.
///
/// @param tolerance relative gap at which to stop, > 0
/// @param iterations of v, s and u at most
/// @param rank of the sketch, >= 0; 0 is no preconditioner but the coordinates
/// @param key of the sketch
public record ConeAdmm(double tolerance, int iterations, int rank, NoiseKey key)
    implements ConeSolver {
  private static final double RELAXATION = 1.6;
  private static final int CHECK = 10;
  private static final int MOST_GRADIENTS = 200;

  /// Iterations between changes of rho, which come ever more seldom.
  private static final int BALANCE = 10;

  public ConeAdmm {
    Requirements.positive(tolerance, iterations);
    if (rank < 0) {
      throw new IllegalArgumentException("the rank of the sketch must be >= 0, got " + rank);
    }
  }

  /// With a sketch of rank 20.
  public static ConeAdmm of(double tolerance, int iterations) {
    return new ConeAdmm(tolerance, iterations, 20, NoiseKey.of(2411));
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
    private final Matrix whitening;
    private final Nystrom sketch;
    private final double[] right;
    private double rho;
    private double[] white;
    private double[] u;
    private double[] v;
    private double[] lambda;
    private double[] s;
    private double[] nu;
    private int nextBalance = BALANCE;

    Run(ConeProgram program, double beta, double[] start) {
      this.program = program;
      this.beta = beta;
      this.units = ConeUnits.all(program);
      this.whitening = whitening(program);
      this.sketch = Nystrom.of(this::curved, start.length, rank, key);
      this.right = units.gradient(program.residual(new double[program.rows()]));
      this.rho = Math.max(1e-3 * largest(), Double.MIN_NORMAL);
      this.u = start;
      this.v = start;
      this.white = new double[start.length];
      this.lambda = new double[start.length];
      this.s = units.sides(units.preActivations(start));
      this.nu = new double[s.length];
    }

    /// `(I + X^T X)^{-1/2}`.
    private static Matrix whitening(ConeProgram program) {
      double[] x = program.cones().rows().shared();
      int width = program.cones().width();
      SymmetricEigen eigen =
          SymmetricEigen.reproducible(
              Products.transposeTimes(x, x, program.rows(), width, width));
      double[] scaled = eigen.vectors().toArray();
      for (int k = 0; k < scaled.length; k++) {
        scaled[k] /= Math.sqrt(Math.sqrt(1 + Math.max(0, eigen.values().get(k % width))));
      }
      Matrix root = Matrix.adopt(width, width, scaled);
      return root.timesTransposed(root);
    }

    /// The largest eigenvalue of A, about.
    private double largest() {
      return sketch.values().length > 0 ? sketch.values()[0] : 1;
    }

    private double[] whitened(double[] z) {
      return Products.times(z, units.count(), whitening);
    }

    /// `A z = W F^T Pi F W z`.
    private double[] curved(double[] z) {
      return whitened(units.gradient(units.predict(units.preActivations(whitened(z)))));
    }

    ConeSolution solve(ProgramWatch watch) {
      FeasiblePoint best = FeasiblePoint.near(program, v, residual(), beta, 0);
      for (int k = 0; ; k++) {
        boolean stopped = watch.cancelled();
        boolean last = k >= iterations || stopped;
        if (k > 0 && (last || k % CHECK == 0)) {
          best =
              best.or(
                  FeasiblePoint.near(
                      program, v, residual(), beta, best.certificate().dual()));
        }
        if (last || k % CHECK == 0) {
          watch.certified(k, best.certificate());
        }
        if (last || best.certificate().within(tolerance)) {
          return best.solution(program, beta, tolerance, k, stopped);
        }
        iterate(k);
      }
    }

    private double[] residual() {
      return program.residual(units.predict(units.preActivations(u)));
    }

    private void iterate(int k) {
      double[] slack = new double[s.length];
      for (int i = 0; i < slack.length; i++) {
        slack[i] = s[i] - nu[i];
      }
      double[] target = units.constraintGradient(slack);
      for (int i = 0; i < target.length; i++) {
        target[i] = right[i] + rho * (v[i] - lambda[i] + target[i]);
      }
      white = conjugateGradients(whitened(target), Math.pow(k + 1, -1.2));
      u = whitened(white);
      double[] sides = units.sides(units.preActivations(u));
      double[] vBefore = v;
      v = new double[u.length];
      for (int i = 0; i < v.length; i++) {
        double mixed = RELAXATION * u[i] + (1 - RELAXATION) * vBefore[i];
        lambda[i] += mixed;
        v[i] = lambda[i];
      }
      units.shrink(v, beta / rho);
      double primal = 0;
      double dual = 0;
      for (int i = 0; i < v.length; i++) {
        lambda[i] -= v[i];
        primal += (u[i] - v[i]) * (u[i] - v[i]);
        dual += (v[i] - vBefore[i]) * (v[i] - vBefore[i]);
      }
      for (int i = 0; i < s.length; i++) {
        double mixed = RELAXATION * sides[i] + (1 - RELAXATION) * s[i] + nu[i];
        double before = s[i];
        s[i] = Math.max(0, mixed);
        nu[i] = mixed - s[i];
        primal += (sides[i] - s[i]) * (sides[i] - s[i]);
        dual += (s[i] - before) * (s[i] - before);
      }
      balance(k, Math.sqrt(primal), Math.sqrt(dual));
    }

    /// Moves rho towards where constraints and optimality come true at the same rate. Scaled
    /// multipliers follow it.
    private void balance(int k, double primal, double dual) {
      if (k < nextBalance) {
        return;
      }
      nextBalance = k + Math.max(BALANCE, k / 2);
      double factor =
          Math.clamp(primal / Math.max(dual, Double.MIN_NORMAL), 0.04, 25);
      if (factor > 0.25 && factor < 4) {
        return;
      }
      double change = Math.sqrt(factor);
      rho *= change;
      for (int i = 0; i < lambda.length; i++) {
        lambda[i] /= change;
      }
      for (int i = 0; i < nu.length; i++) {
        nu[i] /= change;
      }
    }

    /// `(A + rho I)^-1 b` from the last solution, until the residual has fallen to a part of |b|.
    private double[] conjugateGradients(double[] b, double part) {
      double[] z = white.clone();
      double[] r = shifted(z);
      for (int i = 0; i < r.length; i++) {
        r[i] = b[i] - r[i];
      }
      double enough = Math.min(part, 0.1) * norm(r);
      enough = Math.max(enough, 1e-12 * norm(b));
      double[] y = sketch.apply(r, rho);
      double[] p = y.clone();
      double ry = dot(r, y);
      for (int step = 0; step < MOST_GRADIENTS && norm(r) > enough; step++) {
        double[] ap = shifted(p);
        double length = ry / dot(p, ap);
        for (int i = 0; i < z.length; i++) {
          z[i] += length * p[i];
          r[i] -= length * ap[i];
        }
        y = sketch.apply(r, rho);
        double next = dot(r, y);
        for (int i = 0; i < p.length; i++) {
          p[i] = y[i] + next / ry * p[i];
        }
        ry = next;
      }
      return z;
    }

    private double[] shifted(double[] z) {
      double[] out = curved(z);
      for (int i = 0; i < out.length; i++) {
        out[i] += rho * z[i];
      }
      return out;
    }

    private static double dot(double[] a, double[] b) {
      double sum = 0;
      for (int i = 0; i < a.length; i++) {
        sum += a[i] * b[i];
      }
      return sum;
    }

    private static double norm(double[] a) {
      return Math.sqrt(dot(a, a));
    }
  }
}
