package org.scorefield.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.scorefield.RuleDenoiser;
import org.scorefield.analytic.Gaussian;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.data.Dataset;
import org.scorefield.denoise.Denoiser;
import org.scorefield.metric.Estimate;
import org.scorefield.metric.HeldOut;
import org.scorefield.metric.LossCurve;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;
import org.scorefield.schedule.BinnedLoss;
import org.scorefield.schedule.LogBins;

class BellStudyTest {
  private static final Shape SHAPE = Shape.vector(4);
  private static final Gaussian LAW = Gaussian.isotropic(SHAPE, Vector.of(0, 0, 0, 0), 1);
  private static final LogBins BINS = new LogBins(0.05, 50, 30);
  private static final Vector EVEN = Vector.generate(30, _ -> 1);

  private static LossCurve curve(Denoiser denoiser, int rows, long seed) {
    Dataset data = Dataset.of("drawn", "none", LAW.sample(Noise.of(seed, rows)));
    return HeldOut.of(data, BINS.centres(), rows, 1, NoiseKey.of(seed + 1)).curve(denoiser);
  }

  /// `D = D* + c sigma^2`: the loss is `1/(1 + v) + c^2 v`, an inverse bell.
  private static Denoiser rising(double c) {
    return new RuleDenoiser(
        SHAPE, (x, sigma) -> LAW.denoise(x, sigma).map(a -> a + c * sigma * sigma));
  }

  private static double raw(double c, double sigma) {
    double v = sigma * sigma;
    return 1 / (1 + v) + c * c * v;
  }

  @Test
  void anInverseBellHasTheScoreOfItsClosedForm() {
    double c = 0.05;
    BellStudy.Stage stage =
        BellStudy.of(BINS, 1).with(1, 100, curve(rising(c), 20_000, 1), EVEN).stages().getFirst();
    double[] losses = BINS.centres().stream().map(sigma -> raw(c, sigma)).toArray();
    double least = Arrays.stream(losses).min().orElseThrow();
    double bell = Math.min(losses[0], losses[29]) / least;
    assertThat(bell).isGreaterThan(9);
    agrees(stage.rawBell(), bell);
    assertThat(stage.rawBell().standardError()).isLessThan(0.02 * bell);
    double most = Arrays.stream(losses).max().orElseThrow();
    agrees(stage.spread(), most / least);
    // The minimum of 1/(1 + v) + c^2 v is at v = 1/c - 1.
    assertThat(stage.lowest()).isCloseTo(Math.sqrt(1 / c - 1), within(1.0));
    agrees(stage.raw().get(7), losses[7]);
    double v = BINS.centre(7) * BINS.centre(7);
    agrees(stage.normalised().get(7), losses[7] * (1 + v));
  }

  @Test
  void theExactDenoiserOfAGaussianHasNoBellInEitherUnit() {
    BellStudy.Stage stage =
        BellStudy.of(BINS, 1).with(1, 100, curve(LAW, 20_000, 3), EVEN).stages().getFirst();
    assertThat(stage.rawBell().value()).isEqualTo(1);
    assertThat(stage.rawBell().standardError()).isZero();
    assertThat(stage.lowest()).isEqualTo(BINS.centre(29));
    // All normalised losses are 1; of 30 estimates of it the least is a little lower.
    assertThat(stage.normalisedBell().value()).isBetween(1.0, 1.05);
  }

  @Test
  void aBalancedWeightingHasSpreadOne() {
    LossCurve curve = curve(rising(0.05), 5000, 5);
    double[] losses = curve.epsilonLossByLevel().stream().mapToDouble(Estimate::value).toArray();
    BinnedLoss binned = new BinnedLoss(BINS, Vector.of(losses));
    Vector balanced = binned.balanced(1e6);
    BellStudy study =
        BellStudy.of(BINS, 1).with(0.01, 1, curve, EVEN).with(0.1, 10, curve, balanced);
    assertThat(study.stages()).extracting(BellStudy.Stage::fraction).containsExactly(0.01, 0.1);
    assertThat(study.stages().get(1).spread().value()).isCloseTo(1, within(1e-12));
    assertThat(study.stages().get(0).spread().value()).isCloseTo(binned.spread(EVEN), within(1e-9));
    assertThat(study.stages().get(0).rawBell().value()).isCloseTo(binned.bellScore(), within(1e-9));
  }

  /// Of 200 repetitions, the spread of the bell score is what its standard error says, +- 5 %.
  @Test
  void theStandardErrorOfABellIsItsSpreadOverRepetitions() {
    BellStudy empty = BellStudy.of(BINS, 1);
    Estimate[] bells =
        IntStream.range(0, 200)
            .mapToObj(k ->
                empty
                    .with(1, 1, curve(rising(0.05), 300, 50 + 2 * k), EVEN)
                    .stages()
                    .getFirst()
                    .rawBell())
            .toArray(Estimate[]::new);
    Estimate mean = Estimate.mean(Arrays.stream(bells).mapToDouble(Estimate::value).toArray());
    double spread = mean.standardError() * Math.sqrt(200);
    double claimed =
        Arrays.stream(bells).mapToDouble(Estimate::standardError).average().orElseThrow();
    assertThat(claimed / spread).isBetween(0.8, 1.25);
  }

  @Test
  void whatDoesNotFitIsRefused() {
    LossCurve curve = curve(LAW, 50, 7);
    BellStudy study = BellStudy.of(BINS, 1);
    assertThatThrownBy(() -> study.with(0, 1, curve, EVEN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("got 0.0");
    assertThatThrownBy(() -> study.with(1, 1, curve, Vector.of(1, 2)))
        .hasMessageContaining("for each of 30 bins, got [1.0, 2.0]");
    assertThatThrownBy(() -> BellStudy.of(new LogBins(0.05, 50, 29), 1).with(1, 1, curve, EVEN))
        .hasMessageContaining("at the centres of its bins");
  }

  private static void agrees(Estimate estimate, double truth) {
    assertThat(estimate.value()).isCloseTo(truth, within(4 * estimate.standardError()));
  }
}
