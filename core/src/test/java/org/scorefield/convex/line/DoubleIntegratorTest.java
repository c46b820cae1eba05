package org.scorefield.convex.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.scorefield.array.Shape;
import org.scorefield.random.Noise;

class DoubleIntegratorTest {

  /// Against the dense equations of the quadratic with its two end conditions.
  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 9, 30})
  void twoSweepsSolveTheDenseEquations(int n) {
    double[] noise = Noise.of(n, 1).normal(Shape.vector(4 * n)).toArray();
    double[] h = new double[n - 1];
    double[] d = new double[n];
    double[] s = new double[n];
    double[] pull = new double[n];
    double start = 0.7;
    for (int i = 0; i < n; i++) {
      if (i < n - 1) {
        h[i] = Math.exp(noise[i]);
      }
      d[i] = Math.exp(2 * noise[n + i]);
      s[i] = noise[2 * n + i];
      pull[i] = noise[3 * n + i];
    }
    // R = start + G u, and F_n the sum of u.
    DMatrixRMaj g = new DMatrixRMaj(n, n);
    for (int j = 1; j < n; j++) {
      for (int i = 0; i < j; i++) {
        double reach = 0;
        for (int k = i; k < j; k++) {
          reach += h[k];
        }
        g.set(j, i, reach);
      }
    }
    DMatrixRMaj kkt = new DMatrixRMaj(n + 2, n + 2);
    DMatrixRMaj right = new DMatrixRMaj(n + 2, 1);
    for (int a = 0; a < n; a++) {
      kkt.set(a, a, 1);
      right.set(a, 0, -s[a]);
      for (int j = 1; j < n - 1; j++) {
        right.set(a, 0, right.get(a, 0) + g.get(j, a) * (pull[j] - d[j] * start));
        for (int b = 0; b < n; b++) {
          kkt.set(a, b, kkt.get(a, b) + d[j] * g.get(j, a) * g.get(j, b));
        }
      }
      kkt.set(a, n, 1);
      kkt.set(n, a, 1);
      kkt.set(a, n + 1, g.get(n - 1, a));
      kkt.set(n + 1, a, g.get(n - 1, a));
    }
    right.set(n + 1, 0, -start);
    DMatrixRMaj solved = new DMatrixRMaj(n + 2, 1);
    assertThat(CommonOps_DDRM.solve(kkt, right, solved)).isTrue();
    DMatrixRMaj u = CommonOps_DDRM.extract(solved, 0, n, 0, 1);
    DMatrixRMaj r = new DMatrixRMaj(n, 1);
    CommonOps_DDRM.mult(g, u, r);

    DoubleIntegrator.Smoothed smoothed = new DoubleIntegrator(h, d).smooth(s, pull, start);
    for (int i = 0; i < n; i++) {
      assertThat(smoothed.function()[i]).isCloseTo(s[i] + u.get(i, 0), within(1e-8));
      assertThat(smoothed.r()[i]).isCloseTo(start + r.get(i, 0), within(1e-8));
    }
  }

  @Test
  void anExactObservationIsMet() {
    double[] h = {1e-9, 1, 1e-3, 2};
    double[] d = {0, 1e60, 0, 1e60, 0};
    double[] pull = {0, 0.25e60, 0, -0.5e60, 0};
    DoubleIntegrator.Smoothed smoothed = new DoubleIntegrator(h, d).smooth(new double[5], pull, 0);
    assertThat(smoothed.r()[1]).isCloseTo(0.25, within(1e-15));
    assertThat(smoothed.r()[3]).isCloseTo(-0.5, within(1e-15));
    assertThat(smoothed.r()[4]).isZero();
    // Between observations the function is a line.
    double[] f = smoothed.function();
    assertThat((f[3] - f[2]) / h[2])
        .isCloseTo((f[2] - f[1]) / h[1], within(1e-6 * Math.abs(f[2] - f[1])));
  }
}
