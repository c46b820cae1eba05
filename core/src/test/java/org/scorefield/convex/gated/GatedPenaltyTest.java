package org.scorefield.convex.gated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.scorefield.array.Shape;
import org.scorefield.linalg.Matrix;
import org.scorefield.random.Noise;

class GatedPenaltyTest {

  private static double[] numbers(long seed, int size) {
    return Noise.of(seed, 1).normal(Shape.vector(size)).toArray();
  }

  /// Moreau: `Z = prox_{tR}(Z) + projection on the dual ball of radius t`, the parts touching where
  /// `<prox, projection> = t R(prox)`. This holds for no other pair.
  @ParameterizedTest
  @CsvSource({"NUCLEAR,5,3", "NUCLEAR,3,5", "NUCLEAR,4,4", "GROUP_LASSO,5,3", "GROUP_LASSO,3,5"})
  void proxIsMoreausPart(GatedPenalty penalty, int rows, int columns) {
    double[] z = numbers(3, rows * columns + 2);
    for (double t : new double[] {0, .3, 1, 2, 10}) {
      double[] prox = new double[z.length];
      double value = penalty.prox(z, 2, rows, columns, t, prox);
      double[] rest = z.clone();
      double inner = 0;
      for (int k = 2; k < z.length; k++) {
        rest[k] -= prox[k];
        inner += rest[k] * prox[k];
      }
      assertThat(penalty.norm(prox, 2, rows, columns)).isCloseTo(value, within(1e-10));
      assertThat(penalty.dualNorm(rest, 2, rows, columns)).isLessThan(t + 1e-7);
      assertThat(inner).isCloseTo(t * value, within(1e-10));
    }
  }

  @ParameterizedTest
  @EnumSource
  void normsAreDual(GatedPenalty penalty) {
    double[] z = numbers(1, 12);
    double[] w = numbers(2, 12);
    double inner = 0;
    for (int k = 0; k < 12; k++) {
      inner += z[k] * w[k];
    }
    assertThat(Math.abs(inner)).isLessThan(penalty.norm(z, 0, 4, 3) * penalty.dualNorm(w, 0, 4, 3));
  }

  @Test
  void singularValuesOfTinySizeKeepTheirDigits() {
    // Columns at a right angle, of norms 1 and 1e-9, turned by 30 degrees.
    double c = Math.sqrt(.75);
    Matrix a = Matrix.copyOf(2, 2, new double[] {c, .5, -.5e-9, c * 1e-9});
    SmallSvd svd = SmallSvd.of(a);
    assertThat(svd.values().get(0)).isCloseTo(1, within(1e-15));
    assertThat(svd.values().get(1)).isCloseTo(1e-9, within(1e-20));
  }

  @ParameterizedTest
  @CsvSource({"5,3", "3,5", "1,4"})
  void decompositionMultipliesBack(int rows, int columns) {
    Matrix a = Matrix.adopt(rows, columns, numbers(8, rows * columns));
    SmallSvd svd = SmallSvd.of(a);
    int k = Math.min(rows, columns);
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        double sum = 0;
        for (int l = 0; l < k; l++) {
          sum += svd.left().get(i, l) * svd.values().get(l) * svd.right().get(j, l);
        }
        assertThat(sum).isCloseTo(a.get(i, j), within(1e-13));
      }
    }
    assertThat(svd.values().stream().boxed().toList())
        .isSortedAccordingTo((x, y) -> Double.compare(y, x));
  }
}
