package org.scorefield.linear;

import org.scorefield.analytic.Gaussian;
import org.scorefield.array.Batch;
import org.scorefield.array.Vector;
import org.scorefield.linalg.Factorizations;
import org.scorefield.linalg.Matrix;
import org.scorefield.linalg.Products;
import org.scorefield.linalg.SymmetricEigen;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;

/// Mean and covariance of the data behind a denoiser, from the denoiser alone.
///
/// On noisy samples of the data, the best linear prediction of `D(x) = E[x0|x]` is that of x0
/// itself, `mu + M (x - mu)` with `M = Sigma (Sigma + sigma^2 I)^-1`: so a linear regression of D
/// on x gives M, and each eigenvalue m of M a variance `lambda = sigma^2 m / (1 - m)`, best where
/// lambda is near sigma^2.
///
/// The noisy samples are needed without the data. At noise far above them any x will do; from there
/// down, x is drawn from the noisy law of the Gaussian recovered so far, which has the right mean
/// and covariance. Directions whose variance is above that of the step are kept from there up, the
/// rest are found anew. Exact for a Gaussian's denoiser; for others as good as the noisy law is
/// near to Gaussian at sigma = sqrt(lambda).
///
/// Cost for each level: n evaluations, `n d^2 + 10 d^3` operations.
///
/// @param samples n a level; more than twice d
public record GaussianRecovery(int samples) {

  /// @param sigmas noise levels, strictly decreasing: from some ten standard deviations of the data
  ///   to the smallest one of interest
  /// @throws IllegalArgumentException if there are fewer than 2 d samples, if levels do not
  ///   decrease, or if the denoiser breaks its contract
  public Gaussian recover(NamedDenoiser model, Vector sigmas, NoiseKey key) {
    int d = model.denoiser().shape().size();
    if (samples < 2 * d + 2) {
      throw new IllegalArgumentException(
          "a regression in %d dimensions needs at least %d samples, got %d"
              .formatted(d, 2 * d + 2, samples));
    }
    Gaussian current =
        Gaussian.isotropic(
            model.denoiser().shape(), Vector.generate(d, i -> 0), sigmas.first() * sigmas.first());
    for (int i = 0; i < sigmas.size(); i++) {
      double sigma = sigmas.get(i);
      if (!(sigma > 0) || i > 0 && !(sigma < sigmas.get(i - 1))) {
        throw new IllegalArgumentException(
            "noise levels must be positive and decrease strictly, got " + sigmas);
      }
      // Twice at the first level: only then is the centre of the samples the mean.
      int rounds = i == 0 ? 2 : 1;
      for (int round = 0; round < rounds; round++) {
        NoiseKey own = key.child("recovery").child(i).child(round);
        double keep = i == 0 ? Double.POSITIVE_INFINITY : sigma * sigmas.get(i - 1);
        current = refined(current, regress(model, current, sigma, own), keep);
      }
    }
    return current;
  }

  /// What one regression says: mean, and covariance.
  private record Seen(Vector mean, Matrix covariance) {}

  private Seen regress(NamedDenoiser model, Gaussian current, double sigma, NoiseKey key) {
    int d = current.shape().size();
    Batch z = new Noise(key, 0, samples).normal(current.shape());
    Batch x = current.noisy(z, sigma);
    double[] y = model.denoise(x, sigma).toArray();
    double[] input = x.toArray();
    double[] centreX = centre(input, d);
    double[] centreY = centre(y, d);
    double[] gram = new double[d * d];
    Products.addGram(input, samples, d, gram);
    Products.mirror(gram, d);
    Matrix cross = Products.transposeTimes(input, y, samples, d, d);
    Matrix slope = symmetric(solve(Matrix.adopt(d, d, gram), cross));
    SymmetricEigen eigen = SymmetricEigen.of(slope);
    double[] variance = new double[d];
    for (int k = 0; k < d; k++) {
      double m = Math.clamp(eigen.values().get(k), 0, 1 - 1e-9);
      variance[k] = sigma * sigma * m / (1 - m);
    }
    // mean of D = mu + M (mean of x - mu), so mu solves (I - M) mu = mean of D - M mean of x.
    Matrix u = eigen.vectors();
    double[] cx = Products.times(centreX, 1, u);
    double[] cy = Products.times(centreY, 1, u);
    for (int k = 0; k < d; k++) {
      double m = Math.clamp(eigen.values().get(k), 0, 1 - 1e-9);
      cy[k] = (cy[k] - m * cx[k]) / (1 - m);
    }
    Vector mean = Vector.adopt(Products.timesTransposed(cy, 1, u));
    Gaussian seen = new Gaussian(current.shape(), mean, u, Vector.adopt(variance), 0);
    return new Seen(mean, seen.covariance());
  }

