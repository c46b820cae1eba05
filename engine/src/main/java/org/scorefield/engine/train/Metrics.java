package org.scorefield.engine.train;

import java.util.List;
import org.scorefield.settings.Settings;

/// What was seen of the training since the line before.
///
/// @param step steps done
/// @param loss mean weighted loss, what is minimised
/// @param normalisedLoss mean loss in EDM's units, `E |D - x0|^2 / (d c_out^2)`: 1 is as good as
///   the best linear denoiser of isotropic data
/// @param levels the same by noise level, lowest first; those without a draw are left out
/// @param learningRate of the last step
/// @param gradientNorm of the last step, before clipping
/// @param rowsPerSecond since the line before
public record Metrics(
    int step,
    double loss,
    double normalisedLoss,
    List<Level> levels,
    double learningRate,
    double gradientNorm,
    double rowsPerSecond) {

  /// One range of noise levels.
  ///
  /// @param sigma its geometric middle, in the units of the data
  /// @param rows drawn in it
  /// @param normalisedLoss their mean
  public record Level(double sigma, int rows, double normalisedLoss) {}

  public Metrics {
    levels = List.copyOf(levels);
  }

  /// As one line of JSON.
  public String json() {
    return Settings.json(this);
  }
}
