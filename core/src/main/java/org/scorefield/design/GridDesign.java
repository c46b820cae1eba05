package org.scorefield.design;

import java.util.List;
import java.util.Optional;
import org.scorefield.linear.PredictedError;
import org.scorefield.schedule.TimeGrid;

/// A grid chosen before sampling, what it was compared with, and why it was chosen.
///
/// @param solver name of the solver it is for
/// @param evaluations calls of the model a sample that it takes
/// @param objective what the search on the Gaussian minimised
/// @param chosen one of the candidates
/// @param why in a sentence
/// @param candidates all that were compared, the grid of rho = 7 first
public record GridDesign(
    String solver,
    int evaluations,
    String objective,
    Candidate chosen,
    String why,
    List<Candidate> candidates) {

  public GridDesign {
    candidates = List.copyOf(candidates);
  }

  /// The grid to sample with.
  public TimeGrid grid() {
    return chosen.grid();
  }

  /// A grid with what is known of it.
  ///
  /// @param name of the grid
  /// @param grid the grid
  /// @param predicted its error on Gaussian data, exact
  /// @param proxy its error on the mixture, from samples that no choice was made with; empty if
  ///   there is no mixture
  public record Candidate(
      String name,
      TimeGrid grid,
      PredictedError predicted,
      Optional<MixtureProxy.Distance> proxy) {}
}
