package org.scorefield.convex.line;

/// A running sum that keeps what rounding drops (Neumaier 1974): exact to about one rounding of the
/// result, or to `n` squared roundings of the largest term.
final class CompensatedSum {
  private double sum;
  private double dropped;

  void add(double term) {
    double next = sum + term;
    dropped += Math.abs(sum) >= Math.abs(term) ? sum - next + term : term - next + sum;
    sum = next;
  }

  double value() {
    return sum + dropped;
  }
}
