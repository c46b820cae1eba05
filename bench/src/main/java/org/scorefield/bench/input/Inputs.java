package org.scorefield.bench.input;

import java.util.List;
import java.util.stream.IntStream;
import org.scorefield.analytic.Gaussian;
import org.scorefield.analytic.GaussianMixture;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.data.Dataset;
import org.scorefield.linalg.Matrix;
import org.scorefield.linalg.Products;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;

/// Made-up data with the second moments of images: a dense covariance whose eigenvalues fall like
/// `k^-1.5`, of total variance d/4, as pixels in [-1, 1] have.
///
/// A seed names a law; rows of it are drawn by the seed of the draw.
public final class Inputs {
  private static final double DECAY = 1.5;
  private static final double VARIANCE_A_COMPONENT = 0.25;

  /// Standard deviation of a component of the means: a tenth of the total variance is between.
  private static final double MEAN_SPREAD = 0.16;

  private Inputs() {}

  /// n x d standard normals.
  public static Matrix normals(int n, int d, long seed) {
    return Matrix.adopt(n, d, Noise.of(seed, n).normal(Shape.vector(d)).toArray());
  }

  /// `B^T B`, where row k of B is independent normals of variance `~ k^-1.5`: dense, positive
  /// definite, of trace about d/4. Cost d^3.
  public static Matrix covariance(int d, long seed) {
    double[] spread = new double[d];
    double total = 0;
    for (int j = 0; j < d; j++) {
      spread[j] = Math.pow(j + 1, -DECAY);
      total += spread[j];
    }
    double[] b = normals(d, d, seed).toArray();
    for (int i = 0; i < d; i++) {
      double scale = Math.sqrt(spread[i] / total * VARIANCE_A_COMPONENT);
      for (int j = 0; j < d; j++) {
        b[i * d + j] *= scale;
      }
    }
    double[] gram = new double[d * d];
    Products.addGram(b, d, d, gram);
    Products.mirror(gram, d);
    return Matrix.adopt(d, d, gram);
  }

  /// The Gaussian of mean 0 and {@link #covariance}.
  public static Gaussian gaussian(int d, long seed) {
    return Gaussian.of(Shape.vector(d), Vector.adopt(new double[d]), covariance(d, seed));
  }

  /// K Gaussians of equal weight, each with its own mean and full covariance.
  public static GaussianMixture mixture(int k, int d, long seed) {
    NoiseKey key = NoiseKey.of(seed);
    List<Gaussian> components =
        IntStream.range(0, k)
            .mapToObj(c -> {
              Matrix mean = normals(1, d, key.child("mean").child(c).bits());
              Matrix covariance = covariance(d, key.child("covariance").child(c).bits());
              Vector centre = Vector.generate(d, j -> MEAN_SPREAD * mean.get(0, j));
              return Gaussian.of(Shape.vector(d), centre, covariance);
            })
            .toList();
    return new GaussianMixture(Vector.generate(k, c -> 1.0 / k), components);
  }

  /// n draws of {@link #gaussian}.
  public static Dataset images(String name, int n, int d, long law, long draw) {
    return Dataset.of(name, "made up", gaussian(d, law).sample(Noise.of(draw, n)));
  }
}
