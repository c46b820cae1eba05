package org.scorefield.engine.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.scorefield.array.Shape;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;

class UncertaintyTest {
  private static final OptimizerSettings SETTINGS = OptimizerSettings.DEFAULTS;

  /// Its optimum is `exp(u) = E[w e | sigma]`. Losses here have mean `1 + 20 s/(1+s)`.
  @Test
  void learnsTheLogarithmOfTheMeanLossAtEachLevel() {
    Uncertainty u = Uncertainty.start(NoiseKey.of(1));
    int n = 256;
    for (int step = 1; step <= 3000; step++) {
      double[] normal = Noise.of(step, n).normal(Shape.vector(2)).shared();
      double[] s = new double[n];
      double[] losses = new double[n];
      for (int i = 0; i < n; i++) {
        s[i] = Math.exp(1.2 * normal[2 * i]);
        losses[i] = mean(s[i]) * normal[2 * i + 1] * normal[2 * i + 1];
      }
      u = u.updated(s, losses, step, 0.01 * (1 - step / 3001.0), SETTINGS);
    }
    double[] at = {0.1, 0.3, 1, 3, 10};
    double[] learned = u.at(at);
    for (int i = 0; i < at.length; i++) {
      assertThat(Math.exp(learned[i]) / mean(at[i])).isCloseTo(1, within(0.15));
    }
  }

  private static double mean(double s) {
    return 1 + 20 * s / (1 + s);
  }

  @Test
  void startsByWeighingNothing() {
    assertThat(Uncertainty.start(NoiseKey.of(1)).at(0.01, 1, 100)).containsExactly(0, 0, 0);
  }

  /// A step goes against the gradient of `w e exp(-u) + u`, by finite differences.
  @Test
  void theFirstStepHasTheSignOfTheGradient() {
    Uncertainty start = Uncertainty.start(NoiseKey.of(2));
    double[] s = {0.5, 2};
    Uncertainty high = start.updated(s, new double[] {9, 9}, 1, 0.01, SETTINGS);
    Uncertainty low = start.updated(s, new double[] {0.1, 0.1}, 1, 0.01, SETTINGS);
    assertThat(Arrays.stream(high.at(s))).allMatch(x -> x > 0);
    assertThat(Arrays.stream(low.at(s))).allMatch(x -> x < 0);
  }
}
