package org.scorefield.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/// Weightings by their closed forms, and EDM's total weighting by the numbers of Wang, He and Tao
/// (2406.12839).
class WeightingTest {
  private static final NoiseLevels EDM = new LognormalLevels();

  /// beta of EDM without the constant of the normal density, as the paper writes it.
  private static double beta(double sigma) {
    return new EdmWeighting().total(sigma, EDM) * 1.2 * Math.sqrt(2 * Math.PI);
  }

  /// Golden: computed from the printed formula in double precision.
  @Test
  void theTotalWeightingOfEdmHasThePublishedValues() {
    double[][] table = {
      {0.002, 0.0807232923},
      {0.1, 6.818843434},
      {0.2, 5.472030702},
      {0.5, 3.658645688},
      {1, 3.032653299},
      {10, 0.5664415278},
      {80, 0.006404562974}
    };
    for (double[] row : table) {
      assertThat(beta(row[0]) / row[1]).isCloseTo(1, within(1e-9));
      double z = (Math.log(row[0]) + 1.2) / 1.2;
      double printed = Math.exp(-z * z / 2) * (row[0] * row[0] + 0.25) / (row[0] * 0.25);
      assertThat(beta(row[0]) / printed).isCloseTo(1, within(1e-13));
    }
  }

  /// Over sigma the top is where `d ln beta/d ln sigma` vanishes, over ln sigma elsewhere: the bell
  /// depends on the measure.
  @Test
  void theTopOfTheBellDependsOnTheMeasure() {
    double overSigma = top(WeightingTest::beta, 0.01, 0.5);
    double overLog = top(sigma -> sigma * beta(sigma), 0.5, 50);
    assertThat(overSigma).isCloseTo(0.07617953, within(1e-5 * 0.076));
    assertThat(beta(overSigma)).isCloseTo(6.968958, within(1e-6));
    assertThat(overLog).isCloseTo(5.22727, within(1e-4));
    assertThat(overLog * beta(overLog)).isCloseTo(6.521898, within(1e-6));
    for (double[] point : new double[][] {{overSigma, -1}, {overLog, 0}}) {
      double square = point[0] * point[0];
      double slope = point[1] - (Math.log(point[0]) + 1.2) / 1.44 + 2 * square / (square + 0.25);
      assertThat(slope).isCloseTo(0, within(1e-6));
    }
  }

  /// The maximum by golden sections.
  private static double top(DoubleUnaryOperator f, double from, double to) {
    double ratio = (Math.sqrt(5) - 1) / 2;
    double low = Math.log(from);
    double high = Math.log(to);
    while (high - low > 1e-9) {
      double left = high - ratio * (high - low);
      double right = low + ratio * (high - low);
      if (f.applyAsDouble(Math.exp(left)) < f.applyAsDouble(Math.exp(right))) {
        low = left;
      } else {
        high = right;
      }
    }
    return Math.exp((low + high) / 2);
  }

  @Test
  void theTotalWeightingOfEdmIntegratesToItsClosedForm() {
    double closed = Math.sqrt(2 * Math.PI) * 1.2 * (1 + Math.exp(-2.4 + 2 * 1.44) / 0.25);
    assertThat(closed).isCloseTo(22.452263, within(1e-6));
    int n = 4000;
    double width = 40.0 / n;
    double sum = 0;
    for (int i = 0; i < n; i++) {
      double sigma = Math.exp(-20 + (i + 0.5) * width);
      sum += sigma * beta(sigma) * width;
    }
    assertThat(sum / closed).isCloseTo(1, within(1e-12));
  }

  @Test
  void edmLevelsHaveTheirPublishedQuantiles() {
    assertThat(EDM.sigma(0.5)).isCloseTo(0.301194, within(1e-6));
    double oneDeviation = 0.15865525393145707;
    assertThat(EDM.sigma(oneDeviation)).isCloseTo(0.090718, within(1e-6));
    assertThat(EDM.sigma(1 - oneDeviation)).isCloseTo(1, within(1e-12));
  }

