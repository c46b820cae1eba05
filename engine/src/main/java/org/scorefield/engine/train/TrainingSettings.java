package org.scorefield.engine.train;

import java.util.List;
import org.scorefield.settings.Settings;

/// All that decides a training run, beside network, data and seed: with those the same settings
/// give the same bytes on any machine of one kind, on any number of threads.
///
/// @param steps of the optimiser
/// @param batch rows a step, drawn without replacement until all have had their turn
/// @param shards parts that a batch is computed in, each by one thread; bits depend on it
/// @param optimizer how parameters follow gradients
/// @param loss what is minimised
/// @param classes whether the network is told the class of each row
/// @param labelDropout share of the rows it is not told of, for classifier-free guidance
/// @param augmentation probability with which each augmentation of pictures is drawn, 0 for none;
///   see {@link Augmentation}
/// @param averages relative widths of the averages of the parameters that are kept, see {@link
///   Averaging}
/// @param checkpointEvery steps between checkpoints
/// @param logEvery steps between lines of metrics
public record TrainingSettings(
    int steps,
    int batch,
    int shards,
    OptimizerSettings optimizer,
    LossSettings loss,
    boolean classes,
    double labelDropout,
    double augmentation,
    List<Double> averages,
    int checkpointEvery,
    int logEvery) {

  public static final TrainingSettings DEFAULTS =
      new TrainingSettings(
          5000,
          256,
          2,
          OptimizerSettings.DEFAULTS,
          LossSettings.DEFAULTS,
          false,
          0.1,
          0,
          List.of(0.05, 0.1),
          1000,
          100);

  public TrainingSettings {
    averages = List.copyOf(averages);
    atLeastOne("steps", steps);
    atLeastOne("batch", batch);
    atLeastOne("shards", shards);
    atLeastOne("steps between checkpoints", checkpointEvery);
    atLeastOne("steps between lines of metrics", logEvery);
    share("label dropout", labelDropout);
    share("probability of augmentation", augmentation);
    averages.forEach(Averaging::new);
    if (averages.stream().distinct().count() != averages.size()) {
      throw new IllegalArgumentException("an average is listed twice in " + averages);
    }
  }

  private static void atLeastOne(String what, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(
          "the number of " + what + " must be at least 1, got " + value);
    }
  }

  private static void share(String what, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException("the " + what + " must be from 0 to 1, got " + value);
    }
  }

  public TrainingSettings withSteps(int number) {
    return Settings.with(this, "steps", number);
  }

  public TrainingSettings withBatch(int rows) {
    return Settings.with(this, "batch", rows);
  }

  public TrainingSettings withOptimizer(OptimizerSettings other) {
    return Settings.with(this, "optimizer", other);
  }

  public TrainingSettings withLoss(LossSettings other) {
    return Settings.with(this, "loss", other);
  }

  /// With classes told to the network, or not.
  public TrainingSettings withClasses(boolean told) {
    return Settings.with(this, "classes", told);
  }

  /// With another probability of augmentation.
  public TrainingSettings withAugmentation(double probability) {
    return Settings.with(this, "augmentation", probability);
  }

  /// With checkpoints and metrics at other intervals.
  public TrainingSettings withIntervals(int checkpoint, int log) {
    return Settings.with(Settings.with(this, "checkpointEvery", checkpoint), "logEvery", log);
  }
}
