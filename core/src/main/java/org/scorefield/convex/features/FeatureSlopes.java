package org.scorefield.convex.features;

import java.util.stream.IntStream;
import org.scorefield.array.Batch;
import org.scorefield.array.Vector;
import org.scorefield.convex.placement.InputFrame;
import org.scorefield.denoise.PosteriorCovariance;
import org.scorefield.linalg.Matrix;
import org.scorefield.linalg.Products;

/// How sharp a smooth feature is to be. The posterior weights of a row are functions of `x . x0 /
/// sigma^2`; across a hyperplane of normal a they change as `a . x0` varies under the posterior, so
/// the denoiser bends on the length `sigma^2 / sqrt(a^T P a)`, `P = Cov[x0 | x]`: for data of two
/// points at -1 and 1, whose denoiser is `tanh(x / sigma^2)`, this is exact. The slope is c over
/// that length, P taken at the row nearest to the hyperplane.
final class FeatureSlopes {
  /// Length of the longest bend, in units of the input: beyond, features are straight over all
  /// data.
  private static final double LONGEST = 100;

  private static final int BLOCK = 64;

  private FeatureSlopes() {}

  /// @param planes M x (d + 1), for rows in the frame
  /// @param rows to choose the nearest from
  /// @param c how many times sharper than the bend
  static Vector of(
      Matrix planes,
      Batch rows,
      PosteriorCovariance reference,
      double sigma,
      InputFrame frame,
      double c) {
    int m = planes.rows();
    int d = planes.columns() - 1;
    int[] nearest = nearest(planes, rows);
    double[] out = new double[m];
    for (int from = 0; from < m; from += BLOCK) {
      int start = from;
      int length = Math.min(BLOCK, m - from);
      double[][] at =
          IntStream.range(0, length)
              .mapToObj(k -> rows.row(nearest[start + k]))
              .toArray(double[][]::new);
      Batch data = frame.data(Batch.ofRows(rows.shape(), at));
      var covariances = reference.posteriorCovariance(data, sigma);
      for (int k = 0; k < length; k++) {
        double bend = Math.sqrt(form(covariances.get(k), planes.row(from + k), d));
        out[from + k] = c * Math.max(bend / (sigma * sigma * frame.scale()), 1 / LONGEST);
      }
    }
    return Vector.adopt(out);
  }

  private static int[] nearest(Matrix planes, Batch rows) {
    int d = planes.columns() - 1;
    double[] products =
        Products.timesTransposed(rows.shared(), rows.count(), planes.leadingColumns(d));
    int m = planes.rows();
    int[] nearest = new int[m];
    for (int k = 0; k < m; k++) {
      double least = Double.POSITIVE_INFINITY;
      for (int r = 0; r < rows.count(); r++) {
        double distance = Math.abs(products[r * m + k] + planes.get(k, d));
        if (distance < least) {
          least = distance;
          nearest[k] = r;
        }
      }
    }
    return nearest;
  }

  /// `a^T P a` of the first d components.
  private static double form(Matrix p, double[] a, int d) {
    double sum = 0;
    for (int i = 0; i < d; i++) {
      for (int j = 0; j < d; j++) {
        sum += a[i] * a[j] * p.get(i, j);
      }
    }
    return Math.max(sum, 0);
  }
}
