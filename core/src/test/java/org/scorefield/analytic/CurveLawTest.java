package org.scorefield.analytic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.random.Noise;

class CurveLawTest {

  /// Modified Bessel functions of the first kind by their power series.
  private static double bessel(int order, double z) {
    double term = order == 0 ? 1 : z / 2;
    double sum = term;
    for (int k = 1; k < 400; k++) {
      term *= z * z / 4 / (k * (k + order));
      sum += term;
    }
    return sum;
  }

  /// A blurred circle has a closed form: `p = exp(-(rho^2 + R^2)/2v) I0(rho R/v) / 2 pi v`, and the
  /// mean of the point on the circle is `R I1/I0` in the direction of x.
  @Test
  void circleIsTheClosedFormWithBesselFunctions() {
    double radius = 1.25;
    CurveLaw circle = new CurveLaw(List.of(Arc.circular(0, 0, radius, 0, 2 * Math.PI)), 0.1);
    for (double sigma : new double[] {0.05, 0.3, 1, 10}) {
      double v = 0.01 + sigma * sigma;
      for (double rho : new double[] {0.01, 0.6, 1.2, 1.4, 2}) {
        Batch x =
            Batch.copyOf(Shape.vector(2), new double[] {rho * Math.cos(1), rho * Math.sin(1)});
        double z = rho * radius / v;
        double logDensity =
            Math.log(bessel(0, z) / (2 * Math.PI * v)) - (rho * rho + radius * radius) / (2 * v);
        assertThat(circle.logDensity(x, sigma).get(0)).isCloseTo(logDensity, within(1e-10));
        double along = radius * bessel(1, z) / bessel(0, z);
        double expected = along + 0.01 / v * (rho - along);
        Batch d = circle.denoise(x, sigma);
        assertThat(d.get(0, 0)).isCloseTo(expected * Math.cos(1), within(1e-10));
        assertThat(d.get(0, 1)).isCloseTo(expected * Math.sin(1), within(1e-10));
      }
    }
  }

  /// Open curves, at their ends and off them, against Simpson's rule on a fine grid.
  @Test
  void openCurvesAreTheIntegralOverTheCurve() {
    double blur = 0.1;
    Arc arc = new Arc(t -> 3 * t * Math.cos(5 * t), t -> 2 * Math.sin(4 * t), 20);
    CurveLaw law = new CurveLaw(List.of(arc), blur);
    int n = 200_000;
    double[] cx = new double[n + 1];
    double[] cy = new double[n + 1];
    for (int k = 0; k <= n; k++) {
      cx[k] = arc.x().applyAsDouble((double) k / n);
      cy[k] = arc.y().applyAsDouble((double) k / n);
    }
    for (double sigma : new double[] {0.001, 0.2, 0.7, 4}) {
      double v = blur * blur + sigma * sigma;
      Batch x = law.sample(Noise.of(1, 10)).plus(Laws.normal(3, 10, 2), 6 * Math.sqrt(v));
      for (int i = 0; i < x.count(); i++) {
        double[] exponents = new double[n + 1];
        for (int k = 0; k <= n; k++) {
          double dx = x.get(i, 0) - cx[k];
          double dy = x.get(i, 1) - cy[k];
          double simpson = k == 0 || k == n ? 1 : k % 2 == 1 ? 4 : 2;
          exponents[k] =
              -(dx * dx + dy * dy) / (2 * v) + Math.log(simpson / (3 * n) / (2 * Math.PI * v));
        }
        double expected = Sums.logSumExp(exponents, 0, n + 1);
        assertThat(law.logDensity(x, sigma).get(i)).isCloseTo(expected, within(1e-10));
      }
    }
  }

  @Test
  void wrongPartsAreNamed() {
    assertThatThrownBy(() -> new CurveLaw(List.of(), 1)).hasMessageContaining("0 and 1");
    Arc arc = Arc.circular(0, 0, 1, 0, 1);
    assertThatThrownBy(() -> new CurveLaw(List.of(arc), 0)).hasMessageContaining("blur");
  }
}
