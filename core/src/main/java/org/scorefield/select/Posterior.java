package org.scorefield.select;

import java.util.ArrayList;
import java.util.List;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.linalg.Matrix;
import org.scorefield.random.Noise;

/// The posterior of the weights of a {@link Regression}: each column of W is normal about its mean
/// with the same covariance, the inverse of the precision A, and columns are independent.
public final class Posterior {
  private final Matrix mean;
  private final CholeskyFactor precision;

  Posterior(Matrix mean, CholeskyFactor precision) {
    this.mean = mean;
    this.precision = precision;
  }

  /// The posterior mean of W (M x D), which is the ridge solution.
  public Matrix mean() {
    return mean;
  }

  CholeskyFactor precision() {
    return precision;
  }

  /// The covariance of a column of W, A^-1.
  public Matrix covariance() {
    return precision.solve(Matrix.identity(mean.rows()));
  }

  /// The mean prediction for rows of features.
  public Matrix predict(Matrix features) {
    return features.times(mean);
  }

  /// The variance `phi^T A^-1 phi` of the noiseless output for rows of features, the same for every
  /// output.
  public Vector variances(Matrix features) {
    return Vector.generate(features.rows(), i -> precision.inverseForm(features.row(i)));
  }

  /// Independent draws of W, one for each sample of the noise: `mean + L^-T Z`.
  public List<Matrix> draw(Noise noise) {
    int m = mean.rows();
    int d = mean.columns();
    double[] normals = noise.normal(Shape.vector(m * d)).shared();
    List<Matrix> draws = new ArrayList<>();
    for (int r = 0; r < noise.count(); r++) {
      double[] w = mean.toArray();
      for (int k = 0; k < d; k++) {
        double[] z = new double[m];
        System.arraycopy(normals, (r * d + k) * m, z, 0, m);
        double[] off = precision.backward(z);
        for (int i = 0; i < m; i++) {
          w[i * d + k] += off[i];
        }
      }
      draws.add(Matrix.adopt(m, d, w));
    }
    return draws;
  }
}
