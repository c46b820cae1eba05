package org.scorefield.budget;

import java.util.stream.IntStream;
import org.scorefield.analytic.Gaussian;
import org.scorefield.analytic.GaussianMixture;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;

/// Laws on the line.
final class Lines {
  private Lines() {}

  static final Shape LINE = Shape.vector(1);

  /// Two lumps, of which one is narrow: mean .12, variance .5686.
  static GaussianMixture lumps() {
    return mixture(Vector.of(.3, .7), Vector.of(-1, .6), Vector.of(.01, .04));
  }

  static GaussianMixture normal(double mean, double variance) {
    return mixture(Vector.of(1), Vector.of(mean), Vector.of(variance));
  }

  static GaussianMixture mixture(Vector weights, Vector means, Vector variances) {
    return new GaussianMixture(
        weights,
        IntStream.range(0, means.size())
            .mapToObj(c -> Gaussian.isotropic(LINE, Vector.of(means.get(c)), variances.get(c)))
            .toList());
  }
}
