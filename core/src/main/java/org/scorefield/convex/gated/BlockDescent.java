package org.scorefield.convex.gated;

import java.util.Optional;
import org.scorefield.array.Rows;
import org.scorefield.convex.Certificate;
import org.scorefield.convex.ProgramWatch;
import org.scorefield.linalg.Matrix;
import org.scorefield.linalg.SymmetricEigen;

/// Cyclic proximal descent over the gates of a program: one gate after the other takes a proximal
/// step at its own curvature, `Z_i <- prox_{beta R/L_i}(Z_i - (F_i^T Pi (S - T) + C_i)/L_i)`, `L_i`
/// the largest eigenvalue of `F_i^T Pi F_i`, and the residual follows.
///
/// The gradient of all gates at once has the curvature of what they share, tens of times that of
/// one, and steps as much shorter; here each sees what the others have done already. Sweeps are
/// extrapolated ({@link AcceleratedSweeps}): predictions are linear in the weights, so that costs
/// no product.
///
/// The residual is kept without its projection, as `S - T` and `M = Q^T S`, since the projection of
/// what one gate adds is known from `F_i^T Q`. A sweep costs 4nPDq flops for absolute values, and
/// the share of open rows of it for ReLU.
final class BlockDescent {
  /// Where it stopped.
  ///
  /// @param z the weights
  /// @param residual `Pi S - T`
  /// @param primal their objective
  /// @param dual the best lower bound met
  /// @param sweeps taken
  record Stop(double[] z, double[] residual, double primal, double dual, int sweeps) {
    Certificate certificate() {
      return new Certificate(primal, Math.min(primal, dual), Certificate.Scope.GIVEN_GATES);
    }
  }

  /// A point: weights, `S - T`, `Q^T S`, R of each gate.
  private record Point(double[] z, double[] rest, double[] inner, double[] norms) {
    /// `this + momentum (this - before)`.
    Point beyond(Point before, double momentum) {
      return new Point(
          AcceleratedSweeps.extrapolated(z, before.z, momentum),
          AcceleratedSweeps.extrapolated(rest, before.rest, momentum),
          AcceleratedSweeps.extrapolated(inner, before.inner, momentum),
          norms.clone());
    }
  }

  private final GatedProgram program;
  private final double beta;
  private final int q;
  private final int free;
  private final double[] curvatures;
  private final double[][] shared;

