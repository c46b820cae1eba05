package org.scorefield.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.scorefield.analytic.Gaussian;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.linalg.Matrix;
import org.scorefield.linear.Spectrum;
import org.scorefield.schedule.LogUniformGrid;
import org.scorefield.wiring.LevelRange;

class MeasuredModelTest {
  private static final Gaussian LAW =
      new Gaussian(
          Shape.vector(2), Vector.of(0.3, -0.4), Matrix.identity(2), Vector.of(4, 0.25), 0);
  private static final Measured MEASURED = new Measured(LAW, 20, 0.01, 100, 1);
  private static final MeasuredModel MODEL = MEASURED.exactly(LAW);

  /// KL(N(mu, Lambda + v) | N(0, v)), written down for two components.
  @Test
  void theStartIsTheDivergenceOfTheNoisyGaussianFromWhiteNoise() {
    for (double sigma : new double[] {0.5, 2, 20}) {
      double v = sigma * sigma;
      double kl =
          0.5
              * ((4 + v) / v
                  + (0.25 + v) / v
                  - 2
                  - Math.log((4 + v) / v)
                  - Math.log((0.25 + v) / v)
                  + 0.25 / v);
      assertThat(MODEL.start(sigma)).isCloseTo(kl, within(1e-10 * Math.max(1, kl)));
    }
  }

  /// W2 between N(mu, Lambda) and N(mu, Lambda + v) is the distance of the square roots.
  @Test
  void stoppingIsTheDistanceOfTheNoisyGaussianFromTheCleanOne() {
    double v = 0.09;
    double squares = Math.pow(Math.sqrt(4 + v) - 2, 2) + Math.pow(Math.sqrt(0.25 + v) - 0.5, 2);
    assertThat(MODEL.stopping(0.3)).isCloseTo(Math.sqrt(squares / 4.25), within(1e-12));
  }

  @Test
  void aRangeBeyondTheCurveIsRefused() {
    assertThatThrownBy(() ->
            new MeasuredModel(
                MODEL.curve(),
                MODEL.score(),
                Spectrum.of(LAW),
                new LevelRange(40, 0.01, new LogUniformGrid())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("measured from sigma 0.01 to 20")
        .hasMessageContaining("from 0.01 to 40.0")
        .hasMessageContaining("nothing is extrapolated");
  }
}
