package org.scorefield.reproduce;

import java.util.List;
import java.util.stream.IntStream;
import org.scorefield.analytic.Gaussian;
import org.scorefield.analytic.GaussianMixture;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.linalg.Matrix;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;

/// The strongly non-Gaussian test law of the studies: 20 equally likely components in 128
/// dimensions, total spectrum `k^-1.5` of trace 881, of which 40 % are the variance between the
/// components' means and the rest is within each.
final class PowerLawMixture {
  static final int DIMENSION = 128;
  static final int COMPONENTS = 20;
  static final double TRACE = 881;
  static final double BETWEEN = 0.4;

  private PowerLawMixture() {}

  /// Variances `c k^-exponent` of the given trace, largest first.
  static Vector spectrum(int dimension, double exponent, double trace) {
    double sum = IntStream.rangeClosed(1, dimension).mapToDouble(k -> Math.pow(k, -exponent)).sum();
    return Vector.generate(dimension, k -> trace / sum * Math.pow(k + 1, -exponent));
  }

  /// The law with means drawn by the key. They are drawn from the spectrum, so the share between is
  /// 40 % on average.
  static GaussianMixture of(NoiseKey key) {
    Shape shape = Shape.vector(DIMENSION);
    Vector spectrum = spectrum(DIMENSION, 1.5, TRACE);
    Vector inside = Vector.generate(DIMENSION, k -> (1 - BETWEEN) * spectrum.get(k));
    Matrix axes = Matrix.identity(DIMENSION);
    Batch z = new Noise(key.child("means"), 0, COMPONENTS).normal(shape);
    List<Gaussian> components =
        IntStream.range(0, COMPONENTS)
            .mapToObj(c -> {
              Vector mean =
                  Vector.generate(
                      DIMENSION, k -> Math.sqrt(BETWEEN * spectrum.get(k)) * z.get(c, k));
              return new Gaussian(shape, mean, axes, inside, 0);
            })
            .toList();
    return new GaussianMixture(Vector.generate(COMPONENTS, _ -> 1.0 / COMPONENTS), components);
  }
}
