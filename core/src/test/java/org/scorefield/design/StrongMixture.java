package org.scorefield.design;

import java.util.List;
import java.util.stream.IntStream;
import org.scorefield.analytic.Gaussian;
import org.scorefield.analytic.GaussianMixture;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.linalg.Matrix;
import org.scorefield.random.Noise;

/// A law that is far from Gaussian: components whose means hold two fifths of the variance, each
/// with its own covariance, and a total spectrum that falls about as `k^-1.5`.
record StrongMixture(GaussianMixture law, Gaussian gaussian) {
  private static final double BETWEEN = 0.4;

  static StrongMixture of(int dimension, int components, double totalVariance) {
    Shape shape = Shape.vector(dimension);
    double norm = IntStream.rangeClosed(1, dimension).mapToDouble(k -> Math.pow(k, -1.5)).sum();
    double[] spread = new double[dimension];
    for (int j = 0; j < dimension; j++) {
      spread[j] = Math.sqrt(totalVariance * Math.pow(j + 1, -1.5) / norm);
    }
    Noise noise = Noise.of(77, 1);
    List<Gaussian> parts =
        IntStream.range(0, components)
            .mapToObj(c -> component(shape, spread, noise.child(c)))
            .toList();
    GaussianMixture law =
        new GaussianMixture(Vector.generate(components, _ -> 1.0 / components), parts);
    return new StrongMixture(law, law.matchingGaussian());
  }

  /// A Wishart covariance of twice as many degrees of freedom as dimensions, at a normal mean.
  private static Gaussian component(Shape shape, double[] spread, Noise noise) {
    int d = spread.length;
    double[] z = noise.child("mean").normal(shape).shared();
    Matrix w =
        Matrix.copyOf(d, 2 * d, noise.child("covariance").normal(Shape.vector(2 * d * d)).shared());
    Matrix wishart = w.timesTransposed(w);
    double[] covariance = new double[d * d];
    for (int i = 0; i < d; i++) {
      for (int j = 0; j < d; j++) {
        covariance[i * d + j] = (1 - BETWEEN) * spread[i] * spread[j] * wishart.get(i, j) / (2 * d);
      }
    }
    Vector mean = Vector.generate(d, j -> Math.sqrt(BETWEEN) * spread[j] * z[j]);
    return Gaussian.of(shape, mean, Matrix.adopt(d, d, covariance));
  }
}
