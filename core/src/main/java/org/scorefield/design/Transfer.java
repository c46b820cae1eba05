package org.scorefield.design;

import org.scorefield.analytic.Gaussian;
import org.scorefield.array.Vector;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.Surrogate;
import org.scorefield.sampling.solver.FrozenScoreSde;
import org.scorefield.sampling.solver.GaussianExponential;
import org.scorefield.sampling.solver.GaussianSde;
import org.scorefield.sampling.solver.SeededHistory;
import org.scorefield.sampling.solver.StepNoise;
import org.scorefield.sampling.solver.SurrogateExponential;
import org.scorefield.sampling.solver.Tabulated;
import org.scorefield.schedule.TimeGrid;

/// Carries a sampler over to other data: noise levels grow with their scale, and what a solver
/// knows of the data is replaced by their Gaussian. Weights have no unit and stay.
///
/// The data may be shifted as well as scaled, as pixels in [-1, 1] are against those in [0, 1]:
/// means are taken from the Gaussian, none is multiplied.
///
/// @param gaussian with the mean and covariance of the other data
/// @param by their scale, in units of the old one
public record Transfer(Gaussian gaussian, double by) {

  public Transfer {
    if (!(by > 0) || !Double.isFinite(by)) {
      throw new IllegalArgumentException(
          "scales must be positive and finite to be compared, got a ratio of " + by);
    }
  }

  /// The levels of a grid.
  public TimeGrid grid(TimeGrid old) {
    return new TimeGrid(levels(old.sigmas()));
  }

  /// Noise levels of any kind.
  public Vector levels(Vector old) {
    return by == 1 ? old : Vector.generate(old.size(), i -> old.get(i) * by);
  }

  /// Whether the solver knows nothing of the data, or nothing that their Gaussian does not tell.
  public static boolean fits(Solver solver) {
    return switch (solver) {
      case SeededHistory(Solver inner, Surrogate known, var _) ->
          known.law() instanceof Gaussian && fits(inner);
      case SurrogateExponential _ -> false;
      default -> true;
    };
  }

  /// The solver with its knowledge replaced, if it has any.
  public Solver solver(Solver old) {
    return switch (old) {
      case GaussianExponential(var _, int terms, boolean corrected, double above) ->
          new GaussianExponential(gaussian, terms, corrected, above * by);
      case Tabulated(TimeGrid grid, var _, var weights) ->
          new Tabulated(grid(grid), gaussian.mean(), weights);
      case GaussianSde _ -> new GaussianSde(gaussian);
      case FrozenScoreSde(StepNoise noise) -> new FrozenScoreSde(noise.scaled(by));
      case SeededHistory(Solver inner, var _, Vector levels) ->
          new SeededHistory(solver(inner), new Surrogate(gaussian), levels(levels));
      default -> old;
    };
  }
}
