package org.scorefield.engine.study;

import java.util.List;
import org.scorefield.engine.train.LossSettings;
import org.scorefield.engine.train.TrainingSettings;

/// One way to train, beside others.
///
/// @param name what tells it from the others
/// @param settings of the training
public record Candidate(String name, TrainingSettings settings) {

  /// The three weightings that the theory of Wang, He and Tao (2406.12839, section 4) compares, the
  /// rest of the settings alike: total weight uniform in `ln sigma`; EDM's; and inverse to the
  /// present loss, once by drawing levels in proportion and once by weights on uniform levels.
  ///
  /// @param settings what they have in common
  /// @param sigmaMin lowest level of the uniform ones, over the deviation of the data
  /// @param sigmaMax highest
  public static List<Candidate> weightings(
      TrainingSettings settings, double sigmaMin, double sigmaMax) {
    String uniform = "log-uniform:%s:%s@1".formatted(sigmaMin, sigmaMax);
    String balanced = "balanced:%s:%s:40".formatted(sigmaMin, sigmaMax);
    return List.of(
        of("uniform", settings, uniform, "uniform"),
        of("EDM", settings, "lognormal", "edm"),
        of("balanced levels", settings, LossSettings.ADAPTIVE, balanced),
        of("balanced weights", settings, uniform, balanced));
  }

  private static Candidate of(
      String name, TrainingSettings settings, String levels, String weighting) {
    // Adaptive levels go with a balanced weighting alone, so they come last and go first.
    LossSettings loss =
        settings.loss().withLevels("lognormal").withWeighting(weighting).withLevels(levels);
    return new Candidate(name, settings.withLoss(loss));
  }
}
