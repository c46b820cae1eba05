package org.scorefield.analytic;

/// Looks on while a mixture is fitted: told how far it is, and asked whether to go on.
@FunctionalInterface
public interface FitProgress {

  /// Shows nothing, never stops.
  FitProgress NONE = (_, _) -> true;

  /// Called once the starting mixture is there (iteration 0) and after each iteration, on the
  /// thread that fits.
  ///
  /// @param iteration how many are done
  /// @param logLikelihood mean log density of a row in nats, of the mixture so far
  /// @return whether to go on; if not, the mixture so far is the result
  boolean iterated(int iteration, double logLikelihood);
}
