package org.scorefield.sampling;

import org.scorefield.array.Batch;
import org.scorefield.array.Vector;

/// What {@link Likelihood} gives, one entry a sample.
///
/// @param dimension d, components of a sample
/// @param logDensity in nats
/// @param standardError of logDensity, from the spread over Hutchinson's probes; 0 where the trace
///   is not estimated, NaN for a single probe
/// @param integrationError how far a run with half the steps is off this one; not part of
///   standardError
public record LogLikelihoods(
    int dimension, Vector logDensity, Vector standardError, Vector integrationError) {

  /// The mean over the estimates that a sample has, and its difference to that of a run with steps
  /// twice as long.
  ///
  /// @param random whether the estimates are Hutchinson's
  static LogLikelihoods of(int dimension, Batch estimates, Batch coarser, boolean random) {
    int n = estimates.count();
    int m = estimates.dimension();
    double[] value = new double[n];
    double[] standardError = new double[n];
    double[] integrationError = new double[n];
    for (int i = 0; i < n; i++) {
      double[] each = estimates.row(i);
      value[i] = mean(each);
      standardError[i] = random ? deviation(each, value[i]) / Math.sqrt(m) : 0;
      integrationError[i] = Math.abs(value[i] - mean(coarser.row(i)));
    }
    return new LogLikelihoods(
        dimension,
        Vector.adopt(value),
        Vector.adopt(standardError),
        Vector.adopt(integrationError));
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double v : values) {
      sum += v;
    }
    return sum / values.length;
  }

  /// NaN for a single value.
  private static double deviation(double[] values, double mean) {
    double squares = 0;
    for (double v : values) {
      squares += (v - mean) * (v - mean);
    }
    return Math.sqrt(squares / (values.length - 1));
  }

  /// `-log2 p / d` of each sample, where the data are counted in units of `quantum`.
  ///
  /// @param quantum 1 for the density in the data's own units; the width of one grey level in them
  ///   (2/255 for 8-bit images scaled to -1..1) for the customary figure of images
  public Vector bitsPerDimension(double quantum) {
    if (!(quantum > 0)) {
      throw new IllegalArgumentException("quantum must be positive, got " + quantum);
    }
    return Vector.generate(
        logDensity.size(), i -> -(logDensity.get(i) / dimension + Math.log(quantum)) / Math.log(2));
  }
}
