package org.scorefield.design;

import java.util.List;
import java.util.Optional;
import org.scorefield.linear.PredictedError;
import org.scorefield.metric.Estimate;
import org.scorefield.sampling.Sampler;
import org.scorefield.sampling.Solver;
import org.scorefield.schedule.TimeGrid;

/// A solver, a grid and a start chosen before sampling, beside what they were chosen from.
///
/// @param aim what they were chosen for
/// @param chosen one of the candidates
/// @param usual the usual sampler with the chosen solver: rho = 7 from white noise
/// @param accepted whether a designed sampler was better than the usual one on samples that no
///   choice was made with; if not, what is chosen is the usual one
/// @param verdict how the choice fell, in words
/// @param candidates all that were compared at the end
/// @param floor what exact samples score by sliced W2
public record SamplerChoice(
    Aim aim,
    Candidate chosen,
    Candidate usual,
    boolean accepted,
    String verdict,
    List<Candidate> candidates,
    Estimate floor) {

  public SamplerChoice {
    candidates = List.copyOf(candidates);
  }

  /// A sampler and what is known of it.
  ///
  /// @param solver how it steps
  /// @param gridName where its grid comes from
  /// @param grid its levels
  /// @param jump where it starts, if not at white noise
  /// @param predicted its error on Gaussian data, exact; empty for solvers that have none
  /// @param standing its error and its metrics on the proxy, from samples that no choice was made
  ///   with
  public record Candidate(
      Solver solver,
      String gridName,
      TimeGrid grid,
      Optional<Jump> jump,
      Origin origin,
      Optional<PredictedError> predicted,
      Comparison.Standing standing) {

    /// What to call it in a table.
    public String name() {
      return SamplerSearch.name(solver, gridName, jump);
    }

    public Sampler sampler() {
      return new Sampler(grid, solver, origin.start());
    }
  }

  /// A closed-form start.
  ///
  /// @param sigma where it lands
  /// @param kl what it costs, in nats
  /// @param target the budget it was chosen by, in nats
  public record Jump(double sigma, Estimate kl, double target) {}
}
