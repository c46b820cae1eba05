package org.scorefield.engine.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.data.Dataset;
import org.scorefield.data.file.SafeTensors;
import org.scorefield.engine.nn.Mlp;
import org.scorefield.experiment.Progress;
import org.scorefield.random.Noise;
import org.scorefield.schedule.LogBins;

/// What a run learns of its weights. The data are an isotropic Gaussian and the network starts as
/// its best denoiser, so the loss at a level is known all the way: that of the noise prediction is
/// `1/(1 + s^2)`, s the level in deviations of the data.
class WeightLearningTest {
  private static final Shape SHAPE = Shape.vector(2);
  private static final Mlp NETWORK = new Mlp(SHAPE, 0, 8, 1, 4);
  private static final OptimizerSettings STILL = OptimizerSettings.DEFAULTS.withLearningRate(1e-9);

  @TempDir Path directory;

  private static Dataset data() {
    return Dataset.of("normal", "none", Noise.of(1, 4000).normal(SHAPE).times(3));
  }

  private SafeTensors balancedAfter(int steps) {
    LossSettings loss =
        LossSettings.DEFAULTS
            .withLevels("log-uniform:0.005:50")
            .withWeighting("balanced:0.01:100:8");
    TrainingSettings settings =
        TrainingSettings.DEFAULTS
            .withSteps(steps)
            .withBatch(128)
            .withOptimizer(STILL)
            .withLoss(loss);
    Path file = directory.resolve(steps + ".safetensors");
    new Trainer(NETWORK, data(), settings, 5)
        .run(Optional.of(file), TrainingWatch.NONE)
        .orElseThrow();
    return SafeTensors.read(file);
  }

  @Test
  void aBalancedWeightingKnowsTheLossOfTheNoisePredictionAndFollowsItEvery500Steps() {
    Vector uniform = Vector.generate(8, _ -> 1.0 / 8);
    assertThat(balancedAfter(499).tensor("balanced.betas").toVector()).isEqualTo(uniform);
    SafeTensors refreshed = balancedAfter(500);
    Vector losses = refreshed.tensor("balanced.losses").toVector();
    Vector betas = refreshed.tensor("balanced.betas").toVector();
    LogBins bins = new LogBins(0.01, 100, 8);
    for (int b = 0; b < 8; b++) {
      double s = bins.centre(b);
      // Bins are a factor of 3 wide, over which 1/(1+s^2) is not constant: its mean over ln s.
      double low = s / Math.sqrt(Math.pow(1e4, 1 / 8.0));
      double high = s * s / low;
      double mean = 1 - Math.log((1 + high * high) / (1 + low * low)) / (2 * Math.log(high / low));
      // Means of 1,000 draws of chi-squared of 2 degrees: 3 percent, and the spread in the bin.
      assertThat(losses.get(b)).isCloseTo(mean, within(0.2 * mean));
      assertThat(b == 0 || betas.get(b) > 0.9 * betas.get(b - 1)).isTrue();
    }
    assertThat(betas.last() / betas.first()).isGreaterThan(100);
  }

  /// Its optimum makes the weighted loss 1 at every level, whatever it was.
  @Test
  void aLearnedUncertaintyBringsTheWeightedLossToOne() {
    LossSettings plain =
        LossSettings.DEFAULTS.withLevels("log-uniform:1.5:1.6").withWeighting("uniform");
    double before = lossAtTheEnd(plain, STILL);
    double after =
        lossAtTheEnd(
            plain.withUncertainty(true),
            new OptimizerSettings(
                0.005, 0, OptimizerSettings.Decay.CONSTANT, 0, 0.9, 0.99, 1e-8, 0, 10));
    assertThat(Math.abs(Math.log(before))).isGreaterThan(0.7);
    // 50 steps of 128 rows of 2 components: standard error 1.3 percent.
    assertThat(after).isCloseTo(1, within(0.08));
  }

  private static double lossAtTheEnd(LossSettings loss, OptimizerSettings optimizer) {
    TrainingSettings settings =
        TrainingSettings.DEFAULTS
            .withSteps(400)
            .withBatch(128)
            .withIntervals(400, 50)
            .withOptimizer(optimizer)
            .withLoss(loss);
    List<Metrics> lines = new ArrayList<>();
    new Trainer(NETWORK, data(), settings, 5)
        .run(Optional.empty(), new TrainingWatch(Progress.NONE, lines::add, () -> 0))
        .orElseThrow();
    return lines.getLast().loss();
  }
}
