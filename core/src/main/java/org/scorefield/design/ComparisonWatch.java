package org.scorefield.design;

/// Looks on while samplers are compared, and may stop it.
public interface ComparisonWatch {

  /// Sees nothing, stops nothing.
  ComparisonWatch NONE = (sampler, evaluations) -> {};

  /// Called when a sampler has been measured with all seeds.
  void measured(String sampler, int evaluations);

  /// Asked before every step of every run; from several threads.
  default boolean cancelled() {
    return false;
  }
}
