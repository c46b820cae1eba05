package org.scorefield.convex.gated;

import java.util.Arrays;
import java.util.function.Function;
import org.scorefield.array.Vector;
import org.scorefield.convex.AffinePart;
import org.scorefield.convex.Certificate;
import org.scorefield.convex.ProgramWatch;
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
/// The dual point of the certificate is the residual, shrunk until no gate correlates with it by
/// more than beta; in terms of G and B it takes no rows either. Differences of numbers as large as
/// |Y|^2 lose about six digits of sixteen: relative gaps below 1e-9 are not to be had, for which
/// there is {@link GatedSolver}.
public final class NormalEquations {
  private static final int CHECK = 10;
  private static final int POWER_ITERATIONS = 20;
  private static final long LARGEST = 20_000;

  private final BlockPenalty blocks;
  private final Matrix gram;
  private final double[] right;
  private final double squares;
  private final double curvature;
  private final Function<Vector, GatedScore> model;

  private NormalEquations(
      BlockPenalty blocks,
      Matrix gram,
      double[] right,
      double squares,
      Function<Vector, GatedScore> model) {
    this.blocks = blocks;
    this.gram = gram;
    this.right = right;
    this.squares = squares;
    this.curvature = largestEigenvalue(gram);
    this.model = model;
  }

  /// Whether steps are cheaper without the rows, and G fits into a quarter of the heap.
  public static boolean pay(GatedProgram program) {
    return !program.matchesScores()
        && pay(program.gates().count(), program.gates().width(), program.rows());
  }

  /// The same of a regression that is not made yet.
  ///
  /// @param gates P
  /// @param width D
  /// @param rows n
  public static boolean pay(int gates, int width, long rows) {
    long columns = (long) gates * width;
    return columns <= 2 * rows && columns <= LARGEST && bytes(columns) < heap();
  }

  /// Of G.
  private static double bytes(long columns) {
    return 8.0 * columns * columns;
  }

  /// What G may take of it: sums of rows and solving hold two more of its size.
  private static double heap() {
    return Runtime.getRuntime().maxMemory() / 4.0;
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
        program.blocks(),
        Matrix.adopt(columns, columns, program.gram()),
        program.adjoint(target),
        dot(target, target),
        z -> program.score(z.shared()));
  }

  /// Least squares over rows that are never held, read twice: the same equations to rounding, bit
  /// for bit the same however the rows come in blocks. G is found as `F^T F - F^T Q Q^T F`, Q a
  /// basis of the affine part, which is accurate to the 16 digits of a double less those of the
  /// condition of the inputs' covariance.
  ///
  /// Cost n (PD)^2; memory `24 (PD)^2` bytes while it is made and `8 (PD)^2` after, whatever n.
  ///
  /// @throws IllegalArgumentException if the rows do not determine the skip connection, hold a NaN
  ///   or an infinity, or if G does not fit into memory
  public static NormalEquations of(
      RowBlocks rows, GateSet gates, GatedPenalty penalty, AffinePart affine) {
    long columns = (long) gates.count() * gates.width();
    if (columns > LARGEST || bytes(columns) > heap()) {
      throw new IllegalArgumentException(
          "the normal equations of %d gates of %d inputs need %.3g GB of memory, a quarter of the heap is %.3g GB (and at most %d columns are allowed); take fewer gates, fewer principal directions, or a larger heap (-Xmx). The number of rows does not matter"
              .formatted(
                  gates.count(), gates.width(), bytes(columns) / 1e9, heap() / 1e9, LARGEST));
    }
    RowSums sums = RowSums.of(rows, gates, affine);
    RowSums.Projected projected = sums.project();
    RowSums.Model model = sums.model();
    return new NormalEquations(
        new BlockPenalty(penalty, gates.count(), gates.width(), rows.outputs()),
        projected.gram(),
        projected.right(),
        projected.squares(),
        model::score);
  }

  /// The penalty over all gates.
  BlockPenalty blocks() {
    return blocks;
  }

  /// Number of weights of all gates, `P D q`.
  public int weights() {
    return blocks.weights();
  }

  /// The model of given weights: V and c solved for.
  GatedScore score(Vector z) {
    return model.apply(z);
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
    return Arrays.stream(blocks.dualNorms(right, 0)).max().orElse(0);
  }

  /// The accelerated proximal gradient method with restarts, as {@link GatedSolver} uses it, from
  /// given weights.
  ///
  /// @param beta > 0
  /// @param tolerance relative gap at which to stop
  /// @param iterations gradient steps at most
  public NormalSolution solve(
      double beta, Vector start, double tolerance, int iterations, ProgramWatch watch) {
    if (!(beta > 0) || !Double.isFinite(beta)) {
      throw new IllegalArgumentException("beta must be positive and finite, got " + beta);
    }
    if (start.size() != weights()) {
      throw new IllegalArgumentException(
          "the start has " + start.size() + " weights, the program " + weights());
    }
    return new Run(beta, start.toArray()).solve(tolerance, iterations, watch);
  }

  /// `G Z`.
  private double[] times(double[] z) {
    int q = blocks.outputs();
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

    Run(double beta, double[] start) {
      this.beta = beta;
      this.z = start;
      this.image = times(start);
      this.penalty = blocks.of(start);
      this.ahead = z;
      this.imageAhead = image;
    }

    NormalSolution solve(double tolerance, int iterations, ProgramWatch watch) {
      for (int k = 0; ; k++) {
        boolean stopped = watch.cancelled();
        boolean last = k >= iterations || stopped;
        if (last || k % CHECK == 0) {
          Certificate here = certificate();
          watch.certified(k, here);
          boolean done = here.within(tolerance);
          if (last || done) {
            GatedSolution.Status status =
                done
                    ? GatedSolution.Status.CERTIFIED
                    : stopped
                        ? GatedSolution.Status.INTERRUPTED
                        : GatedSolution.Status.OUT_OF_STEPS;
            return new NormalSolution(NormalEquations.this, beta, Vector.adopt(z), here, k, status);
          }
        }
        step();
      }
    }

    /// With r = Y - S: `<Y, r> = |Y|^2 - <B, Z>`, `|r|^2 = |Y|^2 - 2 <B, Z> + <Z, G Z>`, `F^T r = B
    /// - G Z`; the dual value at w r is `w <Y, r> - w^2/2 |r|^2`.
    private Certificate certificate() {
      double linear = dot(right, z);
      double quadratic = dot(z, image);
      double primal = squares / 2 - linear + quadratic / 2 + beta * penalty;
      double[] slack = gradient(image);
      double most = Arrays.stream(blocks.dualNorms(slack, beta)).max().orElse(0);
      double along = squares - linear;
      double residual = squares - 2 * linear + quadratic;
      double best = residual > 0 ? along / residual : 1;
      double w = Math.clamp(best, 0, most > beta ? beta / most : best);
      dual = Math.max(dual, w * along - w * w / 2 * residual);
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
        penalty = Arrays.stream(blocks.prox(moved, beta / lipschitz, next)).sum();
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
