package org.scorefield.metric;

import org.scorefield.data.Dataset;
import org.scorefield.random.Noise;

/// A number that compares generated samples with reference data.
public interface Metric {

  /// The name used on the command line and in reports.
  String name();

  /// What the number means and which way is better, in a sentence for people.
  String meaning();

  /// Measures `generated` against `reference`; both of one shape.
  ///
  /// @param noise randomness of the measurement (projections, resampling)
  Estimate measure(Dataset generated, Dataset reference, Noise noise);
}
