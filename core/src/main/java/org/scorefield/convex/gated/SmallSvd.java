package org.scorefield.convex.gated;

import java.util.stream.IntStream;
import org.scorefield.array.Vector;
import org.scorefield.linalg.Matrix;

/// The singular value decomposition `A = U diag(values) W^T` of a small matrix by one-sided Jacobi
/// rotations, which keeps small singular values to full relative accuracy; values descending. Cost
/// about 10 sweeps of `6 p q^2`.
///
/// @param left p x k, k = min(p, q); a column of a singular value 0 is 0
/// @param values k
/// @param right q x k
record SmallSvd(Matrix left, Vector values, Matrix right) {
  private static final int SWEEPS = 60;

  static SmallSvd of(Matrix a) {
    if (a.rows() < a.columns()) {
      SmallSvd transposed = of(a.transpose());
      return new SmallSvd(transposed.right, transposed.values, transposed.left);
    }
    int p = a.rows();
    int q = a.columns();
    // Columns are rows here, so that a rotation runs along memory.
    double[] u = a.transpose().toArray();
    double[] w = Matrix.identity(q).toArray();
    for (int sweep = 0; sweep < SWEEPS && rotateAll(u, w, p, q); sweep++) {}
    double[] norms = new double[q];
    for (int j = 0; j < q; j++) {
      norms[j] = GatedPenalty.frobenius(u, j * p, p);
    }
    int[] order =
        IntStream.range(0, q)
            .boxed()
            .sorted((i, j) -> Double.compare(norms[j], norms[i]))
            .mapToInt(i -> i)
            .toArray();
    double[] left = new double[p * q];
    double[] right = new double[q * q];
    for (int k = 0; k < q; k++) {
      int j = order[k];
      for (int i = 0; i < p; i++) {
        left[i * q + k] = norms[j] == 0 ? 0 : u[j * p + i] / norms[j];
      }
      for (int i = 0; i < q; i++) {
        right[i * q + k] = w[j * q + i];
      }
    }
    return new SmallSvd(
        Matrix.adopt(p, q, left),
        Vector.generate(q, k -> norms[order[k]]),
        Matrix.adopt(q, q, right));
  }

  /// One sweep over all pairs of columns.
  ///
  /// @return whether any pair was turned
  private static boolean rotateAll(double[] u, double[] w, int p, int q) {
    boolean turned = false;
    for (int i = 0; i < q; i++) {
      for (int j = i + 1; j < q; j++) {
        double aa = 0;
        double bb = 0;
        double ab = 0;
        for (int k = 0; k < p; k++) {
          double x = u[i * p + k];
          double y = u[j * p + k];
          aa += x * x;
          bb += y * y;
          ab += x * y;
        }
        if (Math.abs(ab) > 1e-16 * Math.sqrt(aa) * Math.sqrt(bb) && ab != 0) {
          double zeta = (bb - aa) / (2 * ab);
          double t = Math.copySign(1 / (Math.abs(zeta) + Math.hypot(1, zeta)), zeta);
          double c = 1 / Math.hypot(1, t);
          rotate(u, i * p, j * p, p, c, c * t);
          rotate(w, i * q, j * q, q, c, c * t);
          turned = true;
        }
      }
    }
    return turned;
  }

  private static void rotate(double[] a, int i, int j, int length, double c, double s) {
    for (int k = 0; k < length; k++) {
      double x = a[i + k];
      double y = a[j + k];
      a[i + k] = c * x - s * y;
      a[j + k] = s * x + c * y;
    }
  }
}