  private BlockDescent(GatedProgram program, double beta) {
    this.program = program;
    this.beta = beta;
    this.q = program.outputs();
    Matrix basis = program.basis();
    this.free = basis.columns();
    int gates = program.gates().count();
    this.curvatures = new double[gates];
    this.shared = new double[gates][];
    Rows.parallel(
        gates,
        1,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            shared[i] = program.features().cross(i, basis.shared(), free);
            curvatures[i] = curvature(program.features().gram(i), shared[i]);
          }
        });
  }

  /// The largest eigenvalue of `H - B B^T`, a little up so that rounding does no harm.
  private double curvature(double[] gram, double[] b) {
    int width = program.gates().width();
    double trace = 0;
    for (int u = 0; u < width; u++) {
      trace += gram[u * width + u];
      for (int v = 0; v <= u; v++) {
        double sum = (gram[u * width + v] + gram[v * width + u]) / 2;
        for (int k = 0; k < free; k++) {
          sum -= b[u * free + k] * b[v * free + k];
        }
        gram[u * width + v] = sum;
        gram[v * width + u] = sum;
      }
    }
    double largest = SymmetricEigen.valuesOf(Matrix.adopt(width, width, gram)).first();
    return Math.max(largest * (1 + 1e-10) + 1e-12 * trace, Double.MIN_NORMAL);
  }

  /// A point as it stands, with the bound that its residual gives.
  static Stop at(GatedProgram program, double beta, DualBound bound, double[] z) {
    double[] residual = program.residual(z);
    double primal = program.smooth(z, residual) + beta * program.blocks().of(z);
    return stop(program, beta, bound, z, residual, primal, Double.NEGATIVE_INFINITY, 0);
  }

  private static Stop stop(
      GatedProgram program,
      double beta,
      DualBound bound,
      double[] z,
      double[] residual,
      double primal,
      double before,
      int sweeps) {
    double[] violation = program.blocks().dualNorms(program.gradient(residual), beta);
    double dual = Math.max(before, bound.value(program, residual, violation));
    return new Stop(z, residual, primal, dual, sweeps);
  }

  /// @param before sweeps of earlier runs, for the watch
  /// @param most sweeps to take at most
  static Stop run(
      GatedProgram program,
      double beta,
      DualBound bound,
      double[] start,
      double tolerance,
      int before,
      int most,
      ProgramWatch watch) {
    BlockDescent descent = new BlockDescent(program, beta);
    Watched watched = descent.new Watched(bound, tolerance, before, watch);
    AcceleratedSweeps.run(watched, descent.point(start), most, watch::cancelled);
    return watched.stop.orElseThrow();
  }

  /// Sweeps with a look at the gap.
  private final class Watched implements AcceleratedSweeps.Sweep<Point> {
    private final DualBound bound;
    private final double tolerance;
    private final int before;
    private final ProgramWatch watch;
    private Optional<Stop> stop = Optional.empty();

    Watched(DualBound bound, double tolerance, int before, ProgramWatch watch) {
      this.bound = bound;
      this.tolerance = tolerance;
      this.before = before;
      this.watch = watch;
    }

    @Override
    public Point beyond(Point here, Point earlier, double momentum) {
      return here.beyond(earlier, momentum);
    }

    @Override
    public void sweep(Point point) {
      BlockDescent.this.sweep(point);
    }

    @Override
    public double objective(Point point) {
      return BlockDescent.this.objective(point);
    }

    @Override
    public double[] weights(Point point) {
      return point.z;
    }

    @Override
    public boolean enough(Point point, double objective, int sweeps) {
      double[] residual = program.project(point.rest);
      double dual = stop.map(Stop::dual).orElse(Double.NEGATIVE_INFINITY);
      Stop here =
          BlockDescent.stop(program, beta, bound, point.z, residual, objective, dual, sweeps);
      stop = Optional.of(here);
      watch.certified(before + sweeps, here.certificate());
      return here.certificate().within(tolerance);
    }
  }

  private Point point(double[] start) {
    double[] rest = program.features().forward(start, q);
    double[] inner = program.inner(rest);
    subtract(rest, program.target());
    return new Point(start.clone(), rest, inner, program.blocks().penalties(start));
  }

  private double objective(Point p) {
    double penalty = 0;
    for (double norm : p.norms) {
      penalty += norm;
    }
    double sum = squares(p.rest) - squares(p.inner);
    return sum / 2 + program.linearTerm(p.z) + beta * penalty;
  }

  /// One step of each gate, in place.
  private void sweep(Point p) {
    int width = program.gates().width();
    int block = program.block();
    double[] moved = new double[p.z.length];
    double[] out = new double[p.z.length];
    double[] delta = new double[block];
    int last = curvatures.length - 1;
    double[] gradient = program.features().cross(0, p.rest, q);
    for (int i = 0; i <= last; i++) {
      int at = i * block;
      addProduct(shared[i], width, free, p.inner, q, -1, gradient);
      for (int k = 0; k < block; k++) {
        moved[at + k] = p.z[at + k] - (gradient[k] + program.linear()[at + k]) / curvatures[i];
      }
      p.norms[i] = program.penalty().prox(moved, at, width, q, beta / curvatures[i], out);
      boolean still = true;
      for (int k = 0; k < block; k++) {
        delta[k] = out[at + k] - p.z[at + k];
        still &= delta[k] == 0;
        p.z[at + k] = out[at + k];
      }
      int next = Math.min(i + 1, last);
      if (still) {
        gradient = program.features().cross(next, p.rest, q);
      } else {
        gradient = program.features().addThenCross(i, delta, next, p.rest, q);
        addTransposeProduct(shared[i], width, free, delta, q, p.inner);
      }
    }
  }

  /// `out += c A B` for A of m x k and B of k x q.
  private static void addProduct(
      double[] a, int m, int k, double[] b, int q, double c, double[] out) {
    for (int u = 0; u < m; u++) {
      for (int v = 0; v < k; v++) {
        double f = c * a[u * k + v];
        for (int j = 0; j < q; j++) {
          out[u * q + j] += f * b[v * q + j];
        }
      }
    }
  }

  /// `out += A^T B` for A of m x k and B of m x q.
  private static void addTransposeProduct(
      double[] a, int m, int k, double[] b, int q, double[] out) {
    for (int u = 0; u < m; u++) {
      for (int v = 0; v < k; v++) {
        double f = a[u * k + v];
        for (int j = 0; j < q; j++) {
          out[v * q + j] += f * b[u * q + j];
        }
      }
    }
  }

  private static void subtract(double[] a, double[] b) {
    for (int k = 0; k < a.length; k++) {
      a[k] -= b[k];
    }
  }

  private static double squares(double[] a) {
    double sum = 0;
    for (double v : a) {
      sum += v * v;
    }
    return sum;
  }
}
