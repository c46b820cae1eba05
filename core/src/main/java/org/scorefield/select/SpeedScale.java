package org.scorefield.select;

import org.scorefield.schedule.LogBins;
import org.scorefield.schedule.NoiseLevels;
import org.scorefield.schedule.Weighting;

/// What the training losses of all candidates are measured on: the same weight for the error of the
/// clean sample at each level, whatever each is trained with, and the same buckets of noise levels.
///
/// @param weighting the one weight on `|D - x0|^2`
/// @param levels what the levels are drawn from, for every candidate, in the units of the data
/// @param buckets of sigma, in the units of the data; levels beyond have the first or the last
/// @param stepsPerEpoch steps in which every row is seen once, at least 1
public record SpeedScale(
    Weighting weighting, NoiseLevels levels, LogBins buckets, int stepsPerEpoch) {

  public SpeedScale {
    if (stepsPerEpoch < 1) {
      throw new IllegalArgumentException("an epoch has at least 1 step, got " + stepsPerEpoch);
    }
  }
}
