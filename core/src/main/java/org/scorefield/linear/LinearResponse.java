package org.scorefield.linear;

import org.scorefield.array.Vector;
import org.scorefield.denoise.Denoiser;
import org.scorefield.sampling.Solver;
import org.scorefield.schedule.TimeGrid;

/// What a whole run does in one dimension, measured on the run itself. With an affine denoiser the
/// end of a run of nearly any solver is affine in its start and in every normal it drew,
///
/// `x_N = keep x_0 + offset + sum_k gains_k z_k`,
///
/// and a least-squares fit over more samples than unknowns gives the coefficients to rounding. From
/// them follow the exact mean and variance of the output, with no Monte Carlo. Cost: one run of
/// some `2 (draws + 2) + 20` samples, and `O(draws^3)` for the fit.
///
/// @param keep factor on the start
/// @param offset what x_0 = 0 and z = 0 end at
/// @param gains factor on each normal, in the order drawn; empty if the solver draws none
/// @param misfit largest deviation of a sample from the fit, at rounding if the run was affine
public record LinearResponse(double keep, double offset, Vector gains, double misfit) {

  /// The response with a denoiser that is affine in one dimension. It is for the reader to look at
  /// {@link #misfit}: a solver that is not affine has no response.
  public static LinearResponse of(Solver solver, TimeGrid grid, Denoiser affine) {
    return new ResponseFit(solver, grid).fit(solver, affine);
  }

  /// Variance that the draws leave in the output: the sum of the squared gains.
  public double drawn() {
    return gains.stream().map(g -> g * g).sum();
  }

  /// Variance of the output from a start of that variance.
  public double variance(double startVariance) {
    return keep * keep * startVariance + drawn();
  }

  /// Mean of the output from a start of that mean.
  public double mean(double startMean) {
    return keep * startMean + offset;
  }
}
