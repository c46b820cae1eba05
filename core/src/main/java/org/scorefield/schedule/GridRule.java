package org.scorefield.schedule;

import org.scorefield.array.Vector;

/// A rule that places the noise levels of a grid between two ends.
public interface GridRule {

  /// The name used on the command line.
  String name();

  /// `count` >= 1 positive levels, strictly decreasing, from `sigmaMax` to `sigmaMin` inclusive
  /// (only sigmaMax if count is 1).
  Vector levels(int count, double sigmaMax, double sigmaMin);

  /// A grid of `steps` steps that ends at sigma = 0, as samplers want it: `steps` levels from
  /// sigmaMax to sigmaMin, then 0.
  default TimeGrid toZero(int steps, double sigmaMax, double sigmaMin) {
    Ends.require(steps, sigmaMax, sigmaMin);
    double[] levels = levels(steps, sigmaMax, sigmaMin).toArray();
    return new TimeGrid(Vector.adopt(java.util.Arrays.copyOf(levels, steps + 1)));
  }

  /// A grid of `steps` steps that ends at sigmaMin > 0.
  default TimeGrid toMin(int steps, double sigmaMax, double sigmaMin) {
    Ends.require(steps, sigmaMax, sigmaMin);
    return new TimeGrid(levels(steps + 1, sigmaMax, sigmaMin));
  }
}
