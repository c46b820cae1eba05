package org.scorefield.metric;

/// The share of n trials that succeeded, and its standard error.
///
/// The binomial error is taken at the share `(s + 2)/(n + 4)` of Agresti and Coull (1998), so that
/// it is not 0 where all trials or none succeeded.
record Share(int successes, int trials) {

  double value() {
    return successes / (double) trials;
  }

  double variance() {
    double p = (successes + 2.0) / (trials + 4.0);
    return p * (1 - p) / trials;
  }

  Estimate estimate(long n) {
    return new Estimate(value(), Math.sqrt(variance()), n);
  }
}
