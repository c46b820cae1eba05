package org.scorefield.metric;

import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.data.Dataset;
import org.scorefield.random.Noise;

/// Datasets for the tests of this package.
final class Sets {
  private Sets() {}

  static Dataset of(String name, int d, double... values) {
    return Dataset.of(name, "none", Batch.copyOf(Shape.vector(d), values));
  }

  /// n samples of N(shift e_1, scale^2 I), a different draw for each seed.
  static Dataset normal(long seed, int n, int d, double shift, double scale) {
    double[] x = Noise.of(seed, n).child("test").normal(Shape.vector(d)).toArray();
    for (int i = 0; i < x.length; i++) {
      x[i] = scale * x[i] + (i % d == 0 ? shift : 0);
    }
    return of("normal-" + seed, d, x);
  }

  /// The waves that the oracles in `oracles.md` were computed on: row i, column j is `a sin(b (i+1)
  /// + (j+1)^2) + c j`.
  static Dataset waves(int n, int d, double a, double b, double c) {
    double[] x = new double[n * d];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < d; j++) {
        x[i * d + j] = a * Math.sin(b * (i + 1) + (j + 1) * (j + 1)) + c * j;
      }
    }
    return of("waves", d, x);
  }

  /// The rows of `data` and then those of `more`.
  static Dataset joined(Dataset data, Dataset more) {
    return Dataset.of(
        data.name(), data.units(), Batch.concat(java.util.List.of(data.all(), more.all())));
  }
}
