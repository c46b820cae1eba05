package org.scorefield.experiment;

import java.util.List;
import java.util.Optional;
import org.scorefield.data.Dataset;
import org.scorefield.design.Aim;
import org.scorefield.design.Method;

/// Choose solver, grid and start for a number of evaluations, from statistics alone.
///
/// A model that is a law in closed form judges for itself. Any other is not asked; a mixture fitted
/// to the data stands in for it. What is learned is learned on another mixture, of half the data,
/// or of samples of the law where there are none.
///
/// @param data like those the model was fitted to; not needed with a law in closed form
/// @param model to sample; not needed with data
/// @param evaluations of the model a sample, at most; at least 2
/// @param methods to choose from
/// @param aim what for
/// @param seed of all randomness
public record DesignExperiment(
    Optional<Dataset> data,
    Optional<Model> model,
    int evaluations,
    List<Method> methods,
    Aim aim,
    long seed) {

  /// Fewer rows say too little about a covariance.
  private static final int FEWEST_ROWS = 20;

  public DesignExperiment {
    methods = List.copyOf(methods);
    if (data.isEmpty() && model.isEmpty()) {
      throw new IllegalArgumentException(
          "a design needs statistics: give data, or a model whose law is known in closed form");
    }
    if (evaluations < 2) {
      throw new IllegalArgumentException(
          "a design needs at least 2 evaluations a sample, got "
              + evaluations
              + "; with one there is no level to place");
    }
    data.ifPresent(rows -> {
      if (rows.size() < FEWEST_ROWS) {
        throw new IllegalArgumentException(
            "a design needs at least "
                + FEWEST_ROWS
                + " rows, "
                + rows.name()
                + " has "
                + rows.size());
      }
    });
    if (data.isPresent() && model.isPresent()) {
      requireAlike(data.get(), model.get());
    }
  }

  /// The method asked for, if it is one.
  Optional<Method> asked() {
    return methods.size() == 1 ? Optional.of(methods.getFirst()) : Optional.empty();
  }

  private static void requireAlike(Dataset data, Model model) {
    if (!data.shape().equals(model.card().shape())) {
      throw new IllegalArgumentException(
          "the model is for samples of shape "
              + model.card().shape()
              + ", the data "
              + data.name()
              + " have "
              + data.shape()
              + "; give the data it was fitted to");
    }
  }
}
