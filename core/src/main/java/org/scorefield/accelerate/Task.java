package org.scorefield.accelerate;

import org.scorefield.analytic.Gaussian;
import org.scorefield.design.Aim;
import org.scorefield.wiring.LevelRange;

/// What a sampler is wanted for.
///
/// @param gaussian of the data: their mean, scale and principal directions
/// @param range noise levels at which the model may be asked; every grid is moved onto them
/// @param evaluations of the model a sample, at least 2
/// @param aim what for
public record Task(Gaussian gaussian, LevelRange range, int evaluations, Aim aim) {

  public Task {
    if (evaluations < 2) {
      throw new IllegalArgumentException(
          "a grid needs at least 2 steps to have a shape, got " + evaluations + " evaluations");
    }
  }

  /// Level of the white noise that runs start from.
  public double sigmaMax() {
    return range.sigmaMax();
  }

  /// Lowest positive level at which the model is asked.
  public double sigmaMin() {
    return range.sigmaMin();
  }
}
