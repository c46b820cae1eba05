package org.scorefield.select;

/// The posterior of a linear regression while samples come in one at a time, for any number of
/// columns that share their features. Started from 0 the columns are posterior means; started from
/// draws of the prior and shown noisy targets they are draws of the posterior ({@link
/// SampleThenOptimize}). Confined to one thread.
///
/// With `v = phi^T A^-1 phi` a sample moves a column by `A^-1 phi (y - phi^T w)/(s + v)`.
final class RecursiveLeastSquares {
  private final int columns;
  private final double[] weights;
  private final CholeskyFactor precision;

  /// @param weights where the columns start, M x K row-major; taken over
  RecursiveLeastSquares(int features, int columns, double[] weights, double priorVariance) {
    this.columns = columns;
    this.weights = weights;
    this.precision = CholeskyFactor.diagonal(features, 1 / priorVariance);
  }

  double[] weights() {
    return weights;
  }

  /// What every column predicts for a row of features.
  double[] predict(double[] phi) {
    double[] out = new double[columns];
    for (int i = 0; i < phi.length; i++) {
      for (int k = 0; k < columns; k++) {
        out[k] += phi[i] * weights[i * columns + k];
      }
    }
    return out;
  }

  /// v, the variance of the noiseless output.
  double variance(double[] phi) {
    return precision.inverseForm(phi);
  }

  /// Takes in a sample, with the target of each column.
  void observe(double[] phi, double noiseVariance, double[] targets) {
    double[] predicted = predict(phi);
    double[] half = precision.forward(phi);
    double variance = 0;
    for (double u : half) {
      variance += u * u;
    }
    double[] gain = precision.backward(half);
    for (int i = 0; i < phi.length; i++) {
      double step = gain[i] / (noiseVariance + variance);
      for (int k = 0; k < columns; k++) {
        weights[i * columns + k] += step * (targets[k] - predicted[k]);
      }
    }
    double[] scaled = new double[phi.length];
    for (int i = 0; i < phi.length; i++) {
      scaled[i] = phi[i] / Math.sqrt(noiseVariance);
    }
    precision.add(scaled);
  }
}
