package org.scorefield.convex.gated;

import java.util.Arrays;
import java.util.function.Function;
import org.scorefield.array.Vector;
import org.scorefield.convex.AffinePart;
import org.scorefield.convex.Certificate;
import org.scorefield.convex.ProgramWatch;
import org.scorefield.linalg.Matrix;
import org.scorefield.linalg.Products;
import org.scorefield.linalg.SymmetricEigen;

/// A gated regression ({@link GatedProgram#regression}, {@link GatedProgram#denoising}) without its
/// rows: with `G = F^T Pi F` (PD x PD) and `B = F^T Pi Y` (PD x q) it is
///
/// `min_Z 1/2 <Z, G Z> - <B, Z> + 1/2 |Pi Y|^2 + beta sum_i R(Z_i)`,
///
/// the same program and the same certificate, at `2 (PD)^2 q` a sweep instead of `4 n PD q`: it
/// pays where there are many rows for each gate and many sweeps to take, as along a regularisation
/// path. Making G costs n (PD)^2, once for all beta.
///
/// The dual point of the certificate is a multiple of the residual with which no gate correlates by
/// more than beta; in terms of G and B it takes no rows either. It comes as a difference of numbers
/// as large as |Y|^2, so the rounding of those is added to the objective and taken off the bound:
/// where the fit is so close that it is all there is, nothing is certified, and {@link GatedSolver}
/// goes further.
public final class NormalEquations {
  private static final long LARGEST = 20_000;

  /// Of sums over rows and gates, relative to the sum of what is added.
  private static final double ROUNDING = 1e-13;

  private final BlockPenalty blocks;
  private final double[][] strips;
  private final double[] curvatures;
  private final double[] right;
  private final double squares;
  private final Function<Vector, GatedScore> model;

  private NormalEquations(
      BlockPenalty blocks,
      Matrix gram,
      double[] right,
      double squares,
      Function<Vector, GatedScore> model) {
    this.blocks = blocks;
    this.strips = strips(gram, blocks.width());
    this.curvatures = new double[strips.length];
    Arrays.setAll(curvatures, i -> curvature(strips[i], i, blocks.width()));
    this.right = right;
    this.squares = squares;
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
    return Arrays.stream(blocks.dualNorms(right, 0)).max().orElse(0);
  }

  /// Sweeps over the gates from given weights.
  ///
  /// @param beta > 0
  /// @param tolerance relative gap at which to stop
  /// @param iterations sweeps at most
  public NormalSolution solve(
      double beta, Vector start, double tolerance, int iterations, ProgramWatch watch) {
    if (!(beta > 0) || !Double.isFinite(beta)) {
      throw new IllegalArgumentException("beta must be positive and finite, got " + beta);
    }
    if (start.size() != weights()) {
      throw new IllegalArgumentException(
          "the start has " + start.size() + " weights, the program " + weights());
    }
    return new Descent(beta, start.toArray(), tolerance, watch).solve(iterations);
  }

  /// `G Z`; gates without weights cost nothing.
  private double[] times(double[] z) {
    int width = blocks.width();
    int q = blocks.outputs();
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
      this.last = new Point(start, times(start), blocks.penalties(start));
      this.certificate = certificate(last);
    }

    NormalSolution solve(int iterations) {
      AcceleratedSweeps.run(this, last, iterations, watch::cancelled);
      GatedSolution.Status status =
          GatedSolver.status(certificate.within(tolerance), watch.cancelled());
      return new NormalSolution(
          NormalEquations.this, beta, Vector.adopt(last.z), certificate, sweeps, status);
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
      int width = blocks.width();
      int q = blocks.outputs();
      int block = width * q;
      double[] moved = new double[p.z.length];
      double[] out = new double[p.z.length];
      double[] delta = new double[block];
      for (int i = 0; i < strips.length; i++) {
        int at = i * block;
        for (int k = at; k < at + block; k++) {
          moved[k] = p.z[k] - (p.image[k] - right[k]) / curvatures[i];
        }
        p.norms[i] = blocks.penalty().prox(moved, at, width, q, beta / curvatures[i], out);
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
      double most = Arrays.stream(blocks.dualNorms(slack, beta)).max().orElse(0);
      double along = squares - linear;
      double residual = squares - 2 * linear + quadratic;
      double best = residual > 0 ? along / residual : 1;
      double w = Math.clamp(best, 0, most > 0 ? beta / most : Double.MAX_VALUE);
      double rounding = ROUNDING * (squares + absolute(right, p.z) + absolute(p.image, p.z));
      double dual = w * along - w * w / 2 * residual - (w + w * w) * rounding;
      double primal = objective(p) + rounding;
      return new Certificate(primal, Math.min(primal, dual), Certificate.Scope.GIVEN_GATES);
    }
  }

  private static double absolute(double[] a, double[] b) {
    double sum = 0;
    for (int k = 0; k < a.length; k++) {
      sum += Math.abs(a[k] * b[k]);
    }
    return sum;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int k = 0; k < a.length; k++) {
      sum += a[k] * b[k];
    }
    return sum;
  }
}
