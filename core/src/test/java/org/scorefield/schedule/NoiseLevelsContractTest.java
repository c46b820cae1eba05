package org.scorefield.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.scorefield.array.Vector;
import org.scorefield.random.Noise;

/// What every distribution of the noise level must keep.
class NoiseLevelsContractTest {

  static Stream<NoiseLevels> written() {
    return Stream.concat(
        TrainingLevels.ALL.stream(),
        Stream.of(
            new LognormalLevels(-0.4, 1),
            new LogitNormalLevels(0.5, 0.7),
            new LogUniformLevels(0.01, 3),
            new LogLogisticLevels(-0.5, 0.3, 0.01, 20),
            new LogLogisticLevels(1, 0.8),
            new UniformTimeLevels(new VarianceExploding()),
            new UniformTimeLevels(new Edm(), 0.1, 2),
            new UniformTimeLevels(new RectifiedFlow(), 0.01, 100)));
  }

  static Stream<NoiseLevels> levels() {
    Stream<NoiseLevels> binned =
        Stream.of(
            new BinnedLevels(new LogBins(0.01, 10, 5), Vector.of(1, 0, 3, 2, 0), 1),
            new BinnedLevels(new LogBins(0.5, 2, 1), Vector.of(7), 2));
    return Stream.concat(written(), binned).flatMap(l -> Stream.of(l, l.scaledTo(3)));
  }

  /// The integral of the density up to the quantile is the share, by the trapezium rule over ln
  /// sigma: a density, or a quantile, that belongs to another law cannot agree. Shares are compared
  /// in differences, so that the far tails are not needed.
  @ParameterizedTest
  @MethodSource("levels")
  void theQuantileInvertsTheDensity(NoiseLevels levels) {
    double[] shares = {1e-6, 0.001, 0.02, 0.25, 0.5, 0.6, 0.9, 0.99, 0.9999};
    for (int i = 1; i < shares.length; i++) {
      double mass = mass(levels, levels.sigma(shares[i - 1]), levels.sigma(shares[i]));
      assertThat(mass).isCloseTo(shares[i] - shares[i - 1], within(2e-5));
    }
  }

  private static double mass(NoiseLevels levels, double from, double to) {
    int steps = 20_000;
    double width = Math.log(to / from) / steps;
    double sum = 0;
    for (int i = 0; i < steps; i++) {
      sum += levels.densityPerLog(from * Math.exp((i + 0.5) * width)) * width;
    }
    return sum;
  }

  @ParameterizedTest
  @MethodSource("levels")
  void theDensityOverTheLogarithmIsSigmaTimesTheDensity(NoiseLevels levels) {
    for (double u : new double[] {0.01, 0.3, 0.7, 0.99}) {
      double sigma = levels.sigma(u);
      assertThat(levels.densityPerLog(sigma) / (sigma * levels.density(sigma)))
          .isCloseTo(1, within(1e-12));
    }
  }

  @ParameterizedTest
  @MethodSource("levels")
  void levelsRiseWithTheShareAndCanAllBeDrawn(NoiseLevels levels) {
    double below = 0;
    for (double u : new double[] {1e-10, 1e-4, 0.1, 0.5, 0.9, 1 - 1e-4, 1 - 1e-10}) {
      double sigma = levels.sigma(u);
      assertThat(sigma).isGreaterThanOrEqualTo(below).isPositive().isFinite();
      assertThat(levels.density(sigma)).isPositive();
      below = sigma;
    }
    assertThat(levels.density(0)).isZero();
    assertThat(levels.density(-1)).isZero();
  }

  @ParameterizedTest
  @MethodSource("levels")
  void inOtherUnitsEveryLevelIsWhatItWasToTheData(NoiseLevels levels) {
    NoiseLevels scaled = levels.scaledTo(7 * levels.sigmaData());
    assertThat(scaled.sigmaData()).isEqualTo(7 * levels.sigmaData());
    for (double u : new double[] {0.01, 0.37, 0.5, 0.99}) {
      assertThat(scaled.sigma(u) / levels.sigma(u)).isCloseTo(7, within(1e-12));
    }
    assertThat(scaled.scaledTo(levels.sigmaData()).name()).isEqualTo(levels.name());
  }

  @ParameterizedTest
  @MethodSource("written")
  void namesReadAsTheLevels(NoiseLevels levels) {
    assertThat(TrainingLevels.parse(levels.name())).isEqualTo(levels);
    NoiseLevels scaled = levels.scaledTo(0.25);
    assertThat(TrainingLevels.parse(scaled.name())).isEqualTo(scaled);
  }

  @ParameterizedTest
  @MethodSource("levels")
  void aShareIsStrictlyBetweenNoneAndAll(NoiseLevels levels) {
    for (double u : new double[] {0, 1, -0.5, Double.NaN}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> levels.sigma(u))
          .withMessageContaining("strictly between 0 and 1");
    }
  }

  @ParameterizedTest
  @MethodSource("levels")
  void drawsHaveTheirQuantilesWhateverBatchTheyAreIn(NoiseLevels levels) {
    Noise noise = Noise.of(11, 4000);
    Vector draws = levels.draw(noise);
    assertThat(levels.draw(noise.slice(1000, 7)).toArray())
        .isEqualTo(java.util.Arrays.copyOfRange(draws.shared(), 1000, 1007));
    double median = levels.sigma(0.5);
    double share = draws.stream().filter(s -> s <= median).count() / 4000.0;
    assertThat(share).isCloseTo(0.5, within(4 * 0.5 / Math.sqrt(4000)));
  }
}
