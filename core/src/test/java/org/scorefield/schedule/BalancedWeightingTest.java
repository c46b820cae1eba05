package org.scorefield.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.scorefield.array.Vector;
import org.scorefield.random.Noise;

class BalancedWeightingTest {
  private static final LogBins BINS = new LogBins(0.01, 10, 3);

  /// One that has seen losses 1, 4 and 0.5 in its three bins, for data of standard deviation 2.
  static BalancedWeighting taught() {
    return new BalancedWeighting(BINS)
        .updated(Vector.of(0.04, 0.4, 4), Vector.of(1, 4, 0.5), 2)
        .refreshed();
  }

  @Test
  void weightsAreInverseToTheLossesAndEveryBinContributesAlike() {
    assertThat(taught().betas().toArray())
        .containsExactly(new double[] {4.0 / 13, 1.0 / 13, 8.0 / 13}, within(1e-15));
    assertThat(taught().spread()).isCloseTo(1, within(1e-15));
    assertThat(
            new BalancedWeighting(BINS)
                .updated(Vector.of(0.04, 0.4, 4), Vector.of(1, 4, 0.5), 2)
                .spread())
        .isCloseTo(8, within(1e-14));
  }

  /// While nothing is known it is the likelihood weighting, under any levels.
  @Test
  void itBeginsAsTheLikelihoodWeighting() {
    for (NoiseLevels levels : TrainingLevels.ALL) {
      double sigma = levels.sigma(0.6);
      assertThat(new BalancedWeighting().weight(sigma, levels))
          .isCloseTo(new LikelihoodWeighting().weight(sigma, levels), within(1e-12))
          .isPositive();
    }
  }

  /// Weighting what is drawn from any levels, or drawing from the balanced ones with no weight: one
  /// total weighting, up to a factor.
  @Test
  void itsWeightsAndItsLevelsHaveTheSameTotal() {
    BalancedWeighting balanced = taught();
    NoiseLevels drawn = new LogUniformLevels(0.001, 100).scaledTo(2);
    NoiseLevels own = balanced.levels(2);
    double factor = Math.log(1000);
    for (double sigma : new double[] {0.03, 0.19, 0.21, 1.9, 2.1, 19}) {
      double weighted = balanced.totalPerLog(sigma, drawn);
      assertThat(factor * new UniformWeighting().totalPerLog(sigma, own) / weighted)
          .isCloseTo(1, within(1e-12));
    }
    assertThat(own.density(0.019)).isZero();
    assertThat(own.density(20.1)).isZero();
  }

  @Test
  void weightsInForceStayUntilTheyAreRefreshed() {
    BalancedWeighting later = taught().updated(Vector.of(0.04, 0.04), Vector.of(100, 100), 2);
    assertThat(later.betas()).isEqualTo(taught().betas());
    assertThat(later.refreshed().betas()).isNotEqualTo(taught().betas());
  }

  @Test
  void averagesAreMeansFirstAndForgetLater() {
    LogBins one = new LogBins(0.1, 10, 1);
    Vector level = Vector.of(1);
    BalancedWeighting weighting =
        new BalancedWeighting(one, 4, Vector.of(0), Vector.of(0), Vector.of(1));
    double[] losses = {8, 4, 0, 0, 11};
    double[] expected = {8, 6, 4, 3, 3 + (11 - 3) / 4.0};
    for (int i = 0; i < losses.length; i++) {
      weighting = weighting.updated(level, Vector.of(losses[i]), 1);
      assertThat(weighting.losses().first()).isCloseTo(expected[i], within(1e-15));
    }
    assertThat(weighting.counts().first()).isEqualTo(4);
  }

  /// Losses of known mean at levels drawn at random: the weights find the inverse of the curve.
  @Test
  void fromNoisyLossesTheWeightsFindTheInverseOfTheCurve() {
    NoiseLevels levels = new LogUniformLevels().scaledTo(1);
    BalancedWeighting weighting = new BalancedWeighting(new LogBins(0.004, 160, 10));
    for (int step = 0; step < 100; step++) {
      Noise noise = Noise.of(5, 256).child(step);
      Vector sigmas = levels.draw(noise.child("sigma"));
      Vector chance = Vector.adopt(noise.normal(org.scorefield.array.Shape.vector(1)).toArray());
      Vector losses =
          Vector.generate(256, i -> curve(sigmas.get(i)) * chance.get(i) * chance.get(i));
      weighting = weighting.updated(sigmas, losses, 1);
    }
    weighting = weighting.refreshed();
    for (int b = 0; b < 10; b++) {
      double mean = meanCurve(weighting.bins(), b);
      assertThat(weighting.losses().get(b) / mean).isCloseTo(1, within(5 * Math.sqrt(3.0 / 1000)));
    }
    assertThat(weighting.spread()).isCloseTo(1, within(1e-12));
  }

