package org.scorefield.convex.diffusion;

import org.scorefield.convex.Certificate;

/// Looks on while the levels of a model are trained, and may stop it. Levels are trained side by
/// side: calls come from several threads, and those of different levels interleave.
public interface DiffusionWatch {

  /// Sees nothing and stops nothing.
  DiffusionWatch NONE = (_, _, _, _) -> {};

  /// Called each time the gap of a program has been computed: what a chart of the gap by time is
  /// drawn from.
  ///
  /// @param sigma noise level; NaN for a program of all levels
  /// @param beta weight decay
  /// @param iteration gradient steps at this beta so far
  /// @param soFar of the point so far
  void certified(double sigma, double beta, int iteration, Certificate soFar);

  /// Called when a solution of a level's path has been scored on held-out rows.
  default void scored(double sigma, LevelFit.Point point) {}

  /// Asked before every step. True ends the training with what there is: each level keeps the best
  /// of the solutions it has, at worst the one without gates, which needs no iteration. A run also
  /// ends so when the thread that called it is interrupted.
  default boolean cancelled() {
    return false;
  }
}
