package org.scorefield.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.scorefield.array.Vector;
import org.scorefield.linalg.Matrix;

class WeightCurveTest {
  private static final Vector LEVELS = Vector.of(0.1, 0.5, 1, 4, 20);

  private static WeightCurve three(double negligible) {
    return new WeightCurve(
        LEVELS,
        Matrix.copyOf(
            5,
            3,
            new double[] {
              0, 0.1, 0.9, //
              0.2, 0.1, 0.7, //
              0.5, 0.3, 0.2, //
              0.95, 0.0, 0.05, //
              1, 0, 0
            }),
        negligible);
  }

  @Test
  void weightsAreThoseOfTheLevelsAndConstantBeyond() {
    WeightCurve curve = three(0);
    for (int k = 0; k < LEVELS.size(); k++) {
      assertThat(curve.at(LEVELS.get(k)).toArray())
          .containsExactly(curve.weights().row(k), within(1e-15));
    }
    assertThat(curve.at(1e-9)).isEqualTo(curve.at(0.1));
    assertThat(curve.at(1e9)).isEqualTo(curve.at(20));
  }

  @Test
  void noWeightOvershootsAndAllSumToOne() {
    WeightCurve curve = three(0);
    for (int k = 0; k + 1 < LEVELS.size(); k++) {
      for (double t = 0.01; t < 1; t += 0.01) {
        Vector w = curve.at(LEVELS.get(k) * Math.pow(LEVELS.get(k + 1) / LEVELS.get(k), t));
        assertThat(w.sum()).isCloseTo(1, within(1e-14));
        for (int j = 0; j < 3; j++) {
          double a = curve.weights().get(k, j);
          double b = curve.weights().get(k + 1, j);
          // Dividing three interpolants by their sum moves them by a few per cent at most.
          assertThat(w.get(j)).isBetween(0.95 * Math.min(a, b), 1.05 * Math.max(a, b) + 1e-15);
        }
      }
    }
  }

  @Test
  void twoMembersKeepTheirShapeExactly() {
    WeightCurve curve = two(0, 0.9, 0.4, 0.35, 0.1, 0);
    double before = 1;
    for (double sigma = 0.05; sigma < 40; sigma *= 1.01) {
      Vector w = curve.at(sigma);
      assertThat(w.get(0)).isLessThanOrEqualTo(before);
      assertThat(w.sum()).isCloseTo(1, within(1e-15));
      before = w.get(0);
    }
  }

  private static WeightCurve two(double negligible, double... first) {
    double[] w = new double[10];
    for (int k = 0; k < 5; k++) {
      w[2 * k] = first[k];
      w[2 * k + 1] = 1 - first[k];
    }
    return new WeightCurve(LEVELS, Matrix.adopt(5, 2, w), negligible);
  }

  @Test
  void weightsAndTheirSlopesAreContinuousEvenWhereAMemberIsDropped() {
    WeightCurve curve = three(0.04);
    double h = 1e-4;
    double steepest = 0;
    for (double u = Math.log(0.09); u < Math.log(25); u += h) {
      for (int j = 0; j < 3; j++) {
        double left = curve.at(Math.exp(u - h)).get(j);
        double here = curve.at(Math.exp(u)).get(j);
        double right = curve.at(Math.exp(u + h)).get(j);
        assertThat(here).isCloseTo(left, within(1e-3));
        steepest = Math.max(steepest, Math.abs(right - 2 * here + left) / h);
      }
    }
    // A kink of slope s would give s, a jump more than that; curvature alone gives O(h).
    assertThat(steepest).isLessThan(0.02);
  }

  @Test
  void aMemberIsSkippedAboveTheLevelWhereItsWeightIsNegligible() {
    WeightCurve curve = two(0.05, 1, 0.9, 0.5, 0.01, 0);
    double skipped = curve.skippedAbove(0).orElseThrow();
    assertThat(skipped).isBetween(1.0, 4.0);
    assertThat(curve.at(skipped * (1 + 1e-9)).get(0)).isZero();
    assertThat(curve.at(skipped * (1 - 1e-5)).get(0)).isPositive();
    assertThat(curve.skippedAbove(1)).isEmpty();
    assertThat(two(0.05, 0.04, 0.03, 0, 0.01, 0).skippedAbove(0)).hasValue(0);
    assertThat(two(0, 1, 0.9, 0.5, 0.01, 0.001).skippedAbove(0)).isEmpty();
  }

  @Test
  void oneLevelIsAConstant() {
    WeightCurve curve =
        new WeightCurve(Vector.of(2), Matrix.copyOf(1, 2, new double[] {.3, .7}), 0);
    assertThat(curve.at(0.1).toArray()).containsExactly(.3, .7);
    assertThat(curve.at(50).toArray()).containsExactly(.3, .7);
  }

  @Test
  void refusesWhatIsNoWeight() {
    Matrix even = Matrix.copyOf(2, 2, new double[] {.5, .5, .5, .5});
    assertThatThrownBy(() -> new WeightCurve(Vector.of(2, 1), even, 0))
        .hasMessageContaining("increase strictly");
    assertThatThrownBy(() -> new WeightCurve(Vector.of(0, 1), even, 0))
        .hasMessageContaining("positive");
    assertThatThrownBy(() -> new WeightCurve(Vector.of(1), even, 0))
        .hasMessageContaining("one row a level");
    assertThatThrownBy(() -> new WeightCurve(Vector.of(1, 2), even, 0.5))
        .hasMessageContaining("less than 1/2");
    Matrix off = Matrix.copyOf(1, 2, new double[] {.5, .6});
    assertThatThrownBy(() -> new WeightCurve(Vector.of(1), off, 0))
        .hasMessageContaining("sum to 1");
    Matrix negative = Matrix.copyOf(1, 2, new double[] {-.5, 1.5});
    assertThatThrownBy(() -> new WeightCurve(Vector.of(1), negative, 0))
        .hasMessageContaining("not be negative");
    assertThatThrownBy(() -> new WeightCurve(Vector.of(1, 2), even, 0).at(0))
        .hasMessageContaining("sigma must be positive");
  }
}
