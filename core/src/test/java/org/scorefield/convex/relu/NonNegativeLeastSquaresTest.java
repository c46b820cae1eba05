package org.scorefield.convex.relu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.scorefield.array.Shape;
import org.scorefield.linalg.Matrix;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;

class NonNegativeLeastSquaresTest {

  private static double[] normals(String name, int count) {
    return new Noise(NoiseKey.of(4).child(name), 0, 1).normal(Shape.vector(count)).toArray();
  }

  private static double dot(double[] a, int at, double[] b) {
    double sum = 0;
    for (int j = 0; j < b.length; j++) {
      sum += a[at + j] * b[j];
    }
    return sum;
  }

  @Test
  void orthantIsClippedComponentwise() {
    NonNegativeLeastSquares squares = new NonNegativeLeastSquares(Matrix.identity(4));
    var solution = squares.solve(new double[] {1, -2, 0, -0.5});
    assertThat(solution.residual()).containsExactly(1, 0, 0, 0);
    assertThat(solution.active()).containsExactlyInAnyOrder(1, 3);
    assertThat(Arrays.stream(solution.weights()).sum()).isCloseTo(2.5, within(1e-15));
  }

  @Test
  void everythingIsInTheConeOfNoConstraints() {
    var solution =
        new NonNegativeLeastSquares(Matrix.adopt(0, 3, new double[0]))
            .solve(new double[] {1, 2, 3});
    assertThat(solution.residual()).containsExactly(1, 2, 3);
    assertThat(solution.exact()).isTrue();
  }

  /// Moreau: q is in K, q - c is a nonnegative combination of the rows, and the two are orthogonal;
  /// together these make q the projection.
  @ParameterizedTest
  @CsvSource({"5,2", "40,3", "300,11", "2000,11", "2000,30", "20,30"})
  void conditionsOfTheProjectionHold(int n, int width) {
    double[] rows = normals("rows" + n, n * width);
    long[] plus = new long[(n + 63) / 64];
    double[] inside = normals("inside" + width, width);
    for (int trial = 0; trial < 6; trial++) {
      double[] c = normals("c" + trial, width);
      // Pure noise has mostly {0} as its cone; these signs give one with an interior.
      double[] gate = trial % 2 == 0 ? inside : normals("gate" + trial, width);
      Arrays.fill(plus, 0);
      for (int r = 0; r < n; r++) {
        plus[r >> 6] |= dot(rows, r * width, gate) > 0 ? 1L << (r & 63) : 0;
      }
      var squares = new NonNegativeLeastSquares(Matrix.adopt(n, width, rows));
      var solution = squares.solve(c, plus, new int[0]);
      assertThat(solution.exact()).isTrue();
      double[] q = solution.residual();
      double[] combined = c.clone();
      for (int k = 0; k < solution.active().length; k++) {
        int r = solution.active()[k];
        double sign = (plus[r >> 6] >>> (r & 63) & 1) != 0 ? 1 : -1;
        assertThat(solution.weights()[k]).isPositive();
        assertThat(dot(rows, r * width, q)).isCloseTo(0, within(1e-12));
        for (int j = 0; j < width; j++) {
          combined[j] += solution.weights()[k] * sign * rows[r * width + j];
        }
      }
      assertThat(q).usingComparatorWithPrecision(1e-9).containsExactly(combined);
      for (int r = 0; r < n; r++) {
        double sign = (plus[r >> 6] >>> (r & 63) & 1) != 0 ? 1 : -1;
        assertThat(sign * dot(rows, r * width, q)).isGreaterThan(-1e-11);
      }
      var again = squares.solve(c, plus, solution.active());
      assertThat(again.rounds()).as("from its own active set").isZero();
      assertThat(again.residual()).usingComparatorWithPrecision(1e-12).containsExactly(q);
    }
  }

  @Test
  void redundantAndContradictingConstraintsDoNoHarm() {
    double[] rows = new double[600 * 3];
    double[] base = normals("base", 12);
    for (int r = 0; r < 600; r++) {
      // Four rows in many copies and scales, one of them with its opposite.
      for (int j = 0; j < 3; j++) {
        rows[r * 3 + j] = base[r % 4 * 3 + j] * (1 + r / 4) * (r == 400 ? -1 : 1);
      }
    }
    double[] c = normals("c", 3);
    var solution = new NonNegativeLeastSquares(Matrix.adopt(600, 3, rows)).solve(c);
    assertThat(solution.exact()).isTrue();
    double[] few = new double[15];
    System.arraycopy(base, 0, few, 0, 12);
    for (int j = 0; j < 3; j++) {
      few[12 + j] = -base[j];
    }
    var small = new NonNegativeLeastSquares(Matrix.adopt(5, 3, few)).solve(c);
    assertThat(solution.residual())
        .usingComparatorWithPrecision(1e-12)
        .containsExactly(small.residual());
    assertThat(small.residual()).as("not trivially nothing").isNotEqualTo(new double[3]);
  }
}
