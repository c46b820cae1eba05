package org.scorefield.linear;

import java.util.Arrays;
import org.scorefield.analytic.Gaussian;
import org.scorefield.analytic.Moments;
import org.scorefield.array.Batch;
import org.scorefield.array.Rows;
import org.scorefield.data.Dataset;
import org.scorefield.data.RandomRows;
import org.scorefield.linalg.Matrix;
import org.scorefield.linalg.Products;
import org.scorefield.metric.Estimate;
import org.scorefield.random.NoiseKey;

/// What a closed-form start costs, from data alone: the Edgeworth expansion of the divergence
/// between noisy data and the Gaussian of their mean and covariance. With `x~ = (Sigma + sigma^2
/// I)^(-1/2) (x0 - mu)`, `S~ = Cov x~`, and x~, x~' independent,
///
/// `KL(sigma) = E(x~.x~')^3 / 12 + [E(x~.x~')^4 - 6 E(x~' S~ x~)^2 + 3 (tr S~^2)^2 + 6 tr S~^4] /
/// 48`,
///
/// the squared norms of the third and fourth cumulants (compare Comon 1994, equation 3.8). It falls
/// as `sigma^-6`, or `sigma^-8` for symmetric data.
///
/// The expectation is a U-statistic over all pairs of rows, in the leading principal directions: in
/// many dimensions the small ones only add noise. Mean and covariance come from the same rows,
/// which biases it by some `k^2 / n`; the leading part of that is taken off by the same statistic
/// of the two halves (twice the whole minus their mean). Below some 300 rows what is left is
/// negative: the cost reads too low. Standard errors by Hoeffding's decomposition to second order.
/// Cost `6 n^2 k` operations a level.
///
/// An expansion for small values, in the third and fourth cumulants alone. On laws of many
/// dimensions it is good to some ten per cent below .05 nats (a mixture of digits: .021 for .022)
/// and means little above .3; in few dimensions it can be off by a factor of 2 at .05 nats, either
/// way (eight Gaussians on a ring: .025 for .063; skewed data with a rare cluster: .10 for .05).
/// The part of the directions left out is missing.
public final class CumulantKl {
  private static final int BLOCK = 64;

  /// Most that the second-order part of the variance grows by taking the bias off.
  private static final double INFLATION = 2;

  private final double[] coordinates;
  private final double[] variances;
  private final int count;

  private CumulantKl(double[] coordinates, double[] variances, int count) {
    this.coordinates = coordinates;
    this.variances = variances;
    this.count = count;
  }

  /// @param gaussian with the data's mean, and their principal directions in decreasing order
  /// @param directions how many of them, at most; 64 is usual
  /// @param rows at most this many; 4096 make 8 million pairs
  /// @param key which rows
  public static CumulantKl of(
      Dataset data, Gaussian gaussian, int directions, int rows, NoiseKey key) {
    Dataset chosen = RandomRows.atMost(rows, data, key.child("cumulant rows"));
    int n = chosen.size();
    if (n < 4) {
      throw new IllegalArgumentException(
          "a cumulant estimate needs at least 4 rows, " + data.name() + " has " + n);
    }
    int k = Math.min(directions, gaussian.rank());
    Matrix basis = gaussian.basis().leadingColumns(k);
    double[] out = new double[n * k];
    double[] mean = Moments.meanOf(chosen).shared();
    int block = chosen.comfortableBlock();
    for (int from = 0; from < n; from += block) {
      Batch part = chosen.rows(from, Math.min(block, n - from));
      double[] centred = part.toArray();
      for (int i = 0; i < centred.length; i++) {
        centred[i] -= mean[i % mean.length];
      }
      double[] c = Products.times(centred, part.count(), basis);
      System.arraycopy(c, 0, out, from * k, c.length);
    }
    double[] variances = new double[k];
    for (int i = 0; i < out.length; i++) {
      variances[i % k] += out[i] * out[i] / n;
    }
    return new CumulantKl(out, variances, n);
  }

