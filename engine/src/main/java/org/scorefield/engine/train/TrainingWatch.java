package org.scorefield.engine.train;

import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.scorefield.experiment.Progress;

/// Who looks on while a network is trained.
///
/// @param progress told of every step, and asked whether to go on
/// @param metrics told every so often how it goes
/// @param nanoseconds a clock, for rows a second
public record TrainingWatch(
    Progress progress, Consumer<Metrics> metrics, LongSupplier nanoseconds) {
  /// Nobody.
  public static final TrainingWatch NONE = new TrainingWatch(Progress.NONE, _ -> {}, () -> 0);
}
