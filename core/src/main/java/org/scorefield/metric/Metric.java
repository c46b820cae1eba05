package org.scorefield.metric;

import org.scorefield.data.Dataset;
import org.scorefield.random.Noise;

/// A number that compares generated samples with reference data.
///
/// Implementations are immutable and thread-safe. The same two datasets and the same noise give the
/// same bits, however many threads run. Both datasets must be of one shape, with at least 2 rows
/// each and no NaN or infinity; anything else is refused with an {@link IllegalArgumentException}
/// that names the row.
public interface Metric {

  /// The name used on the command line and in reports; {@link Metrics#named} reads it back.
  String name();

  /// What the number means and which way is better, in a sentence for people.
  String meaning();

  /// Which values are good.
  Better better();

  /// The best value there is: what a perfect generator reaches, or tends to as samples grow.
  double target();

  /// Measures `generated` against `reference`; both of one shape.
  ///
  /// @param noise randomness of the measurement (projections, sub-samples, splits); only its key is
  ///   used
  /// @return the value, its standard error, and in `n` the smaller of the numbers of rows used of
  ///   the two sets, unless the metric says otherwise
  Estimate measure(Dataset generated, Dataset reference, Noise noise);
}
