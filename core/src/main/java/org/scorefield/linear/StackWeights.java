package org.scorefield.linear;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.scorefield.array.Vector;
import org.scorefield.linalg.Matrix;
import org.scorefield.linalg.SimplexQuadratic;

/// The weights of least loss on some rows, all levels of a band in one convex program:
///
/// `sum_l [ w_l^T R_l w_l / s_l + ridge |w_l - e_m|^2 ] + smoothness * roughness(w) / h`,
///
/// R_l the mean products of the members' errors, s_l the loss of the best member at that level and
/// h the mean step of the levels in ln sigma, over weights that are not negative and sum to 1 at
/// each level.
final class StackWeights {
  private final StackErrors errors;
  private final Vector sigmas;
  private final StackPenalty penalty;

  StackWeights(StackErrors errors, Vector sigmas, StackPenalty penalty) {
    this.errors = errors;
    this.sigmas = sigmas;
    this.penalty = penalty;
  }

  /// Levels x members for each band.
  ///
  /// @param toward the member to lean toward at each level
  List<Matrix> on(int[] rows, int[] toward) {
    return on(rows, toward, vertices(toward));
  }

  /// The same, from a start that is near.
  List<Matrix> on(int[] rows, int[] toward, List<Matrix> near) {
    double[] rough = roughness();
    List<Matrix> out = new ArrayList<>();
    for (int band = 0; band < errors.bands(); band++) {
      Vector weights =
          program(band, rows, toward, rough).minimise(Vector.of(near.get(band).shared()));
      out.add(Matrix.adopt(errors.levels(), errors.members(), weights.shared()));
    }
    return out;
  }

  private SimplexQuadratic program(int band, int[] rows, int[] toward, double[] rough) {
    int levels = errors.levels();
    int members = errors.members();
    int n = levels * members;
    double[] hessian = new double[n * n];
    double[] linear = new double[n];
    for (int l = 0; l < levels; l++) {
      Matrix gram = errors.gram(l, band, rows);
      double unit = unit(l, rows);
      int corner = l * members * (n + 1);
      for (int j = 0; j < members; j++) {
        for (int k = 0; k < members; k++) {
          hessian[corner + j * n + k] += 2 * gram.get(j, k) / unit;
        }
        hessian[corner + j * (n + 1)] += 2 * penalty.ridge();
        for (int other = 0; other < levels; other++) {
          hessian[corner + j * n + (other - l) * members + j] += 2 * rough[l * levels + other];
        }
      }
      linear[l * members + toward[l]] = 2 * penalty.ridge();
    }
    return new SimplexQuadratic(Matrix.adopt(n, n, hessian), Vector.adopt(linear), members);
  }

  /// One member alone at each level, in every band.
  List<Matrix> vertices(int[] which) {
    double[] w = new double[errors.levels() * errors.members()];
    for (int l = 0; l < errors.levels(); l++) {
      w[l * errors.members() + which[l]] = 1;
    }
    Matrix vertex = Matrix.adopt(errors.levels(), errors.members(), w);
    return Collections.nCopies(errors.bands(), vertex);
  }

  /// The loss of the best member; where it is 0, as on data of one point, that of another, or 1.
  private double unit(int level, int[] rows) {
    double loss = errors.meanLoss(level, errors.best(level, rows), rows);
    for (int j = 0; loss == 0 && j < errors.members(); j++) {
      loss = errors.meanLoss(level, j, rows);
    }
    return loss == 0 ? 1 : loss;
  }

  /// The quadratic form `smoothness / h * integral (w'')^2` of the values at the levels.
  private double[] roughness() {
    int levels = sigmas.size();
    double[] form = new double[levels * levels];
    if (levels < 3) {
      return form;
    }
    double[] u = sigmas.stream().map(Math::log).toArray();
    double mean = (u[levels - 1] - u[0]) / (levels - 1);
    double[] second = new double[3];
    for (int l = 1; l < levels - 1; l++) {
      double left = u[l] - u[l - 1];
      double right = u[l + 1] - u[l];
      second[0] = 2 / (left * (left + right));
      second[2] = 2 / (right * (left + right));
      second[1] = -second[0] - second[2];
      double factor = penalty.smoothness() * 0.5 * (left + right) / mean;
      for (int a = 0; a < 3; a++) {
        for (int b = 0; b < 3; b++) {
          form[(l - 1 + a) * levels + l - 1 + b] += factor * second[a] * second[b];
        }
      }
    }
    return form;
  }
}
