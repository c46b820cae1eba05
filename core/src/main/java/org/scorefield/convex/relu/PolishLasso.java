package org.scorefield.convex.relu;

import java.util.Arrays;
import org.scorefield.linalg.Matrix;
import org.scorefield.linalg.Products;

/// Output weights for fixed directions of the hidden neurons: a group lasso,
///
/// `min 1/2 |T - sum_j h_j alpha_j^T|^2 + beta sum_j |alpha_j|`, `h_j = Pi f(X u_j)`, `|u_j| = 1`,
///
/// by block coordinate descent on the Gram matrix, which solves for each alpha_j exactly. Cost of a
/// sweep `m^2 q`; the Gram matrix `n m^2` once.
final class PolishLasso {
  private static final int SWEEPS = 2000;

  private PolishLasso() {}

  /// The atoms with their output weights solved for; those of weight 0 are left out.
  ///
  /// @param tolerance relative duality gap at which to stop
  static PolishAtoms solve(
      NeuronProblem problem, PolishAtoms atoms, double beta, double tolerance) {
    int m = atoms.count();
    int n = problem.count();
    int q = problem.outputs();
    double[] norms = norms(atoms.inner());
    double[] units = scaledRows(atoms.inner(), norms, -1);
    double[] h =
        problem.project(problem.hidden(Matrix.adopt(m, problem.width(), units)));
    double[] gram = Products.transposeTimes(h, h, n, m, m).shared();
    double[] rest = Products.transposeTimes(h, problem.target(), n, m, q).toArray();
    double[] alpha = scaledRows(atoms.outer(), norms, 1);
    for (int j = 0; j < m; j++) {
      for (int k = 0; k < q; k++) {
        double weight = alpha[j * q + k];
        for (int i = 0; i < m && weight != 0; i++) {
          rest[i * q + k] -= gram[i * m + j] * weight;
        }
      }
    }
    double scale = NeuronProblem.squared(problem.target());
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      double moved = 0;
      for (int j = 0; j < m; j++) {
        moved += update(j, gram, rest, alpha, m, q, beta);
      }
      if (moved <= tolerance * 1e-2 * scale) {
        break;
      }
    }
    return new PolishAtoms(
            atoms.patterns(),
            Matrix.adopt(m, problem.width(), scaledRows(units, norms(alpha, q))),
            Matrix.adopt(m, q, unit(alpha, atoms.outer())))
        .merged();
  }

  /// Solves for one alpha.
  ///
  /// @param rest `H^T R`
  /// @return how much the objective fell, to second order
  private static double update(
      int j, double[] gram, double[] rest, double[] alpha, int m, int q, double beta) {
    double square = gram[j * m + j];
    double[] before = Arrays.copyOfRange(alpha, j * q, (j + 1) * q);
    double[] pull = new double[q];
    for (int k = 0; k < q; k++) {
      pull[k] = rest[j * q + k] + square * before[k];
    }
    double size = Math.sqrt(NeuronProblem.squared(pull));
    double factor = square > 0 && size > beta ? (1 - beta / size) / square : 0;
    double moved = 0;
    for (int k = 0; k < q; k++) {
      double step = factor * pull[k] - before[k];
      alpha[j * q + k] = before[k] + step;
      moved += square * step * step / 2;
      for (int i = 0; i < m && step != 0; i++) {
        rest[i * q + k] -= gram[i * m + j] * step;
      }
    }
    return moved;
  }

  private static double[] norms(Matrix a) {
    return norms(a.shared(), a.columns());
  }

  private static double[] norms(double[] a, int columns) {
    double[] out = new double[a.length / columns];
    for (int i = 0; i < a.length; i++) {
      out[i / columns] += a[i] * a[i];
    }
    for (int j = 0; j < out.length; j++) {
      out[j] = Math.sqrt(out[j]);
    }
    return out;
  }

  /// Rows times a power of their factors.
  private static double[] scaledRows(Matrix a, double[] factors, int power) {
    double[] out = a.toArray();
    for (int i = 0; i < out.length; i++) {
      double f = factors[i / a.columns()];
      out[i] = power > 0 ? out[i] * f : out[i] / f;
    }
    return out;
  }

  private static double[] scaledRows(double[] a, double[] factors) {
    double[] out = a.clone();
    int columns = factors.length == 0 ? 1 : a.length / factors.length;
    for (int i = 0; i < out.length; i++) {
      out[i] *= factors[i / columns];
    }
    return out;
  }

  /// Directions of the output weights; of those that are 0 the direction they had.
  private static double[] unit(double[] alpha, Matrix before) {
    int q = before.columns();
    double[] norms = norms(alpha, q);
    double[] out = before.toArray();
    for (int i = 0; i < out.length; i++) {
      out[i] = norms[i / q] > 0 ? alpha[i] / norms[i / q] : out[i];
    }
    return out;
  }
}
