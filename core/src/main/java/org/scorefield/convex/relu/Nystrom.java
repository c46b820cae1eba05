package org.scorefield.convex.relu;

import java.util.function.UnaryOperator;
import org.scorefield.array.Shape;
import org.scorefield.linalg.Factorizations;
import org.scorefield.linalg.Matrix;
import org.scorefield.linalg.Products;
import org.scorefield.linalg.SymmetricEigen;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;

/// A randomised approximation `U diag(values) U^T` of rank r of a positive semidefinite operator A
/// of order N that is known by its products alone, and the preconditioner of `A + rho I` made of it
/// (Frangella, Tropp and Udell 2110.02820):
///
/// `P^-1 x = (tail + rho) U (values + rho)^-1 U^T x + (x - U U^T x)`.
///
/// The condition number left is about `(tail + rho)/rho`. Any rho serves: A is sketched once. Cost
/// r products with A and 4Nr^2; applying it 4Nr.
///
/// @param basis U, N x r
/// @param values r, descending, >= 0
/// @param tail eigenvalue taken for the rest of A: value_r, or 0 where the sketch found all of A
record Nystrom(Matrix basis, double[] values, double tail) {
  /// Eigenvalues of the sketch below this part of the largest are rounding.
  private static final double FLOOR = 1e-10;

  /// @param rank of the sketch, at most N are used
  static Nystrom of(UnaryOperator<double[]> operator, int order, int rank, NoiseKey key) {
    int r = Math.min(rank, order);
    // One test vector a row, so that vector j is the same whatever the rank.
    double[] drawn = new Noise(key, 0, r).normal(Shape.vector(order)).shared();
    Matrix omega =
        Factorizations.orthonormalBasis(Matrix.adopt(r, order, drawn).transpose()).transpose();
    double[] sketch = new double[r * order];
    double square = 0;
    for (int j = 0; j < r; j++) {
      double[] y = operator.apply(omega.row(j));
      System.arraycopy(y, 0, sketch, j * order, order);
      square += 2 * ConeProgram.halfSquare(y);
    }
    if (square == 0) {
      return new Nystrom(Matrix.adopt(order, 0, new double[0]), new double[0], 0);
    }
    // The shift keeps the small matrix positive definite in spite of rounding, and is taken off.
    double shift = 1e-14 * Math.sqrt(square);
    for (int k = 0; k < sketch.length; k++) {
      sketch[k] += shift * omega.shared()[k];
    }
    Matrix rows = Matrix.adopt(r, order, sketch);
    Matrix small = omega.timesTransposed(rows);
    return ofSketch(rows, symmetric(small), shift);
  }

  /// From `Y^T` (r x N) and `Omega^T Y`: `A ~ Y (Omega^T Y)^-1 Y^T = B B^T`, B = U S W^T.
  private static Nystrom ofSketch(Matrix rows, Matrix small, double shift) {
    int r = rows.rows();
    int order = rows.columns();
    SymmetricEigen core = SymmetricEigen.reproducible(small);
    double largest = core.values().first();
    int kept = (int) core.values().stream().filter(v -> v > FLOOR * largest).count();
    double[] root = new double[kept * r];
    for (int a = 0; a < kept; a++) {
      for (int j = 0; j < r; j++) {
        root[a * r + j] = core.vectors().get(j, a) / Math.sqrt(core.values().get(a));
      }
    }
    Matrix b = Matrix.adopt(kept, r, root).times(rows);
    SymmetricEigen eigen = SymmetricEigen.reproducible(b.timesTransposed(b));
    double top = eigen.values().first();
    int live = (int) eigen.values().stream().filter(v -> v > FLOOR * top).count();
    double[] values = new double[live];
    double[] turn = new double[kept * live];
    for (int a = 0; a < live; a++) {
      double value = eigen.values().get(a);
      values[a] = Math.max(0, value - shift);
      for (int j = 0; j < kept; j++) {
        turn[j * live + a] = eigen.vectors().get(j, a) / Math.sqrt(value);
      }
    }
    Matrix basis = Products.transposeTimes(b.shared(), turn, kept, order, live);
    return new Nystrom(basis, values, live < r ? 0 : values[live - 1]);
  }

  private static Matrix symmetric(Matrix a) {
    int r = a.rows();
    double[] out = new double[r * r];
    for (int i = 0; i < r; i++) {
      for (int j = 0; j < r; j++) {
        out[i * r + j] = (a.get(i, j) + a.get(j, i)) / 2;
      }
    }
    return Matrix.adopt(r, r, out);
  }

  /// `P^-1 x`.
  double[] apply(double[] x, double rho) {
    int live = values.length;
    if (live == 0) {
      return x.clone();
    }
    int order = basis.rows();
    double[] inner = Products.transposeTimes(basis.shared(), x, order, live, 1).toArray();
    for (int a = 0; a < live; a++) {
      inner[a] *= (tail + rho) / (values[a] + rho) - 1;
    }
    double[] out = Products.times(basis.shared(), order, Matrix.adopt(live, 1, inner));
    for (int k = 0; k < order; k++) {
      out[k] += x[k];
    }
    return out;
  }
}
