package org.scorefield.convex.gated;

import org.scorefield.convex.Certificate;
import org.scorefield.convex.ProgramWatch;

import java.util.Arrays;
import org.scorefield.array.Vector;
import org.scorefield.linalg.Matrix;
import org.scorefield.linalg.Products;
import org.scorefield.linalg.SymmetricEigen;

/// A gated regression ({@link GatedProgram#regression}, {@link GatedProgram#denoising}) without its
/// rows: with `G = F^T Pi F` (PD x PD) and `B = F^T Pi Y` (PD x q) it is
///
/// `min_Z 1/2 <Z, G Z> - <B, Z> + 1/2 |Pi Y|^2 + beta sum_i R(Z_i)`,
///
/// the same program and the same certificate, at `2 (PD)^2 q` a sweep instead of `4 n PD q`: it
/// pays where there are many rows for each gate and many steps to take, as along a regularisation
/// path. Making G costs n (PD)^2, once for all beta.
///
/// The dual point of the certificate is the residual, shrunk until no gate correlates with it by
/// more than beta; in terms of G and B it takes no rows either. Differences of numbers as large as
/// |Y|^2 lose about six digits of sixteen: relative gaps below 1e-9 are not to be had, for which
/// there is {@link GatedSolver}.
public final class NormalEquations {
  private static final long LARGEST = 20_000;

  private final GatedProgram program;
  private final double[][] strips;
  private final double[] curvatures;
  private final double[] right;
  private final double squares;

