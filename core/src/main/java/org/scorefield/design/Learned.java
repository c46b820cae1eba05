package org.scorefield.design;

import org.scorefield.metric.Estimate;
import org.scorefield.sampling.Sampler;
import org.scorefield.sampling.Start;
import org.scorefield.sampling.solver.Tabulated;

/// A solver whose weights, grid and start were learned together on a surrogate, and what became of
/// it on noise that it had not seen. Errors are root mean square distances from the surrogate's own
/// fine solutions of the same noise, in units of their standard deviation.
///
/// @param solver the weights, and the grid with them
/// @param start how to reach its first level without the model
/// @param error of the learned sampler on the surrogate: what to expect of it on the model, from
///   below where the surrogate is the simpler of the two
/// @param standard the best standard sampler at as many evaluations
/// @param standardName its name
/// @param standardError its error on the same noise
/// @param standardRatio `error / standardError`, paired
public record Learned(
    Tabulated solver,
    Start start,
    Estimate error,
    Sampler standard,
    String standardName,
    Estimate standardError,
    Estimate standardRatio) {

  /// Whether the learned sampler was better than every standard one, by more than two standard
  /// errors of the pair.
  public boolean accepted() {
    return standardRatio.value() + 2 * standardRatio.standardError() < 1;
  }

  /// The learned sampler, whether accepted or not.
  public Sampler learned() {
    return new Sampler(solver.grid(), solver, start);
  }

  /// The one to use: the learned sampler if accepted, the best standard one if not.
  public Sampler chosen() {
    return accepted() ? learned() : standard;
  }
}
