package org.scorefield.engine.experiment;

import org.scorefield.experiment.RunRecord;

/// How an experiment that trains ended.
///
/// @param <R> what it gives
public sealed interface RunEnd<R> {

  /// As was wanted.
  record Completed<R>(R result) implements RunEnd<R> {}

  /// Before all was done; the outcome of the record says why, and what was kept.
  record Stopped<R>(RunRecord record) implements RunEnd<R> {}
}
