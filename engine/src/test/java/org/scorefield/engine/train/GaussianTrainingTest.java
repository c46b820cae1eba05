package org.scorefield.engine.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.data.Dataset;
import org.scorefield.engine.nn.Mlp;
import org.scorefield.random.Noise;

/// On Gaussian data the best loss is known: `sum_i lambda_i v/(lambda_i + v)`.
class GaussianTrainingTest {
  @Test
  void runs() {
    Shape shape = Shape.vector(3);
    double[] dev = {2, 1, 0.3};
    double[] values = Noise.of(1, 20000).normal(shape).toArray();
    for (int i = 0; i < values.length; i++) {
      values[i] = 5 + dev[i % 3] * values[i];
    }
    Dataset data = Dataset.of("gaussian", "none", Batch.adopt(shape, values));
    TrainingSettings settings = TrainingSettings.DEFAULTS.withSteps(2000).withIntervals(1000, 200);

    TrainingOutcome outcome =
        new Trainer(new Mlp(shape, 0, 64, 2, 16), data, settings, 1)
            .run(
                Optional.empty(),
                new TrainingWatch(
                    org.scorefield.experiment.Progress.NONE, _ -> {}, System::nanoTime));

    assertThat(outcome).isInstanceOf(TrainingOutcome.Completed.class);
  }
}
