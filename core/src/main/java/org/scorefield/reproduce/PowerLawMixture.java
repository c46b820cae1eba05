package org.scorefield.reproduce;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.scorefield.analytic.Gaussian;
import org.scorefield.analytic.GaussianMixture;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.linalg.Matrix;

/// The strongly non-Gaussian test law of the studies: 20 equally likely components in 128
/// dimensions, total spectrum `k^-1.5` of trace 881, of which 40 % are the variance between the
/// components' means and the rest is within, unlike from one component to the next.
///
/// Nothing about it is drawn. With `{.}` the fractional part, component c = 1..K and axis k = 1..d,
///
/// - means: `2 {c pi sqrt(k)} - 1`, moved and scaled along each axis to mean 0 and variance `0.4
///   lambda_k`;
/// - variances within: `-ln(1 - {c e sqrt(k + 1/2)})`, scaled along each axis to mean `0.6
///   lambda_k`;
///
/// so any program can build it again from these lines.
final class PowerLawMixture {
  static final int DIMENSION = 128;
  static final int COMPONENTS = 20;
  static final double TRACE = 881;
  static final double BETWEEN = 0.4;

  private PowerLawMixture() {}

  static GaussianMixture law() {
    Shape shape = Shape.vector(DIMENSION);
    double[][] means = new double[COMPONENTS][DIMENSION];
    double[][] variances = new double[COMPONENTS][DIMENSION];
    double sum = IntStream.rangeClosed(1, DIMENSION).mapToDouble(k -> Math.pow(k, -1.5)).sum();
    for (int j = 0; j < DIMENSION; j++) {
      double k = j + 1.0;
      double lambda = TRACE * Math.pow(k, -1.5) / sum;
      double[] places = column(c -> 2 * fraction(c * (Math.PI * Math.sqrt(k))) - 1);
      double[] sizes = column(c -> -Math.log(1 - fraction(c * (Math.E * Math.sqrt(k + 0.5)))));
      double centre = Vector.of(places).sum() / COMPONENTS;
      double spread = 0;
      for (double place : places) {
        spread += (place - centre) * (place - centre) / COMPONENTS;
      }
      double size = Vector.of(sizes).sum() / COMPONENTS;
      for (int c = 0; c < COMPONENTS; c++) {
        means[c][j] = (places[c] - centre) * Math.sqrt(BETWEEN * lambda / spread);
        variances[c][j] = (1 - BETWEEN) * lambda * sizes[c] / size;
      }
    }
    Matrix axes = Matrix.identity(DIMENSION);
    List<Gaussian> components =
        IntStream.range(0, COMPONENTS)
            .mapToObj(
                c -> new Gaussian(shape, Vector.of(means[c]), axes, Vector.of(variances[c]), 0))
            .toList();
    return new GaussianMixture(Vector.generate(COMPONENTS, _ -> 1.0 / COMPONENTS), components);
  }

  private static double[] column(DoubleUnaryOperator entry) {
    return IntStream.rangeClosed(1, COMPONENTS).mapToDouble(c -> entry.applyAsDouble(c)).toArray();
  }

  private static double fraction(double x) {
    return x - Math.floor(x);
  }
}
