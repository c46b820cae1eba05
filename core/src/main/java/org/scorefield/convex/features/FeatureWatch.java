package org.scorefield.convex.features;

/// Looks on while levels are fitted, and may stop it. Levels are fitted side by side: calls come
/// from several threads.
@FunctionalInterface
public interface FeatureWatch {

  /// Sees nothing and stops nothing.
  FeatureWatch NONE = _ -> {};

  /// Called when a level is done.
  void fitted(FeatureLevel level);

  /// Asked before each level. True ends the fit without a result.
  default boolean cancelled() {
    return false;
  }
}
