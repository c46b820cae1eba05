package org.scorefield.engine.train;

import org.scorefield.schedule.BalancedWeighting;
import org.scorefield.schedule.NoiseLevels;
import org.scorefield.schedule.TrainingLevels;
import org.scorefield.schedule.Weighting;
import org.scorefield.schedule.Weightings;
import org.scorefield.settings.Settings;

/// What is minimised: `E_{sigma ~ levels} weight(sigma) |D(x0 + sigma n; sigma) - x0|^2`.
///
/// @param prediction what the network predicts
/// @param levels distribution of noise levels, as {@link TrainingLevels} reads it, scaled from the
///   deviation that it is published for (mostly 0.5) to that of the data, whatever `@` says; or
///   `adaptive`: drawn in proportion to the weights of a balanced weighting
/// @param weighting of the error, as {@link Weightings} reads it
/// @param stratified whether the levels of a batch are spread evenly over their distribution, which
///   takes noise out of the gradient and changes nothing else
/// @param uncertainty whether the weight is also learned (EDM2's homoscedastic uncertainty)
/// @param normalise whose deviations the data are divided by
/// @param linear whether the Gaussian of the data is given to the network, which then has only the
///   rest to learn; with prediction `edm` and one deviation for all components
public record LossSettings(
    Parametrisation prediction,
    String levels,
    String weighting,
    boolean stratified,
    boolean uncertainty,
    Normaliser.Scope normalise,
    boolean linear) {

  public static final LossSettings DEFAULTS =
      new LossSettings(
          Parametrisation.EDM, "lognormal", "edm", true, false, Normaliser.Scope.ALL, false);

  /// Levels that follow a balanced weighting.
  public static final String ADAPTIVE = "adaptive";

  public LossSettings {
    if (linear && (prediction != Parametrisation.EDM || normalise != Normaliser.Scope.ALL)) {
      throw new IllegalArgumentException(
          "the Gaussian of the data is given to a network of prediction edm with one deviation for all"
              + " components, got %s and %s; change these or set linear to false"
                  .formatted(prediction, normalise));
    }
    Weighting parsed = Weightings.parse(weighting);
    if (!levels.equals(ADAPTIVE)) {
      TrainingLevels.parse(levels);
    } else if (!(parsed instanceof BalancedWeighting)) {
      throw new IllegalArgumentException(
          "adaptive noise levels are drawn by a balanced weighting, got '%s'; write 'balanced'"
              .formatted(weighting));
    }
  }

  /// Whether levels are drawn in proportion to a balanced weighting.
  public boolean adaptive() {
    return levels.equals(ADAPTIVE);
  }

  /// The levels that do not change, for data of this standard deviation.
  ///
  /// @throws IllegalArgumentException if they are adaptive
  public NoiseLevels levels(double scale) {
    return TrainingLevels.parse(levels).scaledTo(scale);
  }

  /// The weighting to start with.
  public Weighting startWeighting() {
    return Weightings.parse(weighting);
  }

  public LossSettings withPrediction(Parametrisation other) {
    return Settings.with(this, "prediction", other);
  }

  public LossSettings withLevels(String other) {
    return Settings.with(this, "levels", other);
  }

  public LossSettings withWeighting(String other) {
    return Settings.with(this, "weighting", other);
  }

  public LossSettings withUncertainty(boolean learned) {
    return Settings.with(this, "uncertainty", learned);
  }

  public LossSettings withNormalise(Normaliser.Scope scope) {
    return Settings.with(this, "normalise", scope);
  }

  /// With the Gaussian of the data given to the network, or without.
  public LossSettings withLinear(boolean given) {
    return Settings.with(this, "linear", given);
  }
}
