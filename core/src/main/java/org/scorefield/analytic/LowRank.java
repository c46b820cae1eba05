package org.scorefield.analytic;

import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.data.Dataset;
import org.scorefield.linalg.Factorizations;
import org.scorefield.linalg.Matrix;
import org.scorefield.linalg.Products;
import org.scorefield.linalg.SymmetricEigen;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;

/// Fits the {@link Gaussian} of r principal directions and one residual variance to data, in blocks
/// of rows: the data are never centred or copied as a whole.
///
/// The residual is the mean of the variances left out, `(tr Sigma - sum lambda_k) / (d - r)`: the
/// maximum-likelihood one (Tipping and Bishop 1999). Of N rows at most N - 1 directions are kept;
/// constant components simply have variance 0.
public final class LowRank {
  /// Extra directions carried along, which make the last of the kept ones accurate.
  private static final int OVERSAMPLING = 10;

  private static final int POWER_PASSES = 2;

  /// Variances below this fraction of the trace are rounding, not data.
  private static final double ROUNDING = 1e-14;

  private LowRank() {}

  /// The fit by whichever of {@link #exact} and {@link #randomized} costs less: the first if `N d^2
  /// + 9 d^3 < 10 N d (r + 10)`.
  ///
  /// @param rank r, at least 0; at most `min(d, N - 1)` directions are kept
  /// @param key randomness of the sketch; the same key gives the same bits
  /// @throws IllegalArgumentException if there are fewer than 2 rows or one holds a NaN or infinity
  public static Gaussian fit(Dataset data, int rank, NoiseKey key) {
    double d = data.shape().size();
    double n = data.size();
    double sketch = 10 * n * d * (Math.min(rank, d) + OVERSAMPLING);
    return n * d * d + 9 * d * d * d <= sketch ? exact(data, rank) : randomized(data, rank, key);
  }

  /// From the whole covariance matrix: one pass, memory `d^2`.
  public static Gaussian exact(Dataset data, int rank) {
    requireRank(rank);
    Moments moments = Moments.of(data);
    Gaussian full = Gaussian.of(data.shape(), moments.mean(), moments.covariance());
    return full.truncated(kept(data, rank));
  }

  /// By randomised subspace iteration (Halko, Martinsson and Tropp, SIAM Review 53, 2011): the
  /// range of `Sigma^2 Omega` for r + 10 random directions, then the eigenvectors of Sigma within
  /// it. Three passes over the data, memory `2 d (r + 10)`, cost `10 N d (r + 10)`.
  public static Gaussian randomized(Dataset data, int rank, NoiseKey key) {
    requireRank(rank);
    Moments.requireRows(data);
    int d = data.shape().size();
    int r = kept(data, rank);
    int k = Math.min(d, r + OVERSAMPLING);
    Matrix q =
        Factorizations.orthonormalBasis(
            Matrix.adopt(
                d, k, new Noise(key.child("sketch"), 0, d).normal(Shape.vector(k)).shared()));
    First first = First.pass(data, q);
    q = Factorizations.orthonormalBasis(first.image());
    for (int pass = 1; pass < POWER_PASSES; pass++) {
      q = Factorizations.orthonormalBasis(image(data, first.mean().shared(), q));
    }
    SymmetricEigen within = SymmetricEigen.of(projected(data, first.mean().shared(), q));
    Vector variances = Vector.generate(r, j -> Math.max(0, within.values().get(j)));
    double rest = first.trace() - variances.sum();
    double residual = r == d || rest < ROUNDING * first.trace() ? 0 : rest / (d - r);
    Matrix basis = q.times(within.vectors().leadingColumns(r));
    return new Gaussian(data.shape(), first.mean(), basis, variances, residual);
  }

  private static void requireRank(int rank) {
    if (rank < 0) {
      throw new IllegalArgumentException("rank must be at least 0, got " + rank);
    }
  }

  private static int kept(Dataset data, int rank) {
    return Math.min(rank, Math.min(data.shape().size(), data.size() - 1));
  }

  /// What the first pass finds: mean, trace of the covariance, and its image `Sigma Q`.
  private record First(Vector mean, double trace, Matrix image) {

    /// Rows are shifted by the mean of the first block; what the shift misses, delta, is put right
    /// at the end: `Sigma Q = Z/N - delta (delta^T Q)`.
    static First pass(Dataset data, Matrix q) {
      int d = q.rows();
      int k = q.columns();
      int n = data.size();
      int block = Math.min(n, data.comfortableBlock());
      double[] shift = Moments.columnMeans(data.rows(0, block));
      double[] delta = new double[d];
      double[] z = new double[d * k];
      double squares = 0;
      for (int from = 0; from < n; from += block) {
        Batch rows = data.rows(from, Math.min(block, n - from));
        Moments.requireFinite(data, rows, from);
        double[] x = centred(rows, shift);
        for (int at = 0; at < x.length; at += d) {
          squares += Sums.squares(x, at, d);
          for (int j = 0; j < d; j++) {
            delta[j] += x[at + j];
          }
        }
        Products.addTransposeTimes(x, Products.times(x, rows.count(), q), rows.count(), d, k, z);
      }
      for (int j = 0; j < d; j++) {
        delta[j] /= n;
      }
      double[] deltaQ = Products.times(delta, 1, q);
      for (int j = 0; j < d; j++) {
        for (int c = 0; c < k; c++) {
          z[j * k + c] = z[j * k + c] / n - delta[j] * deltaQ[c];
        }
      }
      return new First(
          Vector.generate(d, j -> shift[j] + delta[j]),
          Math.max(0, squares / n - Sums.squares(delta, 0, d)),
          Matrix.adopt(d, k, z));
    }
  }

  /// `N Sigma Q`, one pass.
  private static Matrix image(Dataset data, double[] mean, Matrix q) {
    double[] z = new double[q.rows() * q.columns()];
    data.forEachBlock(
        data.comfortableBlock(),
        rows -> {
          double[] x = centred(rows, mean);
          double[] y = Products.times(x, rows.count(), q);
          Products.addTransposeTimes(x, y, rows.count(), q.rows(), q.columns(), z);
        });
    return Matrix.adopt(q.rows(), q.columns(), z);
  }

  /// `Q^T Sigma Q`, one pass.
  private static Matrix projected(Dataset data, double[] mean, Matrix q) {
    int k = q.columns();
    double[] gram = new double[k * k];
    data.forEachBlock(
        data.comfortableBlock(),
        rows -> {
          double[] y = Products.times(centred(rows, mean), rows.count(), q);
          Products.addGram(y, rows.count(), k, gram);
        });
    for (int i = 0; i < gram.length; i++) {
      gram[i] /= data.size();
    }
    Products.mirror(gram, k);
    return Matrix.adopt(k, k, gram);
  }

  private static double[] centred(Batch rows, double[] mean) {
    int d = mean.length;
    double[] x = rows.toArray();
    for (int at = 0; at < x.length; at += d) {
      for (int j = 0; j < d; j++) {
        x[at + j] -= mean[j];
      }
    }
    return x;
  }
}
