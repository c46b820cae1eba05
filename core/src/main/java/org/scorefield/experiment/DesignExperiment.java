package org.scorefield.experiment;

import java.util.Optional;
import org.scorefield.data.Dataset;
import org.scorefield.design.Aim;
import org.scorefield.sampling.Solver;

/// Choose solver, grid and start for a number of evaluations, from statistics alone.
///
/// @param data whose Gaussian and mixture stand in for a model; without it the model's own law does
/// @param model to sample; need not be given, and is not evaluated if there are data
/// @param evaluations of the model a sample, at most; at least 2
/// @param solver to use; empty to choose that too
/// @param aim what for
/// @param seed of all randomness
public record DesignExperiment(
    Optional<Dataset> data,
    Optional<Model> model,
    int evaluations,
    Optional<Solver> solver,
    Aim aim,
    long seed) {

  /// Fewer rows say too little about a covariance.
  private static final int FEWEST_ROWS = 20;

  public DesignExperiment {
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
