package org.scorefield.sampling;

/// Looks on while a sampler runs, and may stop it. With several threads, calls come from all of
/// them.
public interface Watch {

  /// Sees nothing, stops nothing.
  Watch NONE = event -> {};

  /// Called after every step of every batch.
  void stepped(StepEvent event);

  /// Asked before every step; true ends the run as {@link Outcome.Cancelled}.
  default boolean cancelled() {
    return Thread.currentThread().isInterrupted();
  }
}
