package org.scorefield.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RidgeTest {
  private static final double[] GRAM = {4, 2, 0, 2, 5, 1, 0, 1, 3};
  private static final double[] RIGHT = {2, -1, 6};

  /// The normal equations, put in.
  @Test
  void theWeightsSolveThePenalisedNormalEquations() {
    double ridge = .3;
    double[] w = Ridge.solve(GRAM, RIGHT, ridge);
    for (int a = 0; a < 3; a++) {
      double sum = ridge * GRAM[a * 3 + a] * w[a];
      for (int b = 0; b < 3; b++) {
        sum += GRAM[a * 3 + b] * w[b];
      }
      assertThat(sum).isCloseTo(RIGHT[a], within(1e-12));
    }
  }

  @Test
  void aStrongRidgeDrawsAllWeightsToZero() {
    for (double w : Ridge.solve(GRAM, RIGHT, 1e9)) {
      assertThat(w).isCloseTo(0, within(1e-8));
    }
  }

  @Test
  void aFeatureOfNothingHasNoWeight() {
    assertThat(Ridge.solve(new double[] {2, 0, 0, 0}, new double[] {1, 0}, 1e-6)[1]).isZero();
  }
}
