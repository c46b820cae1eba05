package org.scorefield.select;

import java.util.ArrayList;
import java.util.List;
import org.scorefield.array.Shape;
import org.scorefield.linalg.Matrix;
import org.scorefield.metric.Estimate;
import org.scorefield.random.Noise;

/// Posterior draws as training produces them (Matthews et al. 2017; Lyle et al. 2010.14499,
/// algorithm 1): start from a draw W_0 of the prior, add noise to the targets, and minimise
///
/// `sum_i |y_i + sqrt(s_i) e_i - W^T phi_i|^2/s_i + |W - W_0|^2/s_0`.
///
/// The minimiser is an exact draw of the posterior. Gradient descent from W_0 goes to it, for as
/// many samples as have come in; here it is reached in one step a sample. That is why the sum of
/// training losses, each taken before its sample is fitted, says something of the evidence: for
/// these models it is unbiased for {@link OneStepAhead#lowerBound}. For deep networks it is a
/// heuristic ({@link SpeedComparison}).
public final class SampleThenOptimize {
  private final Regression regression;
  private final int runs;
  private final double[] noises;
  private final RecursiveLeastSquares fit;

  private SampleThenOptimize(Regression regression, Noise noise) {
    this.regression = regression;
    this.runs = noise.count();
    int n = regression.count();
    int d = regression.outputs();
    int m = regression.features().columns();
    this.noises = noise.child("targets").normal(Shape.vector(n * d)).shared();
    double[] prior = noise.child("prior").normal(Shape.vector(m * d)).shared();
    double[] start = new double[m * d * runs];
    double deviation = Math.sqrt(regression.priorVariance());
    for (int r = 0; r < runs; r++) {
      for (int i = 0; i < m; i++) {
        for (int k = 0; k < d; k++) {
          start[(i * runs + r) * d + k] = deviation * prior[(r * m + i) * d + k];
        }
      }
    }
    this.fit = new RecursiveLeastSquares(m, d * runs, start, regression.priorVariance());
  }

  /// Draws of W given all samples, one for each sample of the noise.
  public static List<Matrix> draws(Regression regression, Noise noise) {
    SampleThenOptimize training = new SampleThenOptimize(regression, noise);
    for (int i = 0; i < regression.count(); i++) {
      training.fit(i);
    }
    return training.weights();
  }

  /// Minus the sum of training losses, `sum_i ln p(D_i | W_(i-1))`, each before its sample is
  /// fitted.
  ///
  /// @return the mean over runs, one for each sample of the noise
  public static Estimate lowerBound(Regression regression, Noise noise) {
    SampleThenOptimize training = new SampleThenOptimize(regression, noise);
    double[] totals = new double[training.runs];
    for (int i = 0; i < regression.count(); i++) {
      training.addLogLikelihoods(i, totals);
      training.fit(i);
    }
    return Estimate.mean(totals);
  }

  private void addLogLikelihoods(int i, double[] totals) {
    int d = regression.outputs();
    double[] target = regression.targets().row(i);
    double variance = regression.noiseVariances().get(i);
    double[] predicted = fit.predict(regression.features().row(i));
    for (int r = 0; r < runs; r++) {
      double error = 0;
      for (int k = 0; k < d; k++) {
        double off = target[k] - predicted[r * d + k];
        error += off * off;
      }
      totals[r] -= 0.5 * (d * Math.log(2 * Math.PI * variance) + error / variance);
    }
  }

  private void fit(int i) {
    int n = regression.count();
    int d = regression.outputs();
    double[] target = regression.targets().row(i);
    double variance = regression.noiseVariances().get(i);
    double[] noisy = new double[runs * d];
    for (int r = 0; r < runs; r++) {
      for (int k = 0; k < d; k++) {
        noisy[r * d + k] = target[k] + Math.sqrt(variance) * noises[(r * n + i) * d + k];
      }
    }
    fit.observe(regression.features().row(i), variance, noisy);
  }

  private List<Matrix> weights() {
    int d = regression.outputs();
    int m = regression.features().columns();
    List<Matrix> draws = new ArrayList<>();
    for (int r = 0; r < runs; r++) {
      double[] w = new double[m * d];
      for (int i = 0; i < m; i++) {
        System.arraycopy(fit.weights(), (i * runs + r) * d, w, i * d, d);
      }
      draws.add(Matrix.adopt(m, d, w));
    }
    return draws;
  }
}
