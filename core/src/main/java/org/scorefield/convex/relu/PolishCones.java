package org.scorefield.convex.relu;

import java.util.Arrays;
import org.scorefield.array.Rows;
import org.scorefield.linalg.Matrix;
import org.scorefield.linalg.Products;

/// Hidden weights for fixed patterns and fixed output directions, a convex program:
///
/// `min 1/2 |T - Pi sum_k D_k X p_k a_k^T|^2 + beta sum_k |p_k|` over `p_k` in its cone K_k.
///
/// Proximal gradient steps with momentum that is given up when the objective rises (O'Donoghue and
/// Candes 1204.3982). The proximal map of `t |p|` within a cone is exact: project onto the cone,
/// then shorten by t; the best point in a direction w of the cone is `(w . z - t)_+ w`, and w . z
/// is largest at the projection. So every iterate is a network, and the objective never rises.
///
/// Cost of a step `4nmD` and m projections, most of which begin with the right active rows.
final class PolishCones {
  /// Patterns projected on at a time.
  private static final int BLOCK = 8;

  /// Steps from one duality gap to the next.
  private static final int CHECK = 10;

  private final NeuronProblem problem;
  private final PolishAtoms atoms;
  private final double beta;
  private final NonNegativeLeastSquares cones;
  private final double[] signs;
  private final int[][] active;
  private final int m;
  private final int n;
  private final int width;

  PolishCones(NeuronProblem problem, PolishAtoms atoms, double beta) {
    this.problem = problem;
    this.atoms = atoms;
    this.beta = beta;
    this.cones = new NonNegativeLeastSquares(problem.rows());
    this.m = atoms.count();
    this.n = problem.count();
    this.width = problem.width();
    this.signs = new double[Math.multiplyExact(n, m)];
    double closed = problem.activation().derivative(-1);
    for (int r = 0; r < n; r++) {
      for (int k = 0; k < m; k++) {
        signs[r * m + k] = atoms.patterns().get(k).open(r) ? 1 : closed;
      }
    }
    this.active = new int[m][];
    Arrays.fill(active, new int[0]);
  }

  /// A point with its residual and objective.
  private record Point(double[] p, double[] residual, double objective) {}

  /// The atoms with their hidden weights solved for; those of weight 0 are left out.
  ///
  /// @param tolerance relative duality gap at which to stop
  /// @param steps at most
  PolishAtoms solve(double tolerance, int steps) {
    if (m == 0) {
      return atoms;
    }
    Point at = point(atoms.inner().toArray());
    double[] ahead = at.p;
    double momentum = 1;
    double lipschitz = lipschitz();
    for (int step = 0; step < steps; step++) {
      if (step % CHECK == 0 && gap(at) <= tolerance * Math.abs(at.objective)) {
        break;
      }
      double[] residual = ahead == at.p ? at.residual : residual(ahead);
      double[] pull = pull(residual);
      Point next = point(prox(ahead, pull, lipschitz));
      while (!below(next, ahead, residual, pull, lipschitz)) {
        lipschitz *= 2;
        next = point(prox(ahead, pull, lipschitz));
      }
      if (next.objective > at.objective) {
        if (momentum == 1) {
          break;
        }
        momentum = 1;
        ahead = at.p;
        continue;
      }
      double grown = (1 + Math.sqrt(1 + 4 * momentum * momentum)) / 2;
      double share = (momentum - 1) / grown;
      double[] beyond = next.p.clone();
      for (int i = 0; i < beyond.length && share > 0; i++) {
        beyond[i] += share * (next.p[i] - at.p[i]);
      }
      ahead = share > 0 ? beyond : next.p;
      momentum = grown;
      at = next;
    }
    return atoms.withInner(at.p).merged();
  }

