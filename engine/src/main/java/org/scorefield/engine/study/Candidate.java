package org.scorefield.engine.study;

import java.util.List;
import org.scorefield.engine.train.LossSettings;
import org.scorefield.engine.train.TrainingSettings;
import org.scorefield.schedule.LogUniformLevels;

/// One way to train, beside others.
///
/// @param name what tells it from the others
/// @param settings of the training
public record Candidate(String name, TrainingSettings settings) {
  /// Bins of a balanced weighting.
  private static final int BINS = 40;

  /// The three weightings that the theory of Wang, He and Tao (2406.12839, section 4) compares, the
  /// rest of the settings alike: total weight uniform in `ln sigma`; EDM's; and inverse to the
  /// present loss, once by drawing levels in proportion and once by weights on uniform levels.
  ///
  /// @param settings what they have in common
  /// @param sigmaMin lowest level of the uniform ones, over the deviation of the data
  /// @param sigmaMax highest
  public static List<Candidate> weightings(
      TrainingSettings settings, double sigmaMin, double sigmaMax) {
    // Written for data of the deviation that levels are published for; they scale with the data.
    double published = new LogUniformLevels().sigmaData();
    String uniform = "log-uniform:%s:%s".formatted(published * sigmaMin, published * sigmaMax);
    String balanced = "balanced:%s:%s:%d".formatted(sigmaMin, sigmaMax, BINS);
    return List.of(
        of("uniform", settings, uniform, "uniform"),
        of("EDM", settings, "lognormal", "edm"),
        of("balanced levels", settings, LossSettings.ADAPTIVE, balanced),
        of("balanced weights", settings, uniform, balanced));
  }

  private static Candidate of(
      String name, TrainingSettings settings, String levels, String weighting) {
    LossSettings loss = settings.loss();
    return new Candidate(
        name,
        settings.withLoss(
            new LossSettings(
                loss.prediction(),
                levels,
                weighting,
                loss.stratified(),
                loss.uncertainty(),
                loss.normalise(),
                loss.linear())));
  }
}
