package org.scorefield.analytic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.linalg.Matrix;

/// The two ways to evaluate a mixture, against each other.
class MixtureKernelTest {
  /// Full, of low rank with and without residual, isotropic, on the axes, and one of weight 0.
  private static List<Gaussian> components(int d) {
    return List.of(
        Laws.gaussian(1, d, d, 0),
        Laws.gaussian(2, d, d / 2, 0.3),
        Laws.gaussian(3, d, Math.max(1, d - 1), 0),
        Laws.gaussian(4, d, 0, 0.5),
        new Gaussian(
            Shape.vector(d),
            Vector.generate(d, j -> j),
            Matrix.identity(d),
            Vector.generate(d, k -> 1.0 / (k + 1)),
            0),
        Laws.gaussian(5, d, 0, 0.1));
  }

  private static final Vector WEIGHTS = Vector.of(0.1, 0.2, 0.3, 0.15, 0.25, 0);

  @Test
  void columnsAgreeWithMatrixProducts() {
    for (int d = 1; d <= ColumnKernel.LARGEST_DIMENSION; d++) {
      MixtureKernel columns = new ColumnKernel(WEIGHTS, components(d));
      MixtureKernel grouped = new GroupedKernel(WEIGHTS, components(d));
      for (double spread : new double[] {1, 30}) {
        Batch x = Laws.normal(d, 301, d).times(spread);
        for (double sigma : new double[] {0.05, 1, 80}) {
          double v = sigma * sigma;
          Laws.close(
              columns.combine(x, sigma, 1, lambda -> lambda / (lambda + v)),
              grouped.combine(x, sigma, 1, lambda -> lambda / (lambda + v)),
              1e-12);
          Laws.close(
              columns.combine(x, sigma, 0, lambda -> -1 / (lambda + v)),
              grouped.combine(x, sigma, 0, lambda -> -1 / (lambda + v)),
              1e-12);
          double[] expected = grouped.expectation(x, sigma).logDensity();
          double[] found = columns.logDensity(x, sigma).toArray();
          assertThat(columns.expectation(x, sigma).logDensity()).isEqualTo(found);
          for (int i = 0; i < found.length; i++) {
            assertThat(found[i]).isCloseTo(expected[i], within(1e-13 + 1e-12 * Math.abs(found[i])));
          }
          assertThat(columns.expectation(x, sigma).responsibilities())
              .usingComparatorWithPrecision(1e-10)
              .containsExactly(grouped.expectation(x, sigma).responsibilities());
        }
      }
    }
  }

  @Test
  void aSampleHasTheSameBitsInAnyBatch() {
    for (int d : new int[] {1, 2, 5}) {
      GaussianMixture mixture = new GaussianMixture(WEIGHTS, components(d));
      Batch x = Laws.normal(7, 9001, d).times(3);
      Batch whole = mixture.denoise(x, 0.4);
      Vector density = mixture.logDensity(x, 0.4);
      for (int length : new int[] {1, 3, 255, 257, 1000}) {
        for (int from : new int[] {0, 255, 8001}) {
          Batch part = x.slice(from, length);
          assertThat(mixture.denoise(part, 0.4)).isEqualTo(whole.slice(from, length));
          assertThat(mixture.logDensity(part, 0.4))
              .isEqualTo(Vector.generate(length, i -> density.get(from + i)));
        }
      }
    }
  }

  @Test
  void everyRowIsCoveredWhenThereAreManyComponents() {
    int k = 700;
    Batch means = Laws.normal(3, k, 2);
    List<Gaussian> atoms =
        IntStream.range(0, k)
            .mapToObj(c -> Gaussian.isotropic(Shape.vector(2), Vector.adopt(means.row(c)), 0))
            .toList();
    Vector weights = Vector.generate(k, c -> 1.0 / k);
    Batch x = Laws.normal(4, 1500, 2);
    Laws.close(
        new GaussianMixture(weights, atoms).denoise(x, 0.05),
        new GroupedKernel(weights, atoms).combine(x, 0.05, 1, lambda -> lambda / (lambda + 0.0025)),
        1e-12);
  }

  @Test
  void brokenSamplesAreNaNAndLeaveTheirNeighboursAlone() {
    GaussianMixture mixture = new GaussianMixture(WEIGHTS, components(2));
    Batch x = Batch.copyOf(Shape.vector(2), new double[] {1, 2, Double.NaN, 0, 1e200, 0, 1, 2});
    Batch denoised = mixture.denoise(x, 1);
    assertThat(denoised.get(0, 0)).isEqualTo(denoised.get(3, 0)).isFinite();
    assertThat(denoised.get(1, 0)).isNaN();
    assertThat(denoised.get(2, 0)).isNaN();
    assertThat(mixture.logDensity(x, 1).get(2)).isEqualTo(Double.NEGATIVE_INFINITY);
  }

  @Test
  void directionsWithoutVarianceHaveNoDensityWithoutNoise() {
    GaussianMixture mixture = new GaussianMixture(WEIGHTS, components(3));
    assertThatThrownBy(() -> mixture.logDensity(Laws.normal(1, 2, 3), 0))
        .hasMessageContaining("ask at sigma > 0");
  }
}
