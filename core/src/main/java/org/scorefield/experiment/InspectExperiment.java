package org.scorefield.experiment;

import org.scorefield.data.Dataset;
import org.scorefield.data.Labelled;
import org.scorefield.linear.AutoSkip;

/// Measure how linear a model's score is at each noise level, and what a closed-form start would
/// cost it.
///
/// @param model any denoiser; all statistics come from the data
/// @param data real rows, in the model's units
/// @param perClass whether to measure each class, too
/// @param klTarget what a closed-form start may cost, in nats
/// @param samples noisy samples at each level, from 2 to a million
/// @param levels number of noise levels, from 4 to 1000
/// @param anyUnits whether to go on where data and model seem to be in different units
/// @param seed of all randomness
public record InspectExperiment(
    Model model,
    Dataset data,
    boolean perClass,
    double klTarget,
    int samples,
    int levels,
    boolean anyUnits,
    long seed) {

  public static final int SAMPLES = 512;
  public static final int LEVELS = 24;

  /// More would take hours and change no digit that is shown.
  private static final int MOST_SAMPLES = 1_000_000;

  private static final int MOST_LEVELS = 1000;

  /// A fifth is held out, and a covariance of what is left must mean something.
  private static final int FEWEST_ROWS = 20;

  public InspectExperiment {
    if (!model.denoiser().shape().equals(data.shape())) {
      throw new IllegalArgumentException(
          "the model is for samples of shape %s, %s has %s; inspect it with data of its own shape"
              .formatted(model.denoiser().shape(), data.name(), data.shape()));
    }
    if (data.size() < FEWEST_ROWS) {
      throw new IllegalArgumentException(
          "an inspection needs at least %d rows to fit and to hold out, %s has %d"
              .formatted(FEWEST_ROWS, data.name(), data.size()));
    }
    if (perClass && !(data instanceof Labelled)) {
      throw new IllegalArgumentException(
          data.name() + " has no classes; leave --per-class out, or use data with labels");
    }
    if (samples < 2 || levels < 4) {
      throw new IllegalArgumentException(
          "an inspection needs at least 2 samples at each of at least 4 levels, got "
              + samples
              + " samples and "
              + levels
              + " levels");
    }
    if (samples > MOST_SAMPLES || levels > MOST_LEVELS) {
      throw new IllegalArgumentException(
          "an inspection takes at most %d samples at each of at most %d levels, got %d samples and %d levels; %d and %d are usual"
              .formatted(MOST_SAMPLES, MOST_LEVELS, samples, levels, SAMPLES, LEVELS));
    }
    new AutoSkip(klTarget);
  }
}
