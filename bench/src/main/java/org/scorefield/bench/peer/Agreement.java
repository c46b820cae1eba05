package org.scorefield.bench.peer;

/// Whether two answers are the same but for rounding.
final class Agreement {
  private Agreement() {}

  /// `|ours - theirs| / |theirs|` in the Euclidean norm; infinite if the answers differ in length,
  /// are empty or hold a NaN.
  static double difference(double[] ours, double[] theirs) {
    if (ours.length != theirs.length || ours.length == 0) {
      return Double.POSITIVE_INFINITY;
    }
    double gap = 0;
    double norm = 0;
    for (int i = 0; i < ours.length; i++) {
      gap += (ours[i] - theirs[i]) * (ours[i] - theirs[i]);
      norm += theirs[i] * theirs[i];
    }
    if (gap == 0) {
      return 0;
    }
    double difference = Math.sqrt(gap / norm);
    return Double.isNaN(difference) ? Double.POSITIVE_INFINITY : difference;
  }
}