  /// The divergence at one noise level, in nats; chance may make it negative where it is small.
  public Estimate at(double sigma) {
    int k = variances.length;
    double[] scaled = new double[coordinates.length];
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = coordinates[i] / Math.sqrt(variances[i % k] + sigma * sigma);
    }
    int half = count / 2;
    Estimate whole = statistic(scaled, k);
    Estimate first = statistic(Arrays.copyOf(scaled, half * k), k);
    Estimate second = statistic(Arrays.copyOfRange(scaled, half * k, scaled.length), k);
    return new Estimate(
        2 * whole.value() - (first.value() + second.value()) / 2, whole.standardError(), count);
  }

  /// The statistic of rows with k components each, about their own mean and covariance.
  private static Estimate statistic(double[] rows, int k) {
    int n = rows.length / k;
    double[] x = rows.clone();
    double[] mean = new double[k];
    for (int i = 0; i < x.length; i++) {
      mean[i % k] += x[i] / n;
    }
    for (int i = 0; i < x.length; i++) {
      x[i] -= mean[i % k];
    }
    double[] covariance = Products.transposeTimes(x, x, n, k, k).toArray();
    for (int i = 0; i < covariance.length; i++) {
      covariance[i] /= n;
    }
    Matrix s = Matrix.adopt(k, k, covariance);
    Matrix square = s.times(s);
    double[] sx = Products.times(x, n, s);
    double[] ssx = Products.times(x, n, square);
    double[] q = new double[n];
    double[] c = new double[n];
    for (int i = 0; i < x.length; i++) {
      q[i / k] += x[i] * sx[i];
      c[i / k] += sx[i] * ssx[i];
    }
    Kernel kernel = Kernel.of(s);
    double[] sums = new double[n];
    double[] squares = new double[n];
    Matrix all = Matrix.adopt(n, k, x);
    Rows.parallel(
        n,
        BLOCK,
        (from, to) -> {
          int m = to - from;
          double[] g = Products.timesTransposed(Arrays.copyOfRange(x, from * k, to * k), m, all);
          double[] b = Products.timesTransposed(Arrays.copyOfRange(ssx, from * k, to * k), m, all);
          for (int i = from; i < to; i++) {
            int at = (i - from) * n;
            for (int j = 0; j < n; j++) {
              if (j != i) {
                double h = kernel.value(g[at + j], b[at + j], q[i], q[j], c[i], c[j]);
                sums[i] += h;
                squares[i] += h * h;
              }
            }
          }
        });
    return estimate(sums, squares);
  }

  /// The U-statistic of a symmetric kernel from its sums along each row.
  private static Estimate estimate(double[] sums, double[] squares) {
    int n = sums.length;
    double mean = 0;
    double meanSquare = 0;
    for (int i = 0; i < n; i++) {
      mean += sums[i] / (n - 1) / n;
      meanSquare += squares[i] / (n - 1) / n;
    }
    double rowMeans = 0;
    for (int i = 0; i < n; i++) {
      double deviation = sums[i] / (n - 1) - mean;
      rowMeans += deviation * deviation / (n - 1);
    }
    // Row means vary by the first order and by 1/n of the second, which 4/n would count twice.
    double second = Math.max(0, meanSquare - mean * mean - 2 * rowMeans);
    double pairs = 2 * second / n / n;
    double variance = Math.max(4 * rowMeans / n - 2 * pairs, 0) + INFLATION * pairs;
    return new Estimate(mean, Math.sqrt(variance), n);
  }

  /// What is averaged over pairs: the inner products of the third and fourth Hermite tensors of x
  /// and x', `x^3 - 3 sym(x S)` and `x^4 - 6 sym(x^2 S) + 3 sym(S S)`. Their mean is that of the
  /// formula above, but what a wrong mean or covariance would add has been taken out, and with it
  /// most of the variance.
  ///
  /// @param second tr S^2
  /// @param fourth tr S^4
  record Kernel(double second, double fourth) {
    /// @param s the covariance S
    static Kernel of(Matrix s) {
      double second = 0;
      double fourth = 0;
      for (double v : s.shared()) {
        second += v * v;
      }
      for (double v : s.times(s).shared()) {
        fourth += v * v;
      }
      return new Kernel(second, fourth);
    }

    /// @param g `x.x'`
    /// @param b `x.S^2 x'`
    /// @param q `x.S x`, and `p` that of x'
    /// @param c `x.S^3 x`, and `e` that of x'
    double value(double g, double b, double q, double p, double c, double e) {
      double square = g * g;
      double third = g * (square - 3 * (q + p) + 3 * second) + 6 * b;
      double quartic =
          square * (square - 6 * (q + p) + 6 * second)
              + 3 * (q * q + p * p)
              + 24 * g * b
              + 6 * q * p
              - 6 * second * (q + p)
              - 12 * (c + e)
              + 3 * second * second
              + 6 * fourth;
      return third / 12 + quartic / 48;
    }
  }
}
