package org.scorefield.convex.placement;

import org.scorefield.array.Shape;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;

/// Unit vectors, uniform on the sphere.
final class Directions {
  private Directions() {}

  /// @return `count` of d components, one after the other
  static double[] uniform(int count, int d, NoiseKey key) {
    double[] w = new Noise(key, 0, count).normal(Shape.vector(d)).toArray();
    for (int i = 0; i < count; i++) {
      double norm = norm(w, i * d, d);
      for (int j = i * d; j < (i + 1) * d; j++) {
        w[j] /= norm;
      }
    }
    return w;
  }

  /// The Euclidean norm of `length` numbers.
  static double norm(double[] values, int at, int length) {
    double sum = 0;
    for (int k = at; k < at + length; k++) {
      sum += values[k] * values[k];
    }
    return Math.sqrt(sum);
  }
}
