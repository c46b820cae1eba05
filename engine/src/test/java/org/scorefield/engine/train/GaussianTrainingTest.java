package org.scorefield.engine.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.scorefield.analytic.Gaussian;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.data.Dataset;
import org.scorefield.engine.nn.Mlp;
import org.scorefield.linalg.Matrix;
import org.scorefield.metric.HeldOut;
import org.scorefield.metric.LossCurve;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;

/// On Gaussian data the best denoiser is known, and its loss: `sum_i lambda_i v/(lambda_i + v)`.
class GaussianTrainingTest {
  private static final TrainingSettings SETTINGS = TrainingSettings.DEFAULTS.withSteps(2000);

  private static Gaussian law(double... deviations) {
    int d = deviations.length;
    double[] identity = new double[d * d];
    for (int j = 0; j < d; j++) {
      identity[j * d + j] = 1;
    }
    return new Gaussian(
        Shape.vector(d),
        Vector.generate(d, j -> 5 - j),
        Matrix.adopt(d, d, identity),
        Vector.generate(d, j -> deviations[j] * deviations[j]),
        0);
  }

  private static Dataset draw(Gaussian law, int rows, String purpose) {
    Batch normal = new Noise(NoiseKey.of(7).child(purpose), 0, rows).normal(law.shape());
    int d = law.shape().size();
    double[] values = normal.toArray();
    for (int i = 0; i < values.length; i++) {
      values[i] = law.mean().get(i % d) + Math.sqrt(law.variances().get(i % d)) * values[i];
    }
    return Dataset.of(purpose, "none", Batch.adopt(law.shape(), values));
  }

  private static double least(Gaussian law, double sigma) {
    double v = sigma * sigma;
    return law.variances().stream().map(a -> a * v / (a + v)).average().orElseThrow();
  }

  private static Trained train(Gaussian law, TrainingSettings settings) {
    return new Trainer(
            new Mlp(law.shape(), 0, 64, 2, 16), draw(law, 50_000, "training"), settings, 1)
        .run(Optional.empty(), TrainingWatch.NONE)
        .orElseThrow();
  }

  /// Largest excess of the loss over the least, relative to it, and two standard errors.
  private static double worst(Gaussian law, TrainedNetwork network) {
    double scale = network.normaliser().scale();
    HeldOut heldOut =
        HeldOut.of(
            draw(law, 2000, "held out"),
            HeldOut.logLevels(0.05 * scale, 10 * scale, 6),
            2000,
            1,
            NoiseKey.of(3));
    LossCurve excess = heldOut.excess(network, law);
    double worst = 0;
    for (int l = 0; l < 6; l++) {
      double relative =
          (excess.loss(l).value() + 2 * excess.loss(l).standardError())
              / least(law, heldOut.sigmas().get(l));
      worst = Math.max(worst, relative);
    }
    return worst;
  }

  /// At every level from 0.05 to 10 deviations, two standard errors added. Measured: 0.2 to 0.7
  /// percent after 2,000 steps of 256 rows, half of that after 4,000.
  @ParameterizedTest
  @ValueSource(ints = {2, 8})
  void theLossOfASmallNetworkIsWithinTwoPercentOfTheLeast(int d) {
    Gaussian law = law(Arrays.copyOf(new double[] {2, 1, 0.3, 1, 0.5, 1.5, 0.7, 1}, d));
    for (Trained.Candidate candidate : train(law, SETTINGS).candidates()) {
      assertThat(worst(law, candidate.network())).as(candidate.name()).isLessThan(0.02);
    }
  }

  /// The other predictions get there too, not as near: as they put what is easy on the network's
  /// shoulders at one end of the levels. Measured: 21, 9 and 12 percent at the worst level, 9, 5
  /// and 5 after 4,000 steps.
  @ParameterizedTest
  @EnumSource(
      value = Parametrisation.class,
      names = {"X0", "EPSILON", "FLOW"})
  void otherPredictionsLearnTheSameDenoiser(Parametrisation prediction) {
    Gaussian law = law(2, 1, 0.3, 1);
    LossSettings loss = SETTINGS.loss().withPrediction(prediction);
    TrainedNetwork network = train(law, SETTINGS.withLoss(loss)).last();
    assertThat(worst(law, network)).isLessThan(0.4);
  }

  /// The largest excess of each column over its own least loss, relative to it: the sum over
  /// columns would hide the small ones.
  private static double[] worstByColumn(Gaussian law, TrainedNetwork network) {
    int d = law.shape().size();
    double[] worst = new double[d];
    for (double sigma : new double[] {0.1, 1, 10, 100}) {
      Batch clean = draw(law, 500, "held out").all();
      Batch x = clean.plus(Noise.of(5, 500).normal(law.shape()), sigma);
      Batch error = network.denoise(x, sigma).minus(law.denoise(x, sigma));
      for (int j = 0; j < d; j++) {
        double squares = 0;
        for (int i = 0; i < error.count(); i++) {
          squares += error.get(i, j) * error.get(i, j) / error.count();
        }
        double lambda = law.variances().get(j);
        worst[j] = Math.max(worst[j], squares * (1 / lambda + 1 / (sigma * sigma)));
      }
    }
    return worst;
  }

  /// With deviations of 100, 1 and 0.1. Measured: 1e-4 at most; with one scale for all 0.1, 23 and
  /// 1,000 times the least loss.
  @Test
  void columnsOfDifferentSizeAreAllLearnedIfEachHasItsOwnDeviation() {
    Gaussian law = law(100, 1, 0.1);
    LossSettings columns = SETTINGS.loss().withNormalise(Normaliser.Scope.COLUMNS);
    double[] own = worstByColumn(law, train(law, SETTINGS.withLoss(columns)).last());
    double[] one = worstByColumn(law, train(law, SETTINGS).last());
    assertThat(Arrays.stream(own).max().orElseThrow()).isLessThan(0.01);
    assertThat(one[2]).isGreaterThan(1);
  }

  /// Given the Gaussian of the data, a network has nothing to learn on a Gaussian: the excess of
  /// the first step is that of the Gaussian's estimate from 50,000 rows.
  @Test
  void aNetworkThatIsGivenTheGaussianStartsAtTheLeastLoss() {
    Gaussian law = law(2, 1, 0.3, 1, 0.5, 1.5, 0.7, 1);
    TrainingSettings given = SETTINGS.withLoss(SETTINGS.loss().withLinear(true));
    assertThat(worst(law, train(law, given.withSteps(1)).last())).isLessThan(1e-3);
    assertThat(worst(law, train(law, given.withSteps(200)).last())).isLessThan(0.01);
    assertThat(worst(law, train(law, SETTINGS.withSteps(200)).last())).isGreaterThan(0.05);
  }
}
