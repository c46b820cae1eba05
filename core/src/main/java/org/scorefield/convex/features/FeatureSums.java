package org.scorefield.convex.features;

import java.util.Optional;
import org.scorefield.array.Batch;
import org.scorefield.array.Rows;
import org.scorefield.array.Vector;
import org.scorefield.linalg.Factorizations;
import org.scorefield.linalg.Matrix;
import org.scorefield.linalg.Products;

/// Sums over the rows of a regression on features `phi = (act(a_m . x + b_m), k x, k)`: all that
/// ridge and its evidence need to know of them. Rows are read in blocks; their features are never
/// held at once.
///
/// The constant k makes the affine part carry 1/k^2 of the penalty.
///
/// @param map the features
/// @param count rows, n
/// @param outputs q
/// @param gram `sum phi phi^T`, p x p, p = M + d + 1
/// @param right `sum phi y^T`, p x q
/// @param squares `sum |y|^2`
record FeatureSums(
    FeatureMap map, int count, int outputs, double[] gram, double[] right, double squares) {
  /// k.
  static final double AFFINE = 10;

  private static final int BLOCK = 2048;

  /// Right-hand sides that one thread substitutes at a time.
  private static final int COLUMNS = 64;

  /// Cost `n p (p + 2 q)`.
  static FeatureSums of(FeatureMap map, Batch x, Batch y) {
    int p = map.count() + map.inputs() + 1;
    int q = y.dimension();
    double[] gram = new double[Math.multiplyExact(p, p)];
    double[] right = new double[Math.multiplyExact(p, q)];
    double squares = 0;
    for (int from = 0; from < x.count(); from += BLOCK) {
      int length = Math.min(BLOCK, x.count() - from);
      double[] phi = features(map, x.slice(from, length).shared(), length);
      double[] targets = y.slice(from, length).shared();
      Products.addGram(phi, length, p, gram);
      Products.addTransposeTimes(phi, targets, length, p, q, right);
      for (double t : targets) {
        squares += t * t;
      }
    }
    Products.mirror(gram, p);
    return new FeatureSums(map, x.count(), q, gram, right, squares);
  }

  /// phi of n rows, n x p.
  static double[] features(FeatureMap map, double[] rows, int n) {
    int m = map.count();
    int d = map.inputs();
    int p = m + d + 1;
    double[] random = map.features(rows, n);
    double[] out = new double[Math.multiplyExact(n, p)];
    for (int r = 0; r < n; r++) {
      System.arraycopy(random, r * m, out, r * p, m);
      for (int j = 0; j < d; j++) {
        out[r * p + m + j] = AFFINE * rows[r * d + j];
      }
      out[r * p + p - 1] = AFFINE;
    }
    return out;
  }

  private int unknowns() {
    return map.count() + map.inputs() + 1;
  }

  /// Minimises `mean |y - W^T phi|^2 + ridge |W|^2`. Cost `p^3/3 + 2 p^2 q`.
  ///
  /// @param ridge > 0
  /// @return empty if the ridge is so small that rounding leaves the equations indefinite
  Optional<Solution> solve(double ridge) {
    int p = unknowns();
    double rho = ridge * count;
    double[] penalised = gram.clone();
    for (int i = 0; i < p; i++) {
      penalised[i * p + i] += rho;
    }
    Matrix lower;
    try {
      lower = Factorizations.cholesky(Matrix.adopt(p, p, penalised));
    } catch (ArithmeticException indefinite) {
      return Optional.empty();
    }
    double[] half = forward(lower, right, outputs);
    double explained = sumOfSquares(half);
    double[] weights = backward(lower, half, outputs);
    return Optional.of(
        new Solution(this, rho, lower, weights, atLeastRounding(squares - explained)));
  }

  /// A loss comes as the difference of two sums of squares, which may fall below 0.
  private double atLeastRounding(double loss) {
    return Math.max(loss, Math.ulp(squares) + Double.MIN_NORMAL);
  }

  /// `L^-1 B` for B of p x q, row-major.
  static double[] forward(Matrix lower, double[] b, int q) {
    double[] l = lower.shared();
    int p = lower.rows();
    double[] u = b.clone();
    Rows.parallel(
        q,
        COLUMNS,
        (from, to) -> {
          for (int i = 0; i < p; i++) {
            for (int j = 0; j < i; j++) {
              double c = l[i * p + j];
              for (int k = from; k < to; k++) {
                u[i * q + k] -= c * u[j * q + k];
              }
            }
            for (int k = from; k < to; k++) {
              u[i * q + k] /= l[i * p + i];
            }
          }
        });
    return u;
  }

  private static double[] backward(Matrix lower, double[] u, int q) {
    double[] l = lower.shared();
    int p = lower.rows();
    double[] w = u.clone();
    Rows.parallel(
        q,
        COLUMNS,
        (from, to) -> {
          for (int i = p - 1; i >= 0; i--) {
            for (int k = from; k < to; k++) {
              w[i * q + k] /= l[i * p + i];
            }
            for (int j = 0; j < i; j++) {
              double c = l[i * p + j];
              for (int k = from; k < to; k++) {
                w[j * q + k] -= c * w[i * q + k];
              }
            }
          }
        });
    return w;
  }

  private static double sumOfSquares(double[] values) {
    double sum = 0;
    for (double v : values) {
      sum += v * v;
    }
    return sum;
  }

  /// A ridge regression.
  ///
  /// @param rho penalty, n times the ridge
  /// @param lower Cholesky factor of `A = gram + rho I`
  /// @param weights W, p x q
  /// @param penalisedLoss `sum |y - W^T phi|^2 + rho |W|^2`
  record Solution(
      FeatureSums of, double rho, Matrix lower, double[] weights, double penalisedLoss) {

    /// The log evidence of `y = W^T phi + sqrt(s) n`, entries of W from `N(0, s / rho)`, at its
    /// best noise variance s, which has the closed form `s = penalised loss / (n q)`:
    ///
    /// `-1/2 [n q (ln(2 pi s) + 1) + q (ln|A| - p ln rho)]`.
    double logEvidence() {
      int p = of.unknowns();
      double answers = (double) of.count * of.outputs;
      double logs = -p * Math.log(rho);
      for (int i = 0; i < p; i++) {
        logs += 2 * Math.log(lower.get(i, i));
      }
      return -0.5 * (answers * (Math.log(2 * Math.PI * noiseVariance()) + 1) + of.outputs * logs);
    }

    double noiseVariance() {
      return penalisedLoss / ((double) of.count * of.outputs);
    }

    /// The trace of the matrix that takes targets to fitted values, `tr A^-1 gram = p - rho tr
    /// A^-1`. Cost p^3.
    double effectiveParameters() {
      int p = of.unknowns();
      double[] inverse = forward(lower, Matrix.identity(p).shared(), p);
      return p - rho * sumOfSquares(inverse);
    }

    RandomFeatures function() {
      FeatureMap map = of.map;
      int m = map.count();
      int d = map.inputs();
      int q = of.outputs;
      double[] outer = new double[m * q];
      System.arraycopy(weights, 0, outer, 0, outer.length);
      double[] skip = new double[q * d];
      for (int k = 0; k < q; k++) {
        for (int j = 0; j < d; j++) {
          skip[k * d + j] = AFFINE * weights[(m + j) * q + k];
        }
      }
      Vector bias = Vector.generate(q, k -> AFFINE * weights[(m + d) * q + k]);
      return new RandomFeatures(map, Matrix.adopt(m, q, outer), Matrix.adopt(q, d, skip), bias);
    }
  }
}
