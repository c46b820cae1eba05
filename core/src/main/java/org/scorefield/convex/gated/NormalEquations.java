package org.scorefield.convex.gated;

import org.scorefield.convex.Certificate;
import org.scorefield.convex.ProgramWatch;

import java.util.Arrays;
import org.scorefield.array.Vector;
import org.scorefield.linalg.Matrix;
import org.scorefield.linalg.Products;

/// A gated regression ({@link GatedProgram#regression}, {@link GatedProgram#denoising}) without its
/// rows: with `G = F^T Pi F` (PD x PD) and `B = F^T Pi Y` (PD x q) it is
///
/// `min_Z 1/2 <Z, G Z> - <B, Z> + 1/2 |Pi Y|^2 + beta sum_i R(Z_i)`,
///
/// the same program and the same certificate, at `2 (PD)^2 q` a step instead of `4 n PD q`: it pays
/// where there are many rows for each gate and many steps to take, as along a regularisation path.
/// Making G costs n (PD)^2, once for all beta.
///
/// The dual point of the certificate is a multiple of the residual with which no gate correlates by
/// more than beta; in terms of G and B it takes no rows either, and that is what the watch hears.
/// It comes as a difference of numbers as large as |Y|^2 and is off by about 1e-15 of that, which
/// is much beside the objective where the fit is close. So the certificate of the solution is taken
/// from the rows, once for each attempt to end there; for the smallest gaps there is {@link
/// GatedSolver}.
public final class NormalEquations {
  private static final int CHECK = 10;
  private static final int POWER_ITERATIONS = 20;
  private static final long LARGEST = 20_000;

  private final GatedProgram program;
  private final Matrix gram;
  private final double[] right;
  private final double squares;
  private final double curvature;

  private NormalEquations(GatedProgram program, Matrix gram, double[] right, double squares) {
    this.program = program;
    this.gram = gram;
    this.right = right;
    this.squares = squares;
    this.curvature = largestEigenvalue(gram);
  }

  /// Whether steps are cheaper without the rows, and G fits into a quarter of the heap.
  public static boolean pay(GatedProgram program) {
    long columns = (long) program.gates().count() * program.gates().width();
    return !program.matchesScores()
        && columns <= 2L * program.rows()
        && columns <= LARGEST
        && 8.0 * columns * columns < Runtime.getRuntime().maxMemory() / 4.0;
  }

  /// @throws IllegalArgumentException if the program is score matching with its trace term
  public static NormalEquations of(GatedProgram program) {
    if (program.matchesScores()) {
      throw new IllegalArgumentException(
          "normal equations are those of a regression; solve score matching by GatedSolver");
    }
    int columns = program.gates().count() * program.gates().width();
    double[] target = program.target();
    return new NormalEquations(
        program,
        Matrix.adopt(columns, columns, program.gram()),
        program.adjoint(target),
        dot(target, target));
  }

  private static double largestEigenvalue(Matrix gram) {
    double[] v = new double[gram.rows()];
    for (int i = 0; i < v.length; i++) {
      // A gate that is open everywhere is affine, and its projection off that is rounding.
      v[i] = Math.sqrt(Math.max(0, gram.get(i, i))) + Double.MIN_NORMAL;
    }
    double value = Double.MIN_NORMAL;
    for (int k = 0; k < POWER_ITERATIONS; k++) {
      double norm = Math.sqrt(dot(v, v));
      for (int i = 0; i < v.length; i++) {
        v[i] /= norm;
      }
      double[] next = Products.times(gram.shared(), v.length, Matrix.adopt(v.length, 1, v));
      value = Math.sqrt(dot(next, next));
      v = next;
      if (value == 0) {
        return Double.MIN_NORMAL;
      }
    }
    return 1.02 * value;
  }

  /// The least beta at which all gates are shut: {@link GatedProgram#largestBeta}.
  public double largestBeta() {
    return Arrays.stream(program.dualNorms(right, 0)).max().orElse(0);
  }

  /// The accelerated proximal gradient method with restarts, as {@link GatedSolver} uses it, from
  /// given weights.
  ///
  /// @param beta > 0
  /// @param tolerance relative gap at which to stop
  /// @param iterations gradient steps at most
  public GatedSolution solve(
      double beta, Vector start, double tolerance, int iterations, ProgramWatch watch) {
    if (!(beta > 0) || !Double.isFinite(beta)) {
      throw new IllegalArgumentException("beta must be positive and finite, got " + beta);
    }
    if (start.size() != program.weights()) {
      throw new IllegalArgumentException(
          "the start has " + start.size() + " weights, the program " + program.weights());
    }
    return new Run(beta, start.toArray()).solve(tolerance, iterations, watch);
  }

  /// `G Z`.
  private double[] times(double[] z) {
    int q = program.outputs();
    return Products.times(gram.shared(), gram.rows(), Matrix.adopt(z.length / q, q, z));
  }

