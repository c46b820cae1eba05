package org.scorefield.engine.train;

import java.util.List;

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
/// @param augmentation probability of each augmentation of pictures, 0 for none; see {@link
///   Augmentation}
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
    return new TrainingSettings(
        number,
        batch,
        shards,
        optimizer,
        loss,
        classes,
        labelDropout,
        augmentation,
        averages,
        checkpointEvery,
        logEvery);
  }

  public TrainingSettings withBatch(int rows) {
    return new TrainingSettings(
        steps,
        rows,
        shards,
        optimizer,
        loss,
        classes,
        labelDropout,
        augmentation,
        averages,
        checkpointEvery,
        logEvery);
  }

  public TrainingSettings withOptimizer(OptimizerSettings other) {
    return new TrainingSettings(
        steps,
        batch,
        shards,
        other,
        loss,
        classes,
        labelDropout,
        augmentation,
        averages,
        checkpointEvery,
        logEvery);
  }

  public TrainingSettings withLoss(LossSettings other) {
    return new TrainingSettings(
        steps,
        batch,
        shards,
        optimizer,
        other,
        classes,
        labelDropout,
        augmentation,
        averages,
        checkpointEvery,
        logEvery);
  }

  public TrainingSettings withClasses(boolean told) {
    return new TrainingSettings(
        steps,
        batch,
        shards,
        optimizer,
        loss,
        told,
        labelDropout,
        augmentation,
        averages,
        checkpointEvery,
        logEvery);
  }

  /// The same, with another probability of augmentation.
  public TrainingSettings withAugmentation(double probability) {
    return new TrainingSettings(
        steps,
        batch,
        shards,
        optimizer,
        loss,
        classes,
        labelDropout,
        probability,
        averages,
        checkpointEvery,
        logEvery);
  }

  /// The same, with metrics and checkpoints at other intervals.
  public TrainingSettings withIntervals(int checkpoint, int log) {
    return new TrainingSettings(
        steps,
        batch,
        shards,
        optimizer,
        loss,
        classes,
        labelDropout,
        augmentation,
        averages,
        checkpoint,
        log);
  }
}
