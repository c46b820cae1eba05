package org.scorefield.schedule;

import org.scorefield.array.Vector;

/// Levels uniform in `ln sigma`, that is geometric: uniform in log signal-to-noise ratio. Also
/// known as the exponential grid; Song's choice for the variance-exploding process.
public record LogUniformGrid() implements GridRule {
  @Override
  public String name() {
    return "log-uniform";
  }

  @Override
  public Vector levels(int count, double sigmaMax, double sigmaMin) {
    double ratio = Math.log(sigmaMin / sigmaMax);
    return Levels.between(
        count, sigmaMax, sigmaMin, fraction -> sigmaMax * Math.exp(fraction * ratio));
  }
}