  private NormalEquations(GatedProgram program, Matrix gram, double[] right, double squares) {
    this.program = program;
    int width = program.gates().width();
    this.strips = strips(gram, width);
    this.curvatures = new double[strips.length];
    Arrays.setAll(curvatures, i -> curvature(strips[i], i, width));
    this.right = right;
    this.squares = squares;
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

  /// The rows of G that belong to each gate.
  private static double[][] strips(Matrix gram, int width) {
    double[][] out = new double[gram.rows() / width][];
    int length = width * gram.columns();
    Arrays.setAll(out, i -> Arrays.copyOfRange(gram.shared(), i * length, (i + 1) * length));
    return out;
  }

  /// The largest eigenvalue of the block of a gate, a little up so that rounding does no harm.
  private static double curvature(double[] strip, int gate, int width) {
    int columns = strip.length / width;
    double[] block = new double[width * width];
    double trace = 0;
    for (int u = 0; u < width; u++) {
      System.arraycopy(strip, u * columns + gate * width, block, u * width, width);
      trace += Math.max(0, block[u * width + u]);
    }
    double largest = SymmetricEigen.valuesOf(Matrix.adopt(width, width, block)).first();
    return Math.max(largest * (1 + 1e-10) + 1e-12 * trace, Double.MIN_NORMAL);
  }

  /// The least beta at which all gates are shut: {@link GatedProgram#largestBeta}.
  public double largestBeta() {
    return Arrays.stream(program.dualNorms(right, 0)).max().orElse(0);
  }

  /// Sweeps over the gates from given weights.
  ///
  /// @param beta > 0
  /// @param tolerance relative gap at which to stop
  /// @param iterations sweeps at most
  public GatedSolution solve(
      double beta, Vector start, double tolerance, int iterations, ProgramWatch watch) {
    if (!(beta > 0) || !Double.isFinite(beta)) {
      throw new IllegalArgumentException("beta must be positive and finite, got " + beta);
    }
    if (start.size() != program.weights()) {
      throw new IllegalArgumentException(
          "the start has " + start.size() + " weights, the program " + program.weights());
    }
    return new Descent(beta, start.toArray(), tolerance, watch).solve(iterations);
  }

  /// `G Z`; gates without weights cost nothing.
  private double[] times(double[] z) {
    int width = program.gates().width();
    int q = program.outputs();
    int block = width * q;
    double[] out = new double[z.length];
    for (int i = 0; i < strips.length; i++) {
      if (GatedPenalty.frobenius(z, i * block, block) > 0) {
        double[] weights = Arrays.copyOfRange(z, i * block, (i + 1) * block);
        Products.addTransposeTimes(strips[i], weights, width, z.length / q, q, out);
      }
    }
    return out;
  }

  /// A point: weights, `G Z`, R of each gate.
  private record Point(double[] z, double[] image, double[] norms) {}

  /// Cyclic proximal descent over the gates, as {@link BlockDescent} has it with the rows: each
  /// gate takes a step at its own curvature, and `G Z` follows. Gates that stay shut cost nothing
  /// but their proximal map.
  private final class Descent implements AcceleratedSweeps.Sweep<Point> {
    private final double beta;
    private final double tolerance;
    private final ProgramWatch watch;
    private Point last;
    private Certificate certificate;
    private int sweeps;

    Descent(double beta, double[] start, double tolerance, ProgramWatch watch) {
      this.beta = beta;
      this.tolerance = tolerance;
      this.watch = watch;
      this.last = new Point(start, times(start), program.penalties(start));
      this.certificate = certificate(last);
    }

    GatedSolution solve(int iterations) {
      AcceleratedSweeps.run(this, last, iterations, watch::cancelled);
      GatedSolution.Status status =
          certificate.within(tolerance)
              ? GatedSolution.Status.CERTIFIED
              : watch.cancelled()
                  ? GatedSolution.Status.INTERRUPTED
                  : GatedSolution.Status.OUT_OF_STEPS;
      return new GatedSolution(program, beta, Vector.adopt(last.z), certificate, sweeps, status);
    }

    @Override
    public Point beyond(Point here, Point before, double momentum) {
      return new Point(
          AcceleratedSweeps.extrapolated(here.z, before.z, momentum),
          AcceleratedSweeps.extrapolated(here.image, before.image, momentum),
          here.norms.clone());
    }

    @Override
    public double[] weights(Point point) {
      return point.z;
    }

    @Override
    public double objective(Point point) {
      double penalty = 0;
      for (double norm : point.norms) {
        penalty += norm;
      }
      return squares / 2 - dot(right, point.z) + dot(point.z, point.image) / 2 + beta * penalty;
    }

    /// Rounding gathers in what follows from step to step, so a certificate begins with `G Z` anew.
    @Override
    public boolean enough(Point point, double objective, int taken) {
      last = new Point(point.z, times(point.z), point.norms);
      sweeps = taken;
      Certificate here = certificate(last);
      certificate =
          new Certificate(
              here.primal(),
              Math.min(here.primal(), Math.max(here.dual(), certificate.dual())),
              here.scope());
      watch.certified(taken, certificate);
      return certificate.within(tolerance);
    }

    @Override
    public void sweep(Point p) {
      int width = program.gates().width();
      int q = program.outputs();
      int block = width * q;
      double[] moved = new double[p.z.length];
      double[] out = new double[p.z.length];
      double[] delta = new double[block];
      for (int i = 0; i < strips.length; i++) {
        int at = i * block;
        for (int k = at; k < at + block; k++) {
          moved[k] = p.z[k] - (p.image[k] - right[k]) / curvatures[i];
        }
        p.norms[i] = program.penalty().prox(moved, at, width, q, beta / curvatures[i], out);
        boolean still = true;
        for (int k = 0; k < block; k++) {
          delta[k] = out[at + k] - p.z[at + k];
          still &= delta[k] == 0;
          p.z[at + k] = out[at + k];
        }
        if (!still) {
          Products.addTransposeTimes(strips[i], delta, width, right.length / q, q, p.image);
        }
      }
    }

    /// With r = Y - S: `<Y, r> = |Y|^2 - <B, Z>`, `|r|^2 = |Y|^2 - 2 <B, Z> + <Z, G Z>`, `F^T r = B
    /// - G Z`; the dual value at w r is `w <Y, r> - w^2/2 |r|^2`.
    private Certificate certificate(Point p) {
      double linear = dot(right, p.z);
      double quadratic = dot(p.z, p.image);
      double[] slack = new double[right.length];
      for (int k = 0; k < slack.length; k++) {
        slack[k] = p.image[k] - right[k];
      }
      double most = Arrays.stream(program.dualNorms(slack, beta)).max().orElse(0);
      double along = squares - linear;
      double residual = squares - 2 * linear + quadratic;
      double best = residual > 0 ? along / residual : 1;
      double w = Math.clamp(best, 0, most > beta ? beta / most : best);
      double dual = w * along - w * w / 2 * residual;
      double primal = objective(p);
      return new Certificate(primal, Math.min(primal, dual), Certificate.Scope.GIVEN_GATES);
    }
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int k = 0; k < a.length; k++) {
      sum += a[k] * b[k];
    }
    return sum;
  }
}
