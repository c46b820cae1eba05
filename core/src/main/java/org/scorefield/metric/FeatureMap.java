package org.scorefield.metric;

import org.scorefield.array.Batch;
import org.scorefield.array.Shape;

/// What to look at samples through: a map to features in which alike samples are near. Metrics then
/// compare the features of samples with those of the data.
///
/// The features of one sample depend on nothing but that sample, to the bit. Implementations are
/// immutable and thread-safe.
public interface FeatureMap {

  /// What the features are, for people, with what is known of their worth: `"64 features of a
  /// classifier trained on fashion-mnist (accuracy 0.930 ± 0.003)"`.
  String name();

  /// Hash of everything that decides the features, to know the same map again.
  String sha256();

  /// The samples it takes.
  Shape shape();

  /// One row of features for each sample.
  ///
  /// @param samples of {@link #shape}
  Batch features(Batch samples);

  /// What must be said beside every number that is measured in the features.
  default String notice() {
    return "Measured in "
        + name()
        + ". This is not the standard FID: compare it only with numbers in the same features.";
  }
}
