package org.scorefield.select;

import java.util.Arrays;
import org.scorefield.array.Vector;
import org.scorefield.linalg.Matrix;
import org.scorefield.linalg.Products;

/// Bayesian linear regression with several outputs, where all that is asked has a closed form:
///
/// `y_i = W^T phi_i + sqrt(s_i) n`, entries of W from `N(0, s_0)`, noises independent.
///
/// Denoising score matching with fixed features is of this kind: the target is that of EDM's
/// network, of about unit variance. Its true residual, `Cov[x0 | x]`, is not of one size for all
/// noise levels, and not independent between outputs: give each row the variance of its level
/// ({@link QuasiEvidence} finds it) and call what comes out a quasi-evidence.
///
/// @param features Phi, a row a sample (n x M)
/// @param targets Y, a row a sample (n x D)
/// @param noiseVariances s_i of each row, > 0
/// @param priorVariance s_0, > 0
public record Regression(
    Matrix features, Matrix targets, Vector noiseVariances, double priorVariance) {

  public Regression {
    int n = features.rows();
    if (targets.rows() != n || noiseVariances.size() != n) {
      throw new IllegalArgumentException(
          "need a target and a noise variance for each row of features, got "
              + targets.rows()
              + " and "
              + noiseVariances.size()
              + " for "
              + n);
    }
    if (!noiseVariances.stream().allMatch(Regression::positive) || !positive(priorVariance)) {
      throw new IllegalArgumentException(
          "variances must be positive and finite, got "
              + priorVariance
              + " for the prior and from "
              + noiseVariances.stream().min().orElse(Double.NaN)
              + " to "
              + noiseVariances.stream().max().orElse(Double.NaN)
              + " for the noise");
    }
  }

  private static boolean positive(double variance) {
    return variance > 0 && Double.isFinite(variance);
  }

  /// The same noise in every row.
  public static Regression of(
      Matrix features, Matrix targets, double noiseVariance, double priorVariance) {
    Vector noise = Vector.generate(features.rows(), i -> noiseVariance);
    return new Regression(features, targets, noise, priorVariance);
  }

  /// Number of samples, n.
  public int count() {
    return features.rows();
  }

  /// Number of outputs, D.
  public int outputs() {
    return targets.columns();
  }

  /// The posterior of W. Cost n M (M + D) + M^3/3.
  public Posterior posterior() {
    int m = features.columns();
    double[] phi = whitened(features);
    double[] precision = new double[Math.multiplyExact(m, m)];
    Products.addGram(phi, count(), m, precision);
    Products.mirror(precision, m);
    for (int i = 0; i < m; i++) {
      precision[i * m + i] += 1 / priorVariance;
    }
    CholeskyFactor factor = CholeskyFactor.of(Matrix.adopt(m, m, precision));
    Matrix right = Products.transposeTimes(phi, whitened(targets), count(), m, outputs());
    return new Posterior(factor.solve(right), factor);
  }

  /// The log evidence in nats, by the M x M posterior precision A (Bishop, *Pattern Recognition and
  /// Machine Learning*, 3.5.1):
  ///
  /// `ln p(Y) = -1/2 [sum_i |y_i - W^T phi_i|^2/s_i + |W|^2/s_0 + D (sum_i ln s_i + M ln s_0 +
  /// ln|A| + n ln 2 pi)]`, W the posterior mean.
  public double logEvidence() {
    Posterior posterior = posterior();
    Matrix fitted = posterior.predict(features);
    double quadratic = 0;
    double logs = 0;
    for (int i = 0; i < count(); i++) {
      double variance = noiseVariances.get(i);
      quadratic += squaredDistance(targets.row(i), fitted.row(i)) / variance;
      logs += Math.log(variance);
    }
    quadratic += Arrays.stream(posterior.mean().shared()).map(w -> w * w).sum() / priorVariance;
    double determinant =
        logs
            + features.columns() * Math.log(priorVariance)
            + posterior.precision().logDeterminant();
    return -0.5 * (quadratic + outputs() * (determinant + count() * Math.log(2 * Math.PI)));
  }

  static double squaredDistance(double[] a, double[] b) {
    double sum = 0;
    for (int k = 0; k < a.length; k++) {
      sum += (a[k] - b[k]) * (a[k] - b[k]);
    }
    return sum;
  }

  /// Rows over the deviation of their noise.
  private double[] whitened(Matrix rows) {
    double[] out = rows.toArray();
    for (int i = 0; i < out.length; i++) {
      out[i] /= Math.sqrt(noiseVariances.get(i / rows.columns()));
    }
    return out;
  }
}
