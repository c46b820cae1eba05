package org.scorefield.reproduce;

import org.scorefield.design.StageWatch;
import java.util.Optional;
import org.scorefield.data.Dataset;
import org.scorefield.random.NoiseKey;

/// A study that can be run again.
public interface Reproduction {

  /// The name used on the command line.
  String name();

  /// What is measured, in a sentence.
  String what();

  /// Where its expectations come from.
  String source();

  /// Whether it can run on data that are given; if not, it makes its own input.
  default boolean takesData() {
    return false;
  }

  /// Runs it.
  ///
  /// @param data to run on instead of its usual input; only if {@link #takesData}
  /// @param key of all randomness
  /// @param watch who looks on; if it cancels, what is returned is incomplete
  Reproduced run(Optional<Dataset> data, NoiseKey key, StageWatch watch);
}