  /// With these levels the total weighting of the noise is 1 over ln sigma, whatever they are.
  @Test
  void theLikelihoodWeightingIsUniformInTheLogarithmUnderAnyLevels() {
    for (NoiseLevels levels : TrainingLevels.ALL) {
      for (double u : new double[] {0.001, 0.2, 0.5, 0.9, 0.999}) {
        double sigma = levels.sigma(u);
        assertThat(new LikelihoodWeighting().totalPerLog(sigma, levels))
            .isCloseTo(1, within(1e-12));
      }
    }
  }

  @Test
  void onTheNoiseTheWeightsAreTheirPapersFunctionsOfTheSignalToNoiseRatio() {
    NoiseLevels levels = new LogUniformLevels().scaledTo(2);
    for (double sigma : new double[] {0.01, 0.3, 2, 5, 50}) {
      double snr = 4 / (sigma * sigma);
      assertNoise(new UniformWeighting(), sigma, levels, 1);
      assertNoise(new CleanWeighting(), sigma, levels, 1 / snr);
      assertNoise(new EdmWeighting(), sigma, levels, 1 + 1 / snr);
      assertNoise(new MinSnrWeighting(5), sigma, levels, Math.min(snr, 5) / snr);
      assertNoise(new P2Weighting(2, 0.5), sigma, levels, 1 / Math.sqrt(2 + snr));
      assertThat(new EdmWeighting().networkWeight(sigma, levels)).isCloseTo(1, within(1e-12));
    }
  }

  private static void assertNoise(Weighting w, double sigma, NoiseLevels levels, double expected) {
    assertThat(w.noiseWeight(sigma, levels) / expected).as(w.name()).isCloseTo(1, within(1e-12));
  }

  /// A flow whose time has a logit-normal law: t is drawn, sigma follows.
  @Test
  void logitNormalLevelsAreThoseOfAFlowsTime() {
    NoiseLevels levels = new LogitNormalLevels(0.3, 0.8);
    double z = 1.2815515655446004;
    double time = 1 / (1 + Math.exp(-(0.3 + 0.8 * z)));
    assertThat(levels.sigma(0.9)).isCloseTo(time / (1 - time), within(1e-12));
  }

  @Test
  void uniformTimesOfAFlowAreUniform() {
    NoiseLevels levels = new UniformTimeLevels(new RectifiedFlow(), 0.25, 4);
    double sigma = levels.sigma(0.5);
    assertThat(sigma / (1 + sigma)).isCloseTo((0.2 + 0.8) / 2, within(1e-14));
    assertThat(levels.density(1)).isCloseTo(0.25 / 0.6, within(1e-14));
    assertThat(levels.density(4.001)).isZero();
  }

  @Test
  void misspeltAndIncompleteNamesAreRefusedWithTheCure() {
    refused(() -> TrainingLevels.parse("lognorml"), "did you mean 'lognormal'?");
    refused(() -> TrainingLevels.parse("lognorml@2"), "did you mean 'lognormal'?");
    refused(() -> TrainingLevels.parse("lognormal:1"), "lognormal:MEAN:DEVIATION");
    refused(() -> TrainingLevels.parse("lognormal:1:two"), "'two' in the distribution");
    refused(() -> TrainingLevels.parse("lognormal@big"), "'big' in the distribution");
    refused(() -> TrainingLevels.parse("lognormal@-1"), "must be positive");
    refused(() -> TrainingLevels.parse("time"), "time:SCHEDULE");
    refused(() -> TrainingLevels.parse("time:vp-liner"), "did you mean 'vp-linear'?");
    refused(() -> TrainingLevels.parse("log-uniform:3:1"), "sigma_min = 3.0");
    refused(() -> TrainingLevels.parse("log-logistic:0:0.5:9:1"), "sigma_max = 1.0");
    refused(() -> TrainingLevels.parse("log-logistic:0:0.01:1e9:1e10"), "move its location");
    refused(() -> Weightings.parse("min-snir"), "did you mean 'min-snr'?");
    refused(() -> Weightings.parse("edm:1"), "there is no weighting 'edm:1'");
    refused(() -> Weightings.parse("min-snr:0"), "gamma of min-snr must be positive");
    refused(() -> Weightings.parse("p2:1:-1"), "gamma of p2 must be 0 or more");
    refused(() -> Weightings.parse("balanced:0.1:10:2.5"), "a whole number of bins");
  }

  private static void refused(Runnable reading, String part) {
    assertThatIllegalArgumentException().isThrownBy(reading::run).withMessageContaining(part);
  }
}
