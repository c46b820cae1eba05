package org.scorefield.reproduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.convex.Activation;
import org.scorefield.convex.line.LineProgram;
import org.scorefield.convex.line.SortedPoints;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;

class PlainTrainingTest {
  private static double[] normal(long seed, int n) {
    return Noise.of(seed, 1).normal(Shape.vector(n)).toArray();
  }

  private static LineProgram program(boolean matching, Activation activation, boolean skip) {
    return matching
        ? LineProgram.scoreMatching(SortedPoints.of(normal(1, 12)), activation, skip, 2)
        : LineProgram.denoising(
            Vector.adopt(normal(1, 12)), Vector.adopt(normal(2, 12)), .5, activation, skip, .3);
  }

  /// Of the slope along every weight but the hidden biases the gradient is right for both; along
  /// those, for the denoising objective.
  @ParameterizedTest
  @CsvSource({
    "true, RELU, true",
    "true, ABSOLUTE, false",
    "false, RELU, false",
    "false, ABSOLUTE, true"
  })
  void objectiveIsThatOfTheNetworkAndTheGradientItsSlope(
      boolean matching, Activation activation, boolean skip) {
    int m = 5;
    LineProgram program = program(matching, activation, skip);
    PlainTraining training = PlainTraining.of(program, m);
    double[] w = normal(3, 3 * m + 2);
    w[3 * m] = skip ? w[3 * m] : 0;
    double[] gradient = new double[w.length];
    double[] unused = new double[w.length];
    assertThat(training.at(w, gradient))
        .isCloseTo(program.objective(training.network(w)), within(1e-10));
    for (int k = 0; k < w.length; k++) {
      if (skip || k != 3 * m) {
        double h = 1e-6;
        double[] up = w.clone();
        double[] down = w.clone();
        up[k] += h;
        down[k] -= h;
        double slope = (training.at(up, unused) - training.at(down, unused)) / (2 * h);
        assertThat(gradient[k]).as("weight %d", k).isCloseTo(slope, within(1e-4));
      } else {
        assertThat(gradient[k]).isZero();
      }
    }
  }

  @Test
  void restartsEndAboveTheOptimumAndOneFindsIt() {
    LineProgram program = program(false, Activation.RELU, false);
    double optimum = program.solve(1e-12).certificate().primal();
    double[] found = PlainTraining.of(program, 10).restarts(10, NoiseKey.of(4));
    assertThat(found).isSorted();
    assertThat(found[0]).isBetween(optimum * (1 - 1e-9), optimum * (1 + 1e-3));
  }

  /// A valley with curvatures a hundred apart, and one with a kink along its floor.
  @Test
  void quasiNewtonFindsMinimaWithAndWithoutKinks() {
    QuasiNewton method = new QuasiNewton(10, 500, 1e-15);
    double[] smooth =
        method.minimise(
            (w, g) -> {
              double u = w[1] - w[0] * w[0];
              g[0] = -400 * w[0] * u - 2 * (1 - w[0]);
              g[1] = 200 * u;
              return 100 * u * u + (1 - w[0]) * (1 - w[0]);
            },
            new double[] {-1.2, 1});
    assertThat(smooth).containsExactly(new double[] {1, 1}, within(1e-6));
    double[] kinked =
        method.minimise(
            (w, g) -> {
              double u = w[1] - w[0] * w[0];
              double sign = Math.signum(u);
              g[0] = -2 * w[0] * sign * 10 - 2 * (1 - w[0]);
              g[1] = 10 * sign;
              return 10 * Math.abs(u) + (1 - w[0]) * (1 - w[0]);
            },
            new double[] {-1.2, 1});
    assertThat(kinked[0]).isCloseTo(1, within(.05));
  }

  @Test
  void chanceOfADistanceIsThatOfKolmogorov() {
    assertThat(new KolmogorovSmirnov(1.3581 / Math.sqrt(1e8), 100_000_000).chance())
        .isCloseTo(.05, within(1e-4));
    assertThat(new KolmogorovSmirnov(1.6276 / Math.sqrt(1e8), 100_000_000).chance())
        .isCloseTo(.01, within(1e-4));
    double[] even = new double[100];
    for (int i = 0; i < 100; i++) {
      even[i] = (i + .5) / 100;
    }
    KolmogorovSmirnov test = KolmogorovSmirnov.of(even, x -> x);
    assertThat(test.distance()).isCloseTo(.005, within(1e-15));
    assertThat(test.chance()).isEqualTo(1);
    assertThat(KolmogorovSmirnov.of(even, x -> x * x).chance()).isLessThan(.001);
  }
}