  /// Whether the quadratic model of the loss around `ahead` is above it at the next point.
  private static boolean below(
      Point next, double[] ahead, double[] residual, double[] pull, double lipschitz) {
    double before = NeuronProblem.squared(residual) / 2;
    double model = before;
    for (int i = 0; i < ahead.length; i++) {
      double s = next.p[i] - ahead[i];
      model += s * (lipschitz / 2 * s - pull[i]);
    }
    return NeuronProblem.squared(next.residual) / 2 <= model + 1e-12 * before;
  }

  /// What is left to the best of this program, at most.
  private double gap(Point at) {
    double[] pull = pull(at.residual);
    double[] bounds = new double[m];
    Rows.parallel(
        m,
        BLOCK,
        (from, to) -> {
          for (int k = from; k < to; k++) {
            bounds[k] = Math.sqrt(NeuronProblem.squared(project(k, pull)));
          }
        });
    double bound = Arrays.stream(bounds).max().orElse(0);
    return at.objective - problem.lowerBound(at.residual, bound, beta);
  }

  private double[] project(int k, double[] z) {
    return cones
        .solve(
            Arrays.copyOfRange(z, k * width, (k + 1) * width),
            atoms.patterns().get(k).words(),
            active[k])
        .residual();
  }

  private double[] prox(double[] from, double[] pull, double lipschitz) {
    double[] out = new double[from.length];
    Rows.parallel(
        m,
        BLOCK,
        (low, high) -> {
          for (int k = low; k < high; k++) {
            double[] z = new double[width];
            for (int j = 0; j < width; j++) {
              z[j] = from[k * width + j] + pull[k * width + j] / lipschitz;
            }
            NonNegativeLeastSquares.Solution solution =
                cones.solve(z, atoms.patterns().get(k).words(), active[k]);
            active[k] = solution.active();
            double norm = Math.sqrt(NeuronProblem.squared(solution.residual()));
            double factor = norm > beta / lipschitz ? 1 - beta / (lipschitz * norm) : 0;
            for (int j = 0; j < width; j++) {
              out[k * width + j] = factor * solution.residual()[j];
            }
          }
        });
    return out;
  }

  private Point point(double[] p) {
    double[] residual = residual(p);
    double norms = 0;
    for (int k = 0; k < m; k++) {
      norms +=
          Math.sqrt(NeuronProblem.squared(Arrays.copyOfRange(p, k * width, (k + 1) * width)));
    }
    return new Point(p, residual, NeuronProblem.squared(residual) / 2 + beta * norms);
  }

  /// `T - Pi sum_k D_k X p_k a_k^T`.
  private double[] residual(double[] p) {
    double[] s = problem.project(forward(p));
    for (int i = 0; i < s.length; i++) {
      s[i] = problem.target()[i] - s[i];
    }
    return s;
  }

  private double[] forward(double[] p) {
    double[] z =
        Products.timesTransposed(problem.rows().shared(), n, Matrix.adopt(m, width, p));
    for (int i = 0; i < z.length; i++) {
      z[i] *= signs[i];
    }
    return Products.times(z, n, atoms.outer());
  }

  /// `X^T D_k R a_k` for each k.
  private double[] pull(double[] residual) {
    double[] z = Products.timesTransposed(residual, n, atoms.outer());
    for (int i = 0; i < z.length; i++) {
      z[i] *= signs[i];
    }
    return Products.transposeTimes(z, problem.rows().shared(), n, m, width).shared();
  }

  /// The largest eigenvalue of the Hessian, by power iteration; steps are checked, so it may be a
  /// little too small.
  private double lipschitz() {
    double[] p = new double[m * width];
    Arrays.setAll(p, i -> 1 + Math.sin(i + 1));
    double value = 0;
    for (int round = 0; round < 15; round++) {
      double norm = Math.sqrt(NeuronProblem.squared(p));
      if (norm == 0) {
        break;
      }
      double[] next = pull(problem.project(forward(BestNeuronSearch.scaled(p, 1 / norm))));
      value = Math.sqrt(NeuronProblem.squared(next));
      p = next;
    }
    return value > 0 ? 1.02 * value : 1;
  }
}
