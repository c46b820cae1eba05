package org.scorefield.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.scorefield.analytic.Gaussian;
import org.scorefield.analytic.GaussianMixture;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.linalg.Matrix;
import org.scorefield.linear.Spectrum;
import org.scorefield.metric.Estimate;
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

  /// On two lumps, of which a Gaussian knows little: the whole difference of two path divergences
  /// by quadrature, with a model that is off.
  @ParameterizedTest
  @ValueSource(doubles = {4, 1, 0.5})
  void theGainOfAnotherFirstLevelIsTheDifferenceOfPathDivergences(double first) {
    GaussianMixture law = lumps();
    Gaussian off = law.matchingGaussian();
    MeasuredModel model = new Measured(law, 8, 0.05, 4000, 3).exactly(off);
    Scheme from = Scheme.plain("", new LogUniformGrid().toMin(12, 8, 0.05));
    Scheme to = Scheme.plain("", new LogUniformGrid().toMin(12, first, 0.05));
    Estimate gain = model.gainAbove(from, to);
    LineMixture line = LineMixture.of(law);
    double exact =
        new LineBudget(line, from, off).pathDivergence()
            - new LineBudget(line, to, off).pathDivergence();
    assertThat(gain.value()).isCloseTo(exact, within(4 * gain.standardError() + 0.01));
    assertThatThrownBy(() ->
            model.gainAbove(from, Scheme.plain("", new LogUniformGrid().toMin(12, first, 0.06))))
        .hasMessageContaining("last levels are 0.05 and 0.06");
  }

  /// Two divergences from different laws, each by quadrature.
  @Test
  void theGainOfAHigherLastLevelIsTheDifferenceOfPathDivergences() {
    GaussianMixture law = lumps();
    Gaussian off = law.matchingGaussian();
    MeasuredModel model = new Measured(law, 8, 0.05, 4000, 4).exactly(off);
    Scheme from = Scheme.plain("", new LogUniformGrid().toMin(24, 8, 0.05));
    Scheme to = Scheme.plain("", new LogUniformGrid().toMin(24, 8, 0.2));
    LineMixture line = LineMixture.of(law);
    double steps =
        new LineBudget(line, from, law).pathDivergence()
            - new LineBudget(line, to, law).pathDivergence();
    MeasuredModel exact = new Measured(law, 8, 0.05, 4000, 4).exactly(law);
    assertThat(exact.gainBelow(from, to).value())
        .isCloseTo(steps, within(4 * exact.gainBelow(from, to).standardError() + 0.01));
    double whole =
        new LineBudget(line, from, off).pathDivergence()
            - new LineBudget(line, to, off).pathDivergence();
    // The score part is that of infinitely many steps, which the discretisation makes up for.
    assertThat(model.gainBelow(from, to).value())
        .isCloseTo(whole, within(4 * model.gainBelow(from, to).standardError() + 0.02));
    assertThat(model.gainBelow(from, from).value()).isZero();
  }

  private static GaussianMixture lumps() {
    return GaussianMixture.isotropic(
        Batch.ofRows(Shape.vector(1), new double[][] {{1}, {-1}}), 0.01);
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
