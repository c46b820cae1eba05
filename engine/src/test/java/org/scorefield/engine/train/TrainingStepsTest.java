package org.scorefield.engine.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.scorefield.array.Shape;
import org.scorefield.data.Dataset;
import org.scorefield.engine.nn.Layout;
import org.scorefield.engine.nn.Mlp;
import org.scorefield.engine.torch.Gradients;
import org.scorefield.engine.torch.MiniBatch;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;

class TrainingStepsTest {
  private static final Shape SHAPE = Shape.vector(2);
  private static final Mlp NETWORK = new Mlp(SHAPE, 0, 16, 1, 4);
  private static final OptimizerSettings CONSTANT =
      new OptimizerSettings(2e-3, 0, OptimizerSettings.Decay.CONSTANT, 0, 0.9, 0.99, 1e-8, 0.01, 1);
  private static final TrainingSettings SETTINGS =
      TrainingSettings.DEFAULTS.withSteps(7).withBatch(32).withOptimizer(CONSTANT);

  private static float[] start(long seed) {
    return Layout.of(NETWORK).start(NoiseKey.of(seed).child("parameters"));
  }

  /// On the batches that a trainer draws they are its steps, bit by bit.
  @Test
  void onTheBatchesOfATrainerTheyAreItsSteps() {
    Dataset data = Dataset.of("normal", "none", Noise.of(1, 100).normal(SHAPE));
    float[] trained =
        new Trainer(NETWORK, data, SETTINGS, 5)
            .run(Optional.empty(), TrainingWatch.NONE)
            .orElseThrow()
            .last()
            .parameters();
    Objective objective =
        new Objective(
            data,
            SETTINGS,
            Normaliser.measure(data, SETTINGS.loss().normalise()),
            Optional.empty(),
            NoiseKey.of(5).child("training"));
    TrainingState drawn = TrainingState.start(start(5), 0, Optional.empty(), Optional.empty());
    int shardRows = SETTINGS.batch() / SETTINGS.shards();
    try (TrainingSteps steps = TrainingSteps.from(NETWORK, CONSTANT, start(5), shardRows)) {
      for (int step = 0; step < SETTINGS.steps(); step++) {
        steps.step(objective.next(drawn).rows());
        drawn.stepDone();
      }
      assertThat(steps.parameters()).isEqualTo(trained);
    }
  }

  @Test
  void aStepTellsLossesAndGradientBeforeItAndLeavesTheStartAlone() {
    float[] start = start(1);
    MiniBatch batch =
        new MiniBatch(
            new float[] {1, 2, 3, 4},
            new float[] {0.1f, 0.2f},
            new float[0],
            new float[] {1, 1, 0, 0},
            new float[] {1, 2});
    try (TrainingSteps steps = TrainingSteps.from(NETWORK, CONSTANT, start, 2);
        Gradients gradients = new Gradients(NETWORK, 2)) {
      Gradients.Result before = gradients.at(start, batch);
      Gradients.Result told = steps.step(batch);
      assertThat(told.losses()).isEqualTo(before.losses());
      assertThat(told.gradient()).isEqualTo(before.gradient());
      assertThat(start).isEqualTo(start(1));
      float[] after = steps.parameters();
      assertThat(after).isNotEqualTo(start);
      after[0] += 1;
      assertThat(steps.parameters()).isNotEqualTo(after);
      // The last layer starts at zero: the network says 0, whose error of targets 1, 1 is 1.
      assertThat(told.losses()).containsExactly(1, 0);
    }
  }

  @Test
  void parametersOfAnotherNetworkAreRefused() {
    assertThatThrownBy(() -> TrainingSteps.from(NETWORK, CONSTANT, new float[3], 8))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(Integer.toString(start(1).length), "got 3");
  }
}
