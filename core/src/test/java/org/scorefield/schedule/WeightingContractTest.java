package org.scorefield.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What every weighting must keep.
class WeightingContractTest {
  private static final double[] SIGMAS = {0.003, 0.05, 0.3, 1, 4, 70};

  private static final List<NoiseLevels> LEVELS =
      List.of(
          new LognormalLevels(),
          new LogUniformLevels(),
          new UniformTimeLevels(new VpLinear(), 0.001, 100),
          new LogLogisticLevels().scaledTo(3));

  static Stream<Weighting> weightings() {
    return Stream.concat(
        Weightings.ALL.stream(),
        Stream.of(
            new MinSnrWeighting(1),
            new P2Weighting(2, 0.5),
            new P2Weighting(1, 0),
            new BalancedWeighting(new LogBins(0.01, 20, 30)),
            BalancedWeightingTest.taught()));
  }

  @ParameterizedTest
  @MethodSource("weightings")
  void weightsArePositive(Weighting weighting) {
    for (NoiseLevels levels : LEVELS) {
      for (double sigma : SIGMAS) {
        assertThat(weighting.weight(sigma, levels)).isPositive().isFinite();
      }
    }
  }

  /// The loss of data in other units, with levels to match, is the same number.
  @ParameterizedTest
  @MethodSource("weightings")
  void theUnitsOfTheDataDoNotMatter(Weighting weighting) {
    for (NoiseLevels levels : LEVELS) {
      NoiseLevels scaled = levels.scaledTo(5 * levels.sigmaData());
      for (double sigma : SIGMAS) {
        assertThat(25 * weighting.weight(5 * sigma, scaled) / weighting.weight(sigma, levels))
            .isCloseTo(1, within(1e-9));
      }
    }
  }

  /// One error in four units: of x0, of the noise, of EDM's network; and the total against its
  /// definition.
  @ParameterizedTest
  @MethodSource("weightings")
  void theSameErrorWeighsTheSameInEveryPrediction(Weighting weighting) {
    NoiseLevels levels = new LognormalLevels().scaledTo(2);
    for (double sigma : SIGMAS) {
      double clean = 0.37;
      double noise = clean / sigma;
      double network = clean / (sigma * 2 / Math.sqrt(sigma * sigma + 4));
      double loss = weighting.weight(sigma, levels) * clean * clean;
      assertThat(weighting.noiseWeight(sigma, levels) * noise * noise / loss)
          .isCloseTo(1, within(1e-12));
      assertThat(weighting.networkWeight(sigma, levels) * network * network / loss)
          .isCloseTo(1, within(1e-12));
      double total = weighting.total(sigma, levels);
      assertThat(total * noise * noise / (levels.density(sigma) * loss))
          .isCloseTo(1, within(1e-12));
      assertThat(weighting.totalPerLog(sigma, levels) / (sigma * total))
          .isCloseTo(1, within(1e-12));
    }
  }

  static Stream<Weighting> written() {
    return weightings().filter(w -> !w.equals(BalancedWeightingTest.taught()));
  }

  @ParameterizedTest
  @MethodSource("written")
  void namesReadAsTheWeighting(Weighting weighting) {
    assertThat(Weightings.parse(weighting.name())).isEqualTo(weighting);
  }

  /// Expected loss, weight by weight, is the integral of the total weighting: what a trainer
  /// averages and what the theory integrates are one number.
  @ParameterizedTest
  @MethodSource("weightings")
  void theMeanWeightedLossIsTheIntegralOfTheTotal(Weighting weighting) {
    NoiseLevels levels = new LogUniformLevels(0.02, 10);
    int n = 4000;
    double width = Math.log(500) / n;
    double drawn = 0;
    double integral = 0;
    for (int i = 0; i < n; i++) {
      double sigma = levels.sigma((i + 0.5) / n);
      double loss = 1 / (1 + sigma * sigma);
      drawn += weighting.noiseWeight(sigma, levels) * loss / n;
      double level = 0.02 * Math.exp((i + 0.5) * width);
      integral += weighting.totalPerLog(level, levels) * loss * width;
    }
    assertThat(drawn / integral).isCloseTo(1, within(1e-9));
  }
}
