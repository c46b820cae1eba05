package org.scorefield.convex;

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
      double norm = GatedPenalty.frobenius(w, i * d, d);
      for (int j = i * d; j < (i + 1) * d; j++) {
        w[j] /= norm;
      }
    }
    return w;
  }
}
