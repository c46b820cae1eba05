package org.scorefield.convex;

/// Looks on while a convex program is solved, and may stop it; called on the thread that solves.
public interface ProgramWatch {

  /// Sees nothing; stops when the thread is interrupted.
  ProgramWatch NONE = (_, _) -> {};

  /// Called each time the gap has been computed.
  ///
  /// @param iteration gradient steps so far
  /// @param soFar of the point so far
  void certified(int iteration, Certificate soFar);

  /// Asked before every step; true ends the run with the point so far, which is feasible.
  default boolean cancelled() {
    return Thread.currentThread().isInterrupted();
  }
}
