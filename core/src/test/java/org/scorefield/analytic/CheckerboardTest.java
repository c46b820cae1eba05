package org.scorefield.analytic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.linalg.GaussLegendre;
import org.scorefield.random.Noise;

class CheckerboardTest {

  /// Golden numbers of scipy.special.erfcx.
  @Test
  void scaledErrorFunctionAgreesWithAnotherLibrary() {
    double[][] table = {
      {0, 1},
      {0.1, 0.8964569799691268},
      {0.3, 0.7345993345676554},
      {0.46875, 0.632069689249556},
      {0.6, 0.567804717386587},
      {1, 0.427583576155807},
      {2, 0.2553956763105058},
      {3.9, 0.14031418160068973},
      {4.1, 0.13383411641865198},
      {7, 0.07980005432915295},
      {30, 0.018795888861416754},
      {1e4, 5.641895807268084e-05}
    };
    for (double[] row : table) {
      assertThat(ErrorFunction.scaledComplement(row[0]))
          .isCloseTo(row[1], within(4e-16 * row[1] + 1e-17));
    }
  }

  /// The integral over the interval in pieces so short that any rule is exact.
  private static NoisyInterval integrated(double x, double sigma, double a, double b) {
    GaussLegendre rule = GaussLegendre.of(20);
    int pieces = 400;
    double nearest = Math.clamp(x, a, b);
    double peak = (x - nearest) * (x - nearest) / (2 * sigma * sigma);
    double mass = 0;
    double moment = 0;
    for (int p = 0; p < pieces; p++) {
      for (int q = 0; q < 20; q++) {
        double share = (p + (1 + rule.node(q)) / 2) / pieces;
        double t = a + share * (b - a);
        double w =
            rule.weight(q)
                / (2.0 * pieces)
                * Math.exp(peak - (x - t) * (x - t) / (2 * sigma * sigma));
        mass += w;
        moment += w * (t - a);
      }
    }
    return new NoisyInterval(
        Math.log(mass / (sigma * Math.sqrt(2 * Math.PI))) - peak, a + moment / mass);
  }

  @Test
  void intervalIsItsIntegralAtAnyWidthAndDistance() {
    for (double sigma : new double[] {0.02, 0.3, 0.6, 1, 5, 1000}) {
      for (double x = -8; x <= 8; x += 0.37) {
        double at = 1.5 + x * Math.max(sigma, 0.2);
        NoisyInterval expected = integrated(at, sigma, 1, 2);
        NoisyInterval actual = NoisyInterval.at(at, sigma, 1, 2);
        assertThat(actual.logDensity())
            .as("x %s sigma %s", at, sigma)
            .isCloseTo(
                expected.logDensity(),
                within(2e-13 * Math.max(1, Math.abs(expected.logDensity()))));
        assertThat(actual.mean())
            .as("x %s sigma %s", at, sigma)
            .isCloseTo(expected.mean(), within(2e-13));
      }
    }
  }

  @Test
  void withoutNoiseTheDensityIsThatOfTheSquares() {
    Checkerboard board = new Checkerboard(4);
    Batch x =
        Batch.copyOf(
            Shape.vector(2), new double[] {-1.5, -1.5, -0.5, -1.5, -0.5, -0.5, 0.5, 1.5, 2.5, 0});
    Vector density = board.logDensity(x, 0);
    double dark = Math.log(1.0 / 8);
    double light = Double.NEGATIVE_INFINITY;
    assertThat(density).isEqualTo(Vector.of(dark, light, dark, light, light));
    assertThat(board.logDensity(x.slice(0, 1), 1e-3).get(0)).isCloseTo(dark, within(1e-12));
    Batch drawn = board.sample(Noise.of(1, 5000));
    assertThat(board.logDensity(drawn, 0).stream().allMatch(v -> v == dark)).isTrue();
  }

  @Test
  void oddBoardsAreRefused() {
    assertThatThrownBy(() -> new Checkerboard(3)).hasMessageContaining("3");
  }
}
