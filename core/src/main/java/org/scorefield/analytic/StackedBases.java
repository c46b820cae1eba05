package org.scorefield.analytic;

import java.util.List;
import org.scorefield.array.Batch;
import org.scorefield.array.Rows;
import org.scorefield.linalg.Matrix;
import org.scorefield.linalg.Products;

/// Responsibilities of a mixture of low ranks by one product with all its bases side by side.
///
/// With v a row relative to a centre m, `y_c = U_c^T v - U_c^T (mu_c - m)` and the squared distance
/// `q_c = |v|^2 - 2 v^T (mu_c - m) + |mu_c - m|^2`, the log density is
///
/// `log N_c = const_c - (q_c / s_c + sum_k (1/lambda_ck - 1/s_c) y_ck^2) / 2`.
///
/// All that depends on the row comes from one product of v with `[U_1 .. U_K, mu_1 - m .. mu_K -
/// m]`, d x K(r+1), at the full speed of the BLAS. The price is cancellation: the terms are as
/// large as `|v|^2 / s`, so the log density is off by some ulps of that ({@link #isAccurate});
/// {@link GaussianMixture} has no such limit.
final class StackedBases {
  /// Rows a thread takes at a time.
  private static final int BLOCK = 256;

  private static final double NEGLIGIBLE = 1e-30;

  /// Error of a log density that does no harm in a fit.
  private static final double TOLERATED = 1e-8;

  private static final double ROUNDING = 0x1p-50;

  private final GaussianMixture mixture;
  private final double[] centre;
  private final int[] offsets;
  private final Matrix stacked;
  private final double[] shifts;
  private final double[] factors;
  private final double[] constants;
  private final double[] squaredNorms;

  private StackedBases(GaussianMixture mixture) {
    List<Gaussian> components = mixture.components();
    int k = components.size();
    int d = mixture.shape().size();
    this.mixture = mixture;
    this.centre = mixture.mean().shared();
    this.offsets = new int[k + 1];
    for (int c = 0; c < k; c++) {
      offsets[c + 1] = offsets[c] + components.get(c).rank();
    }
    int width = offsets[k] + k;
    double[] columns = new double[Math.multiplyExact(d, width)];
    this.shifts = new double[offsets[k]];
    this.factors = new double[offsets[k]];
    this.constants = new double[k];
    this.squaredNorms = new double[k];
    for (int c = 0; c < k; c++) {
      Gaussian g = components.get(c);
      double[] delta = new double[d];
      for (int i = 0; i < d; i++) {
        delta[i] = g.mean().get(i) - centre[i];
        columns[i * width + offsets[k] + c] = delta[i];
        System.arraycopy(
            g.basis().shared(), i * g.rank(), columns, i * width + offsets[c], g.rank());
      }
      double[] along = Products.times(delta, 1, g.basis());
      System.arraycopy(along, 0, shifts, offsets[c], g.rank());
      for (int j = 0; j < g.rank(); j++) {
        factors[offsets[c] + j] = 1 / g.variances().get(j) - 1 / g.residual();
      }
      constants[c] = Math.log(mixture.weights().get(c)) + g.logNormaliser(0);
      squaredNorms[c] = Sums.squares(delta, 0, d);
    }
    this.stacked = Matrix.adopt(d, width, columns);
  }

  /// @param mixture of components of ranks below d, no residual variance 0
  static StackedBases of(GaussianMixture mixture) {
    return new StackedBases(mixture);
  }

  /// Whether the log densities of all these rows are good to 1e-8.
  boolean isAccurate(Batch rows) {
    int d = centre.length;
    double largest = 0;
    for (double square : squaredNorms) {
      largest = Math.max(largest, square);
    }
    for (int i = 0; i < rows.count(); i++) {
      largest = Math.max(largest, Sums.squaredDistance(rows.shared(), i * d, centre, 0, d));
    }
    double least = mixture.components().stream().mapToDouble(Gaussian::residual).min().orElse(0);
    return largest * ROUNDING <= TOLERATED * least;
  }

  MixtureKernel.Expectation expectation(Batch rows) {
    int k = constants.length;
    int n = rows.count();
    double[] responsibilities = new double[Math.multiplyExact(n, k)];
    double[] logDensity = new double[n];
    Rows.parallel(
        n,
        BLOCK,
        (from, to) -> {
          logJoint(rows, from, to, responsibilities);
          for (int i = from; i < to; i++) {
            logDensity[i] = Sums.logSumExp(responsibilities, i * k, k);
            Sums.softmax(responsibilities, i * k, k, NEGLIGIBLE);
          }
        });
    return new MixtureKernel.Expectation(responsibilities, logDensity);
  }

  /// `log pi_c + log N_c(x)` for rows `from .. to-1`, into rows of `out`.
  private void logJoint(Batch rows, int from, int to, double[] out) {
    int d = centre.length;
    int k = constants.length;
    int width = stacked.columns();
    double[] v = new double[(to - from) * d];
    for (int i = 0; i < to - from; i++) {
      for (int j = 0; j < d; j++) {
        v[i * d + j] = rows.shared()[(from + i) * d + j] - centre[j];
      }
    }
    double[] product = Products.times(v, to - from, stacked);
    for (int i = 0; i < to - from; i++) {
      double square = Sums.squares(v, i * d, d);
      int at = i * width;
      for (int c = 0; c < k; c++) {
        double distance = square - 2 * product[at + offsets[k] + c] + squaredNorms[c];
        double quadratic =
            distance / mixture.components().get(c).residual() + inside(c, product, at);
        out[(from + i) * k + c] = constants[c] - 0.5 * quadratic;
      }
    }
  }

  /// `sum_k (1/lambda_ck - 1/s_c) y_ck^2`.
  private double inside(int c, double[] product, int at) {
    double sum = 0;
    for (int j = offsets[c]; j < offsets[c + 1]; j++) {
      double y = product[at + j] - shifts[j];
      sum += factors[j] * y * y;
    }
    return sum;
  }
}
