package org.scorefield.convex.relu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.scorefield.array.Shape;
import org.scorefield.linalg.Factorizations;
import org.scorefield.linalg.Matrix;
import org.scorefield.linalg.SymmetricEigen;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;

class NystromTest {
  private static final int ORDER = 60;

  private static Matrix withEigenvalues(double[] values) {
    Matrix drawn =
        Matrix.adopt(ORDER, ORDER, Noise.of(8, 1).normal(Shape.vector(ORDER * ORDER)).toArray());
    Matrix turn = Factorizations.orthonormalBasis(drawn);
    return turn.times(Matrix.diagonal(ORDER, i -> values[i])).timesTransposed(turn);
  }

  private static Nystrom sketch(Matrix a, int rank) {
    return Nystrom.of(
        x -> a.times(Matrix.adopt(ORDER, 1, x)).toArray(), ORDER, rank, NoiseKey.of(3));
  }

  @Test
  void operatorOfLowRankIsInvertedExactly() {
    double[] values = new double[ORDER];
    for (int i = 0; i < 7; i++) {
      values[i] = Math.pow(4, i);
    }
    Matrix a = withEigenvalues(values);
    Nystrom sketch = sketch(a, 12);
    assertThat(sketch.values()).hasSize(7);
    assertThat(sketch.values()[0]).isCloseTo(4096, within(1e-8));
    double rho = 0.3;
    double[] x = Noise.of(9, 1).normal(Shape.vector(ORDER)).toArray();
    double[] b = a.times(Matrix.adopt(ORDER, 1, x)).toArray();
    for (int k = 0; k < ORDER; k++) {
      b[k] = (b[k] + rho * x[k]) / rho;
    }
    assertThat(sketch.apply(b, rho)).usingComparatorWithPrecision(1e-6).containsExactly(x);
  }

  @Test
  void conditionNumberFallsToThatOfTheTail() {
    double[] values = new double[ORDER];
    for (int i = 0; i < ORDER; i++) {
      values[i] = 1000 * Math.pow(0.7, i);
    }
    Matrix a = withEigenvalues(values);
    double rho = 0.1;
    double before = (values[0] + rho) / (values[ORDER - 1] + rho);
    double after = condition(a, sketch(a, 25), rho);
    assertThat(before).isGreaterThan(9000);
    assertThat(after).isLessThan(5 * (values[24] + rho) / rho).isLessThan(before / 200);
    assertThat(condition(a, sketch(a, 0), rho)).isCloseTo(before, within(1e-6 * before));
  }

  /// Of `P^-1/2 (A + rho I) P^-1/2`, by P^-1 as a matrix.
  private static double condition(Matrix a, Nystrom sketch, double rho) {
    double[] inverse = new double[ORDER * ORDER];
    for (int j = 0; j < ORDER; j++) {
      double[] unit = new double[ORDER];
      unit[j] = 1;
      System.arraycopy(sketch.apply(unit, rho), 0, inverse, j * ORDER, ORDER);
    }
    Matrix lower = Factorizations.cholesky(Matrix.adopt(ORDER, ORDER, inverse));
    double[] shifted = a.toArray();
    for (int j = 0; j < ORDER; j++) {
      shifted[j * ORDER + j] += rho;
    }
    Matrix left = lower.transpose().times(Matrix.adopt(ORDER, ORDER, shifted)).times(lower);
    SymmetricEigen eigen = SymmetricEigen.of(left);
    return eigen.values().first() / eigen.values().last();
  }
}
