package org.scorefield.select;

import java.util.Arrays;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.linalg.Matrix;
import org.scorefield.metric.Estimate;
import org.scorefield.random.Noise;

/// Each sample of a {@link Regression} as it was predicted from those before it, in the order of
/// the rows: evidence as the speed of learning (Lyle et al., *A Bayesian perspective on training
/// speed and model selection*, 2010.14499),
///
/// `ln p(D) = sum_i ln p(D_i | D_<i) = sum_i ln E_{W ~ p(.|D_<i)} p(D_i | W)`.
///
/// Taking the logarithm inside gives a lower bound, {@link #lowerBound}: minus the area under the
/// curve of online losses. It depends on the order, and its first terms, of models that know
/// nothing yet, make it loose; several draws in the mean, {@link #sampled}, close the gap.
///
/// @param residuals target less mean prediction, before the sample is seen (n x D)
/// @param variances v_i of the noiseless prediction, the same for every output
/// @param noiseVariances s_i of each row
public record OneStepAhead(Matrix residuals, Vector variances, Vector noiseVariances) {

  /// Cost n M (M + D).
  public static OneStepAhead of(Regression regression) {
    int n = regression.count();
    int d = regression.outputs();
    int m = regression.features().columns();
    RecursiveLeastSquares fit =
        new RecursiveLeastSquares(m, d, new double[m * d], regression.priorVariance());
    double[] residuals = new double[n * d];
    double[] variances = new double[n];
    for (int i = 0; i < n; i++) {
      double[] phi = regression.features().row(i);
      double[] target = regression.targets().row(i);
      double[] predicted = fit.predict(phi);
      for (int k = 0; k < d; k++) {
        residuals[i * d + k] = target[k] - predicted[k];
      }
      variances[i] = fit.variance(phi);
      fit.observe(phi, regression.noiseVariances().get(i), target);
    }
    return new OneStepAhead(
        Matrix.adopt(n, d, residuals), Vector.adopt(variances), regression.noiseVariances());
  }

  /// The log evidence in nats, from the terms of the sum.
  public double logEvidence() {
    return sum(i -> logNormal(error(i), noiseVariances.get(i) + variances.get(i)));
  }

  /// `L = sum_i E ln p(D_i | W)`, W from the posterior of the samples before; at most the log
  /// evidence. A term is below its own by `D/2 [v/s - ln(1 + v/s)] + e v/(2 s (s + v))`, e the
  /// squared residual.
  public double lowerBound() {
    return sum(i -> {
      double s = noiseVariances.get(i);
      return logNormal(error(i), s) - residuals.columns() * variances.get(i) / (2 * s);
    });
  }

  /// `L_k = sum_i ln (1/k) sum_j p(D_i | W_ij)` with k draws of the posterior each: unbiased for L
  /// at k = 1, and on average rising to the log evidence with k.
  ///
  /// @param k draws in each mean, at least 1
  /// @param noise one independent repetition for each sample
  /// @return the mean over repetitions
  public Estimate sampled(int k, Noise noise) {
    if (k < 1) {
      throw new IllegalArgumentException("a mean needs at least 1 draw, got " + k);
    }
    double[] totals = new double[noise.count()];
    for (int i = 0; i < residuals.rows(); i++) {
      double[] normals = noise.child(i).normal(Shape.vector(k * residuals.columns())).shared();
      for (int r = 0; r < totals.length; r++) {
        totals[r] += logMean(i, normals, r, k);
      }
    }
    return Estimate.mean(totals);
  }

  /// The logarithm of the mean likelihood of sample i over the k draws of repetition r.
  private double logMean(int i, double[] normals, int r, int k) {
    int d = residuals.columns();
    double deviation = Math.sqrt(variances.get(i));
    double[] logs = new double[k];
    for (int j = 0; j < k; j++) {
      double error = 0;
      for (int o = 0; o < d; o++) {
        double off = residuals.get(i, o) - deviation * normals[(r * k + j) * d + o];
        error += off * off;
      }
      logs[j] = logNormal(error, noiseVariances.get(i));
    }
    double most = Arrays.stream(logs).max().orElseThrow();
    return most + Math.log(Arrays.stream(logs).map(log -> Math.exp(log - most)).sum() / k);
  }

  private double error(int i) {
    return Arrays.stream(residuals.row(i)).map(r -> r * r).sum();
  }

  private double logNormal(double error, double variance) {
    return -0.5 * (residuals.columns() * Math.log(2 * Math.PI * variance) + error / variance);
  }

  private double sum(java.util.function.IntToDoubleFunction term) {
    double sum = 0;
    for (int i = 0; i < residuals.rows(); i++) {
      sum += term.applyAsDouble(i);
    }
    return sum;
  }
}
