package org.scorefield.linear;

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
/// many dimensions the small ones only add noise. Standard errors by Hoeffding's decomposition to
/// second order. Cost `n^2 k` operations a level.
///
/// An expansion for small values: it is good to some ten per cent below .05 nats and means little
/// above .3. The part of the directions left out is missing, and mean and covariance come from the
/// same rows, which is a bias of order `k^2 / n` at low noise.
public final class CumulantKl {
  private static final int BLOCK = 64;

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
    double[] whitened = new double[k];
    for (int j = 0; j < k; j++) {
      whitened[j] = variances[j] / (variances[j] + sigma * sigma);
    }
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = coordinates[i] / Math.sqrt(variances[i % k] + sigma * sigma);
    }
    Kernel kernel = Kernel.of(whitened);
    double[] quadratic = new double[count];
    for (int i = 0; i < scaled.length; i++) {
      quadratic[i / k] += whitened[i % k] * scaled[i] * scaled[i];
    }
    double[] sums = new double[count];
    double[] squares = new double[count];
    Matrix all = Matrix.adopt(count, k, scaled);
    Rows.parallel(
        count,
        BLOCK,
        (from, to) -> {
          double[] own = java.util.Arrays.copyOfRange(scaled, from * k, to * k);
          double[] inner = Products.timesTransposed(own, to - from, all);
          for (int i = from; i < to; i++) {
            for (int j = 0; j < count; j++) {
              if (j != i) {
                double h = kernel.value(inner[(i - from) * count + j], quadratic[i], quadratic[j]);
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
    double variance = Math.max(4 * rowMeans / n - pairs, pairs);
    return new Estimate(mean, Math.sqrt(variance), n);
  }

  /// What is averaged over pairs, as a function of their inner product and of `x~' S~ x~` of each.
  ///
  /// @param constant of S~ alone
  record Kernel(double constant) {
    /// @param whitened eigenvalues of S~
    static Kernel of(double[] whitened) {
      double second = 0;
      double fourth = 0;
      for (double v : whitened) {
        second += v * v;
        fourth += v * v * v * v;
      }
      return new Kernel((3 * second * second + 6 * fourth) / 48);
    }

    double value(double inner, double quadratic, double otherQuadratic) {
      double cube = inner * inner * inner;
      double mixed = 3 * (quadratic * quadratic + otherQuadratic * otherQuadratic);
      return cube / 12 + (cube * inner - mixed) / 48 + constant;
    }
  }
}
