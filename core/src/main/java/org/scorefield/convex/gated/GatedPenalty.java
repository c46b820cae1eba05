package org.scorefield.convex.gated;

import java.util.Arrays;
import org.scorefield.array.Vector;
import org.scorefield.linalg.Matrix;
import org.scorefield.linalg.SymmetricEigen;

/// What the weights Z (D x d) of one gate cost: the weight decay of the best network that has this
/// Z, through the rescaling of positively homogeneous units, `(|u|^2 + |alpha|^2)/2 >= |u|
/// |alpha|`.
public enum GatedPenalty {
  /// The sum of the singular values of Z: units that feed all components at once. Few directions
  /// for each gate.
  NUCLEAR {
    @Override
    double prox(double[] z, int at, int rows, int columns, double t, double[] out) {
      if (frobenius(z, at, rows * columns) <= t) {
        Arrays.fill(out, at, at + rows * columns, 0);
        return 0;
      }
      boolean left = rows < columns;
      int k = Math.min(rows, columns);
      SymmetricEigen eigen = SymmetricEigen.reproducible(gram(z, at, rows, columns));
      double[] keep = new double[k];
      double sum = 0;
      for (int a = 0; a < k; a++) {
        double s = Math.sqrt(Math.max(0, eigen.values().get(a)));
        keep[a] = s > t ? 1 - t / s : 0;
        sum += Math.max(0, s - t);
      }
      double[] shrink = conjugate(eigen.vectors().shared(), keep);
      Arrays.fill(out, at, at + rows * columns, 0);
      for (int i = 0; i < rows; i++) {
        for (int b = 0; b < k; b++) {
          for (int j = 0; j < columns; j++) {
            out[at + i * columns + j] +=
                left
                    ? shrink[i * k + b] * z[at + b * columns + j]
                    : z[at + i * columns + b] * shrink[b * k + j];
          }
        }
      }
      return sum;
    }

    @Override
    double norm(double[] z, int at, int rows, int columns) {
      double[] block = Arrays.copyOfRange(z, at, at + rows * columns);
      return SmallSvd.of(Matrix.adopt(rows, columns, block)).values().sum();
    }

    @Override
    double dualNorm(double[] z, int at, int rows, int columns) {
      Vector values = SymmetricEigen.valuesOf(gram(z, at, rows, columns));
      return Math.sqrt(Math.max(0, values.first()));
    }
  },

  /// The sum of the norms of the columns of Z: a network of its own for each component.
  GROUP_LASSO {
    @Override
    double prox(double[] z, int at, int rows, int columns, double t, double[] out) {
      double sum = 0;
      for (int j = 0; j < columns; j++) {
        double norm = columnNorm(z, at, rows, columns, j);
        double keep = norm > t ? 1 - t / norm : 0;
        sum += Math.max(0, norm - t);
        for (int k = at + j; k < at + rows * columns; k += columns) {
          out[k] = keep * z[k];
        }
      }
      return sum;
    }

    @Override
    double norm(double[] z, int at, int rows, int columns) {
      double sum = 0;
      for (int j = 0; j < columns; j++) {
        sum += columnNorm(z, at, rows, columns, j);
      }
      return sum;
    }

    @Override
    double dualNorm(double[] z, int at, int rows, int columns) {
      double largest = 0;
      for (int j = 0; j < columns; j++) {
        largest = Math.max(largest, columnNorm(z, at, rows, columns, j));
      }
      return largest;
    }
  };

  /// `argmin_W t R(W) + |W - Z|^2/2` for the block of rows x columns at `at`, written to the same
  /// place of `out`.
  ///
  /// The nuclear one goes through the gram of the shorter side, which loses no digit of the
  /// singular values above t that matter: they are those that stay.
  ///
  /// @return R of the result
  abstract double prox(double[] z, int at, int rows, int columns, double t, double[] out);

  /// R of the block.
  abstract double norm(double[] z, int at, int rows, int columns);

  /// The dual norm `max <W, Z>` over `R(W) <= 1`: the operator norm, or the largest column.
  abstract double dualNorm(double[] z, int at, int rows, int columns);

  static double frobenius(double[] z, int at, int length) {
    double sum = 0;
    for (int k = at; k < at + length; k++) {
      sum += z[k] * z[k];
    }
    return Math.sqrt(sum);
  }

  private static double columnNorm(double[] z, int at, int rows, int columns, int j) {
    double sum = 0;
    for (int k = at + j; k < at + rows * columns; k += columns) {
      sum += z[k] * z[k];
    }
    return Math.sqrt(sum);
  }

  /// `Z^T Z` or `Z Z^T`, whichever is smaller.
  private static Matrix gram(double[] z, int at, int rows, int columns) {
    boolean left = rows < columns;
    int k = Math.min(rows, columns);
    int longer = Math.max(rows, columns);
    int step = left ? 1 : columns;
    int stride = left ? columns : 1;
    double[] gram = new double[k * k];
    for (int a = 0; a < k; a++) {
      for (int b = 0; b <= a; b++) {
        double sum = 0;
        for (int r = 0; r < longer; r++) {
          sum += z[at + a * stride + r * step] * z[at + b * stride + r * step];
        }
        gram[a * k + b] = sum;
        gram[b * k + a] = sum;
      }
    }
    return Matrix.adopt(k, k, gram);
  }

  /// `Q diag(f) Q^T`.
  private static double[] conjugate(double[] q, double[] f) {
    int k = f.length;
    double[] out = new double[k * k];
    for (int i = 0; i < k; i++) {
      for (int a = 0; a < k && f[a] != 0; a++) {
        double scaled = q[i * k + a] * f[a];
        for (int j = 0; j < k; j++) {
          out[i * k + j] += scaled * q[j * k + a];
        }
      }
    }
    return out;
  }
}