  private static double curve(double sigma) {
    return 0.2 + 1 / (1 + sigma * sigma);
  }

  private static double meanCurve(LogBins bins, int bin) {
    double sum = 0;
    for (int i = 0; i < 200; i++) {
      sum += curve(bins.level(bin + (i + 0.5) / 200)) / 200;
    }
    return sum;
  }

  @Test
  void noBinWeighsMoreThanAThousandTimesTheLeast() {
    BalancedWeighting weighting =
        new BalancedWeighting(BINS)
            .updated(Vector.of(0.02, 0.2, 2), Vector.of(1, 0, 1e-9), 1)
            .refreshed();
    Vector betas = weighting.betas();
    assertThat(betas.get(1) / betas.get(0)).isCloseTo(BalancedWeighting.RATIO, within(1e-9));
    assertThat(betas.get(2) / betas.get(0)).isCloseTo(BalancedWeighting.RATIO, within(1e-9));
    assertThat(betas.sum()).isCloseTo(1, within(1e-15));
  }

  @Test
  void binsNeverDrawnFromTakeTheLossOfTheNearest() {
    BalancedWeighting weighting =
        new BalancedWeighting(new LogBins(0.1, 10, 5))
            .updated(Vector.of(0.3, 99), Vector.of(2, 77), 1)
            .updated(Vector.of(9), Vector.of(6), 1);
    assertThat(weighting.profile().toArray()).containsExactly(2, 2, 2, 6, 6);
    assertThat(weighting.counts().sum()).as("99 lies outside the bins").isEqualTo(2);
  }

  /// A checkpoint is the components: what is made of them again learns on to the same bits.
  @Test
  void itsComponentsAreAllOfItsState() {
    BalancedWeighting before = taught();
    BalancedWeighting again =
        new BalancedWeighting(
            before.bins(),
            before.memory(),
            Vector.of(before.losses().toArray()),
            Vector.of(before.counts().toArray()),
            Vector.of(before.betas().toArray()));
    Vector sigmas = Vector.of(0.1, 0.7, 3, 3);
    Vector losses = Vector.of(0.3, 1.7, 0.11, 0.13);
    assertThat(again.updated(sigmas, losses, 1.3).refreshed())
        .isEqualTo(before.updated(sigmas, losses, 1.3).refreshed())
        .isNotEqualTo(before);
  }

  @Test
  void refreshingWithNothingSeenChangesNothing() {
    BalancedWeighting fresh = new BalancedWeighting();
    assertThat(fresh.refreshed()).isEqualTo(fresh);
    BalancedWeighting zeros = fresh.updated(Vector.of(1), Vector.of(0), 1);
    assertThat(zeros.refreshed()).isEqualTo(zeros);
  }

  @Test
  void lossesThatAreNoNumbersAreRefusedWithTheirLevel() {
    for (double loss : new double[] {Double.NaN, Double.POSITIVE_INFINITY, -1}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> taught().updated(Vector.of(0.5), Vector.of(loss), 1))
          .withMessageContaining("sigma = 0.5")
          .withMessageContaining("stop at the step");
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> taught().updated(Vector.of(1, 2), Vector.of(1), 1))
        .withMessageContaining("got 1 for 2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new BalancedWeighting(BINS, 10, Vector.of(1), Vector.of(1), Vector.of(1)))
        .withMessageContaining("3 numbers");
  }

  @Test
  void theBellScoreIsTheTopOfTheInverseLossOverItsHigherEnd() {
    LogBins five = new LogBins(0.1, 10, 5);
    assertThat(new BinnedLoss(five, Vector.of(1, 0.5, 0.25, 2, 8)).bellScore()).isEqualTo(4);
    assertThat(new BinnedLoss(five, Vector.of(1, 0.9, 0.5, 0.2, 0.1)).bellScore()).isEqualTo(1);
    assertThat(new BinnedLoss(five, Vector.of(1, 1, 1, 1, 1)).spread(Vector.of(1, 2, 3, 4, 5)))
        .isEqualTo(5);
  }

  @Test
  void binsCoverTheirRangeAndNoMore() {
    LogBins bins = new LogBins(0.1, 10, 4);
    assertThat(bins.of(0.1)).isZero();
    assertThat(bins.of(0.3162)).isZero();
    assertThat(bins.of(0.3163)).isEqualTo(1);
    assertThat(bins.of(10)).isEqualTo(3);
    assertThat(bins.of(1e9)).isEqualTo(3);
    assertThat(bins.of(1e-9)).isZero();
    assertThat(bins.contain(10.001)).isFalse();
    assertThat(bins.centre(0)).isCloseTo(Math.pow(10, -0.75), within(1e-15));
    for (int b = 0; b < 4; b++) {
      assertThat(bins.of(bins.centres().get(b))).isEqualTo(b);
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LogBins(1, 10, 0))
        .withMessageContaining("at least 1 bin");
  }
}
