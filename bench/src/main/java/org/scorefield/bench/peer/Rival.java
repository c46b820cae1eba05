package org.scorefield.bench.peer;

/// Another implementation of a case, by the worker.
///
/// @param variant its name in the worker and in the table
/// @param goal what we should reach against it
/// @param tolerance how far the answers may differ, `|ours - theirs| / |theirs|` in the Euclidean
///   norm, and still count as the same but for rounding
public record Rival(String variant, Goal goal, double tolerance) {

  /// A rival in float64 that we should be at most `ratio` times as slow as.
  static Rival beside(String variant, double ratio, double tolerance) {
    return new Rival(variant, new Goal.Ratio(ratio), tolerance);
  }

  /// A rival to look at.
  static Rival shown(String variant, double tolerance) {
    return new Rival(variant, new Goal.None(), tolerance);
  }
}
