package org.scorefield.design;

import org.scorefield.array.Batch;

/// Looks on while samplers are compared, and may stop it.
public interface ComparisonWatch {

  /// Sees nothing, stops nothing.
  ComparisonWatch NONE = (sampler, evaluations) -> {};

  /// Called when a sampler has been measured with all seeds.
  void measured(String sampler, int evaluations);

  /// Called with the samples of the first seed, before they are measured; of the reference too.
  default void drawn(String sampler, int evaluations, Batch first) {}

  /// Asked before every step of every run; from several threads.
  default boolean cancelled() {
    return false;
  }
}