  /// One beta.
  private final class Run {
    private final double beta;
    private double[] z;
    private double[] image;
    private double penalty;
    private double[] ahead;
    private double[] imageAhead;
    private double t = 1;
    private double lipschitz = curvature;
    private double dual = Double.NEGATIVE_INFINITY;
    // The weights whose residual gave the best bound.
    private double[] witness;

    Run(double beta, double[] start) {
      this.beta = beta;
      this.z = start;
      this.witness = start;
      this.image = times(start);
      this.penalty = program.penaltyOf(start);
      this.ahead = z;
      this.imageAhead = image;
    }

    GatedSolution solve(double tolerance, int iterations, ProgramWatch watch) {
      int nextAttempt = 0;
      for (int k = 0; ; k++) {
        boolean stopped = watch.cancelled();
        boolean last = k >= iterations || stopped;
        if (last || k % CHECK == 0) {
          Certificate here = certificate();
          watch.certified(k, here);
          if (last || here.within(tolerance) && k >= nextAttempt) {
            Certificate proof = ofRows();
            boolean done = proof.within(tolerance);
            if (last || done) {
              GatedSolution.Status status = GatedSolver.status(done, stopped);
              return new GatedSolution(program, beta, Vector.adopt(z), proof, k, status);
            }
            // Rounding may be all that is left: attempts become rare.
            nextAttempt = k + k / 2 + CHECK;
          }
        }
        step();
      }
    }

    /// The certificate without G and B.
    private Certificate ofRows() {
      DualBound bound = DualBound.of(program, beta, new double[0], ProgramWatch.NONE);
      double primal = BlockDescent.at(program, beta, bound, z).primal();
      double least = BlockDescent.at(program, beta, bound, witness).dual();
      return new Certificate(primal, Math.min(primal, least), Certificate.Scope.GIVEN_GATES);
    }

    /// With r = Y - S: `<Y, r> = |Y|^2 - <B, Z>`, `|r|^2 = |Y|^2 - 2 <B, Z> + <Z, G Z>`, `F^T r = B
    /// - G Z`; the dual value at w r is `w <Y, r> - w^2/2 |r|^2`.
    private Certificate certificate() {
      double linear = dot(right, z);
      double quadratic = dot(z, image);
      double primal = squares / 2 - linear + quadratic / 2 + beta * penalty;
      double[] slack = gradient(image);
      double most = Arrays.stream(program.dualNorms(slack, beta)).max().orElse(0);
      double along = squares - linear;
      double residual = squares - 2 * linear + quadratic;
      double best = residual > 0 ? along / residual : 1;
      double w = Math.clamp(best, 0, most > 0 ? beta / most : Double.MAX_VALUE);
      double value = w * along - w * w / 2 * residual;
      if (value > dual) {
        dual = value;
        witness = z;
      }
      return new Certificate(primal, Math.min(primal, dual), Certificate.Scope.GIVEN_GATES);
    }

    private double[] gradient(double[] at) {
      double[] out = new double[at.length];
      for (int k = 0; k < out.length; k++) {
        out[k] = at[k] - right[k];
      }
      return out;
    }

    private void step() {
      double[] gradient = gradient(imageAhead);
      double[] moved = new double[z.length];
      double[] next = new double[z.length];
      double[] imageNext;
      while (true) {
        for (int k = 0; k < moved.length; k++) {
          moved[k] = ahead[k] - gradient[k] / lipschitz;
        }
        penalty = Arrays.stream(program.prox(moved, beta / lipschitz, next)).sum();
        imageNext = times(next);
        double bend = 0;
        double length = 0;
        for (int k = 0; k < next.length; k++) {
          double step = next[k] - ahead[k];
          bend += step * (imageNext[k] - imageAhead[k]);
          length += step * step;
        }
        // The size of rounding must not pass for curvature.
        if (bend <= lipschitz * length * (1 + 1e-9) + 1e-15 * dot(next, imageNext)) {
          break;
        }
        lipschitz = Math.max(1.1 * lipschitz, 1.01 * bend / length);
      }
      double turn = 0;
      for (int k = 0; k < next.length; k++) {
        turn += (ahead[k] - next[k]) * (next[k] - z[k]);
      }
      double further = (1 + Math.sqrt(1 + 4 * t * t)) / 2;
      double momentum = turn > 0 ? 0 : (t - 1) / further;
      t = turn > 0 ? 1 : further;
      ahead = extrapolated(next, z, momentum);
      imageAhead = extrapolated(imageNext, image, momentum);
      z = next;
      image = imageNext;
    }
  }

  private static double[] extrapolated(double[] next, double[] before, double momentum) {
    double[] out = new double[next.length];
    for (int k = 0; k < out.length; k++) {
      out[k] = next[k] + momentum * (next[k] - before[k]);
    }
    return out;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int k = 0; k < a.length; k++) {
      sum += a[k] * b[k];
    }
    return sum;
  }
}
