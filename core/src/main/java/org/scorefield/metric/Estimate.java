package org.scorefield.metric;

import java.util.Arrays;

/// A number measured from samples, and how far it may be off.
///
/// The standard error speaks of chance alone. A bias that more samples would remove, as the Fréchet
/// distance has, is not in it; where a metric has one, its documentation says so and {@link
/// RealVsReal} shows its size.
///
/// @param value the estimate
/// @param standardError one standard error, >= 0; NaN if it cannot be estimated
/// @param n number of samples it rests on
public record Estimate(double value, double standardError, long n) {
  public Estimate {
    if (standardError < 0 || n < 0) {
      throw new IllegalArgumentException(
          "a standard error and a number of samples are not negative, got "
              + standardError
              + " and "
              + n);
    }
  }

  /// The mean of independent values, with its standard error `sd / sqrt(n)`; NaN for a single one.
  public static Estimate mean(double[] values) {
    int n = values.length;
    double mean = Arrays.stream(values).sum() / n;
    double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
    return new Estimate(mean, Math.sqrt(squares / (n - 1.0) / n), n);
  }
}
