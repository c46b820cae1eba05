package org.scorefield.reproduce;

import java.util.List;
import org.scorefield.analytic.Gaussian;
import org.scorefield.analytic.GaussianMixture;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.linalg.Matrix;

/// A skewed law like a table of measurements with outliers: three clusters in 8 dimensions with
/// weights .85, .10 and .05, of which the smaller ones lie 3 and 6 away from the first, along the
/// first and the second axis, and vary less. The divergence from the Gaussian falls as `sigma^-6`,
/// slower than for a law that is symmetric.
final class RareCluster {
  private static final int DIMENSION = 8;

  private RareCluster() {}

  static GaussianMixture law() {
    return new GaussianMixture(
        Vector.of(.85, .10, .05),
        List.of(cluster(-1, 0, 1), cluster(0, 3, .5), cluster(1, 6, .25)));
  }

  /// One at a distance along an axis, or at the origin for axis -1; its variances fall as 1/k.
  private static Gaussian cluster(int axis, double distance, double variance) {
    return new Gaussian(
        Shape.vector(DIMENSION),
        Vector.generate(DIMENSION, j -> j == axis ? distance : 0),
        Matrix.identity(DIMENSION),
        Vector.generate(DIMENSION, j -> variance / (j + 1)),
        0);
  }
}
