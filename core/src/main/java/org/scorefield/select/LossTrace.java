package org.scorefield.select;

import org.scorefield.array.Vector;

/// The training losses of one candidate, step by step and bucket by bucket, each taken before the
/// step was made.
///
/// @param name of the candidate
/// @param scale what they are measured on
/// @param draws digest of the rows and noise levels of all steps: equal where these were (the
///   noises on the rows are not looked at)
/// @param sums weighted loss of each step in each bucket, over the size of its batch (steps x
///   buckets, row-major): a row adds up to the mean loss of the step
public record LossTrace(String name, SpeedScale scale, long draws, Vector sums) {

  public LossTrace {
    int buckets = scale.buckets().count();
    if (sums.size() % buckets != 0) {
      throw new IllegalArgumentException(
          sums.size() + " losses are not a whole number of steps of " + buckets + " buckets");
    }
  }

  /// Number of steps.
  public int steps() {
    return sums.size() / scale.buckets().count();
  }

  /// The mean loss of a step.
  public double loss(int step) {
    double sum = 0;
    for (int b = 0; b < scale.buckets().count(); b++) {
      sum += loss(step, b);
    }
    return sum;
  }

  /// The part of a bucket in it.
  public double loss(int step, int bucket) {
    return sums.get(step * scale.buckets().count() + bucket);
  }
}
