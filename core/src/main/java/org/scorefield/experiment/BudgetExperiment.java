package org.scorefield.experiment;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import org.scorefield.analytic.Distribution;
import org.scorefield.array.Shape;
import org.scorefield.budget.NoiseChoice;
import org.scorefield.budget.Schemes;
import org.scorefield.data.Dataset;

/// Say where the error of a model's samples comes from, and what would lessen it.
///
/// @param model any denoiser
/// @param data rows in the model's units, best ones it was not trained on
/// @param law that the rows are drawn from, where it is known
/// @param references other models of the same data: whatever denoises better shows an error
/// @param earlier the model at earlier moments of its training, in order
/// @param settings how
/// @param seed of all randomness
public record BudgetExperiment(
    Model model,
    Dataset data,
    Optional<Distribution> law,
    List<Named> references,
    List<Named> earlier,
    Settings settings,
    long seed) {
  /// Fewer rows say nothing of a standard error.
  private static final int FEWEST_ROWS = 40;

  /// A model beside the one that is asked about.
  public record Named(String name, Model model) {}

  /// How a budget is made.
  ///
  /// @param rule that places the levels of the scheme asked about
  /// @param noise of its steps
  /// @param steps of it: evaluations of the model a sample
  /// @param sigmaMax its first level; the usual one if empty
  /// @param sigmaMin its last level; the usual one if empty
  /// @param rows whose losses are measured, at most
  /// @param levels at which they are
  /// @param precision largest standard error allowed in a part of the budget, in nats; any if empty
  /// @param samples drawn with each of a few schemes, to compare what is predicted with what comes
  ///   out; 0 for none
  /// @param anyWiring whether to go on where the losses are those of a model that is called wrongly
  public record Settings(
      Schemes.NamedRule rule,
      NoiseChoice noise,
      int steps,
      OptionalDouble sigmaMax,
      OptionalDouble sigmaMin,
      OptionalInt rows,
      int levels,
      OptionalDouble precision,
      OptionalInt samples,
      boolean anyWiring) {
    public static final int STEPS = 18;
    public static final int LEVELS = 40;
    private static final int MOST_STEPS = 1000;

    public Settings {
      if (steps < 1 || steps > MOST_STEPS) {
        throw new IllegalArgumentException(
            "a budget is made for 1 to %d steps, got %d".formatted(MOST_STEPS, steps));
      }
      if (levels < 8) {
        throw new IllegalArgumentException(
            "a loss curve needs at least 8 noise levels to be read between them, got %d; %d are usual"
                .formatted(levels, LEVELS));
      }
      if (rows.isPresent() && rows.getAsInt() < FEWEST_ROWS) {
        throw new IllegalArgumentException(
            "losses need at least %d rows, got %d".formatted(FEWEST_ROWS, rows.getAsInt()));
      }
      if (precision.isPresent() && !(precision.getAsDouble() > 0)) {
        throw new IllegalArgumentException(
            "a precision is a standard error above 0 in nats, got " + precision.getAsDouble());
      }
      if (samples.isPresent() && samples.getAsInt() != 0 && samples.getAsInt() < FEWEST_ROWS) {
        throw new IllegalArgumentException(
            "samples are compared from %d on, got %d; 0 draws none"
                .formatted(FEWEST_ROWS, samples.getAsInt()));
      }
    }
  }

  public BudgetExperiment {
    references = List.copyOf(references);
    earlier = List.copyOf(earlier);
    requireShape("the model", model.denoiser().shape(), data);
    law.ifPresent(known -> requireShape("the law", known.shape(), data));
    Set<String> names = new HashSet<>();
    for (List<Named> others : List.of(references, earlier)) {
      for (Named other : others) {
        requireShape(other.name(), other.model().denoiser().shape(), data);
        if (!names.add(other.name())) {
          throw new IllegalArgumentException(
              "'" + other.name() + "' is given twice; give each model once");
        }
      }
    }
    if (data.size() < 2 * FEWEST_ROWS) {
      throw new IllegalArgumentException(
          "a budget needs at least %d rows, half of them to measure losses on, %s has %d"
              .formatted(2 * FEWEST_ROWS, data.name(), data.size()));
    }
  }

  /// The same with another model.
  BudgetExperiment with(Model other) {
    return new BudgetExperiment(other, data, law, references, earlier, settings, seed);
  }

  private static void requireShape(String what, Shape shape, Dataset data) {
    if (!shape.equals(data.shape())) {
      throw new IllegalArgumentException(
          "%s is for samples of shape %s, %s has %s; give models and data of one shape"
              .formatted(what, shape, data.name(), data.shape()));
    }
  }
}