  /// The current directions of variance above `keep`, and those seen in what is left.
  private static Gaussian refined(Gaussian current, Seen seen, double keep) {
    int d = current.shape().size();
    int kept = (int) current.variances().stream().filter(v -> v > keep).count();
    if (kept == 0) {
      return Gaussian.of(current.shape(), seen.mean(), seen.covariance());
    }
    Gaussian leading = current.truncated(kept);
    Matrix basis = leading.basis();
    double[] projected = outside(outside(seen.covariance(), basis).transpose(), basis).toArray();
    double[] inside =
        new Gaussian(leading.shape(), leading.mean(), basis, leading.variances(), 0)
            .covariance()
            .toArray();
    for (int i = 0; i < inside.length; i++) {
      inside[i] += projected[i];
    }
    // Along kept directions the mean, too, was seen best where they were found.
    double[] shift = new double[d];
    for (int j = 0; j < d; j++) {
      shift[j] = seen.mean().get(j) - leading.mean().get(j);
    }
    Matrix rest = outside(Matrix.adopt(1, d, shift), basis);
    Vector mean = Vector.generate(d, j -> leading.mean().get(j) + rest.get(0, j));
    return Gaussian.of(current.shape(), mean, symmetric(Matrix.adopt(d, d, inside)));
  }

  /// Each row without its part in the span of the basis.
  private static Matrix outside(Matrix rows, Matrix basis) {
    double[] out = rows.toArray();
    double[] within = rows.times(basis).timesTransposed(basis).shared();
    for (int i = 0; i < out.length; i++) {
      out[i] -= within[i];
    }
    return Matrix.adopt(rows.rows(), rows.columns(), out);
  }

  /// Takes the column means off and returns them.
  private static double[] centre(double[] rows, int d) {
    double[] mean = new double[d];
    for (int i = 0; i < rows.length; i++) {
      mean[i % d] += rows[i] * d / rows.length;
    }
    for (int i = 0; i < rows.length; i++) {
      rows[i] -= mean[i % d];
    }
    return mean;
  }

  /// `A^-1 B` for positive definite A, by its Cholesky factor L.
  private static Matrix solve(Matrix a, Matrix b) {
    int d = a.rows();
    double[] l = Factorizations.cholesky(a).shared();
    double[] x = b.toArray();
    int columns = b.columns();
    for (int i = 0; i < d; i++) {
      for (int k = 0; k < i; k++) {
        addRow(x, i, -l[i * d + k], k, columns);
      }
      scaleRow(x, i, 1 / l[i * d + i], columns);
    }
    for (int i = d - 1; i >= 0; i--) {
      for (int k = i + 1; k < d; k++) {
        addRow(x, i, -l[k * d + i], k, columns);
      }
      scaleRow(x, i, 1 / l[i * d + i], columns);
    }
    return Matrix.adopt(d, columns, x);
  }

  private static void addRow(double[] x, int to, double factor, int from, int columns) {
    for (int j = 0; j < columns; j++) {
      x[to * columns + j] += factor * x[from * columns + j];
    }
  }

  private static void scaleRow(double[] x, int row, double factor, int columns) {
    for (int j = 0; j < columns; j++) {
      x[row * columns + j] *= factor;
    }
  }

  private static Matrix symmetric(Matrix a) {
    int d = a.rows();
    double[] out = new double[d * d];
    for (int i = 0; i < d; i++) {
      for (int j = 0; j < d; j++) {
        out[i * d + j] = (a.get(i, j) + a.get(j, i)) / 2;
      }
    }
    return Matrix.adopt(d, d, out);
  }
}
