package org.scorefield.engine.experiment;

import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.scorefield.data.Dataset;
import org.scorefield.experiment.Model;
import org.scorefield.schedule.TrainingLevels;
import org.scorefield.schedule.Weightings;

/// Say how far a network of two layers is from the best of any width, and which neuron it misses.
///
/// @param model a trained network of two layers, or a score network of one noise level
/// @param data of its shape, in its units
/// @param beta weight decay of the mean over rows of half the squared error; by default the one
///   that the network's own weights imply
/// @param level noise level to certify at; by default all levels of a training together
/// @param levels their distribution, as {@link TrainingLevels} reads it, scaled to the data
/// @param weighting of the error by noise level, as {@link Weightings} reads it
/// @param rows clean rows; by default up to 400
/// @param noises drawn for each
/// @param patterns where a better neuron is looked for
/// @param polish whether to find the best network with the patterns that this one has
/// @param grow neurons to add at most
/// @param tolerance relative gap at which a network counts as optimal
/// @param seed of all randomness
public record CertifyExperiment(
    Model model,
    Dataset data,
    OptionalDouble beta,
    OptionalDouble level,
    String levels,
    String weighting,
    OptionalInt rows,
    int noises,
    Patterns patterns,
    boolean polish,
    int grow,
    double tolerance,
    long seed) {
  /// Clean rows by default, at most.
  private static final int ROWS = 400;

  /// Activation patterns among which a better neuron is looked for.
  public sealed interface Patterns {
    /// All there are: a bound for every network.
    record All() implements Patterns {}

    /// Of so many gates at random, of the network, and where searches end.
    record Sampled(int gates) implements Patterns {}

    /// All where they are few enough, otherwise sampled.
    record Automatic() implements Patterns {}
  }

  public CertifyExperiment {
    beta.ifPresent(b -> requirePositive("beta", b));
    level.ifPresent(s -> requirePositive("the noise level", s));
    requirePositive("the tolerance", tolerance);
    TrainingLevels.parse(levels);
    Weightings.parse(weighting);
    if (data.size() == 0 || rows.orElse(1) < 1 || noises < 1) {
      throw new IllegalArgumentException(
          "a certificate needs at least 1 row of data and 1 noise for each, got %d of %d rows and %d noises"
              .formatted(rows.orElse(data.size()), data.size(), noises));
    }
    if (grow < 0) {
      throw new IllegalArgumentException("neurons to add must not be negative, got " + grow);
    }
    if (patterns instanceof Patterns.Sampled(int gates) && gates < 1) {
      throw new IllegalArgumentException("at least one gate must be drawn, got " + gates);
    }
    if (!data.shape().equals(model.denoiser().shape())) {
      throw new IllegalArgumentException(
          "the model is for samples of shape %s, %s has %s; certify it with data of its own shape"
              .formatted(model.denoiser().shape(), data.name(), data.shape()));
    }
  }

  private static void requirePositive(String what, double value) {
    if (!(value > 0) || !Double.isFinite(value)) {
      throw new IllegalArgumentException(what + " must be positive and finite, got " + value);
    }
  }

  /// Clean rows that are taken.
  int clean() {
    return rows.orElse(Math.min(ROWS, data.size()));
  }
}
