package org.scorefield.engine.train;

import java.util.function.Consumer;
import java.util.function.IntPredicate;
import java.util.function.LongSupplier;
import org.scorefield.experiment.Progress;

/// Who looks on while a network is trained.
///
/// @param progress told of every step, and asked whether to go on
/// @param metrics told every so often how it goes
/// @param nanoseconds a clock, for rows a second
/// @param snapshots of the network on its way
public record TrainingWatch(
    Progress progress, Consumer<Metrics> metrics, LongSupplier nanoseconds, Snapshots snapshots) {
  /// Nobody.
  public static final TrainingWatch NONE = new TrainingWatch(Progress.NONE, _ -> {}, () -> 0);

  /// The network as it is after some of the steps, for samples and losses over training.
  ///
  /// @param at whether to take one after so many steps
  /// @param taker given the network, whose parameters are copies
  public record Snapshots(IntPredicate at, Consumer<Trained> taker) {
    public static final Snapshots NONE = new Snapshots(_ -> false, _ -> {});
  }

  /// Without snapshots.
  public TrainingWatch(Progress progress, Consumer<Metrics> metrics, LongSupplier nanoseconds) {
    this(progress, metrics, nanoseconds, Snapshots.NONE);
  }

  public TrainingWatch with(Snapshots others) {
    return new TrainingWatch(progress, metrics, nanoseconds, others);
  }
}
