package org.scorefield.metric;

import org.scorefield.data.Dataset;
import org.scorefield.data.Split;
import org.scorefield.random.Noise;

/// What real data score: the yardstick for every metric that is not 0, or not 1, between two
/// samples of one law.
///
/// `count` rows of the reference are drawn at random and measured as if generated, against the
/// rest. A perfect generator of as many samples, measured against the same rest, scores this value
/// within the standard error; against the whole reference it scores a little better.
public final class RealVsReal {
  private RealVsReal() {}

  /// @param count rows that stand for generated ones, from 2 to two less than there are
  public static Estimate measure(Metric metric, Dataset reference, int count, Noise noise) {
    int n = reference.size();
    if (count < 2 || count > n - 2) {
      throw new IllegalArgumentException(
          "can set aside 2 .. "
              + (n - 2)
              + " of the "
              + n
              + " rows of "
              + reference.name()
              + ", not "
              + count);
    }
    Split split = Split.of(reference, count, noise.key().child("real-vs-real"));
    return metric.measure(split.heldOut(), split.train(), noise);
  }
}
