package org.scorefield.analytic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.data.Dataset;

/// The data -1 and +1: everything about them is an integral over a line.
class TwoPointTest {
  private static final Shape LINE = Shape.vector(1);
  private static final Empirical POINTS =
      Empirical.of(Dataset.of("two points", "none", Batch.copyOf(LINE, new double[] {-1, 1})));
  private static final Gaussian MATCHED = Gaussian.isotropic(LINE, Vector.of(0), 1);
  private static final int GRID = 4000;

  /// `E f(x)` under the two points plus noise; trapezoid, exact for a smooth decaying integrand.
  private static double expectation(double sigma, java.util.function.Function<Batch, double[]> f) {
    double reach = 1 + 12 * sigma;
    double[] x = new double[GRID + 1];
    for (int i = 0; i <= GRID; i++) {
      x[i] = reach * (2.0 * i / GRID - 1);
    }
    Batch grid = Batch.adopt(LINE, x);
    Vector density = POINTS.logDensity(grid, sigma);
    double[] values = f.apply(grid);
    double sum = 0;
    for (int i = 0; i <= GRID; i++) {
      sum += Math.exp(density.get(i)) * values[i] * 2 * reach / GRID;
    }
    return sum;
  }

  /// `E |D* - D_G|^2`.
  private static double gap(double sigma) {
    return expectation(
        sigma,
        x -> {
          Batch difference = POINTS.denoise(x, sigma).minus(MATCHED.denoise(x, sigma));
          return difference.map(v -> v * v).shared();
        });
  }

  private static double divergence(double sigma) {
    return expectation(
        sigma,
        x -> {
          Vector p = POINTS.logDensity(x, sigma);
          Vector q = MATCHED.logDensity(x, sigma);
          return Vector.generate(x.count(), i -> p.get(i) - q.get(i)).shared();
        });
  }

  @Test
  void gapToTheGaussianAndDivergenceHaveTheSpecifiedValues() {
    assertThat(gap(1)).isCloseTo(0.0504005, within(1e-6));
    assertThat(divergence(1)).isCloseTo(0.0097428, within(1e-6));
  }

  /// `KL(p_sigma | N) = integral from sigma to infinity of gap(s) s^-3 ds` (I-MMSE).
  @Test
  void divergenceIsTheIntegralOfTheGap() {
    for (double sigma : new double[] {0.5, 1, 2}) {
      DoubleUnaryOperator integrand = u -> gap(Math.exp(u)) * Math.exp(-2 * u);
      double from = Math.log(sigma);
      double to = from + 3;
      int n = 240;
      double sum = 0;
      for (int i = 0; i <= n; i++) {
        double simpson = i == 0 || i == n ? 1 : i % 2 == 1 ? 4 : 2;
        sum += simpson * integrand.applyAsDouble(from + (to - from) * i / n);
      }
      double integral = sum * (to - from) / (3 * n);
      assertThat(integral).isCloseTo(divergence(sigma), within(1e-6 * divergence(sigma)));
    }
  }
}
