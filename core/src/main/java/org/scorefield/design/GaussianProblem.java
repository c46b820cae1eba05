package org.scorefield.design;

import java.util.function.Function;
import org.scorefield.analytic.Gaussian;
import org.scorefield.linear.Amplification;
import org.scorefield.linear.PredictedError;
import org.scorefield.linear.Spectrum;
import org.scorefield.linear.StartLaw;
import org.scorefield.sampling.Solver;
import org.scorefield.schedule.TimeGrid;

/// A solver, the Gaussian part of the data and a start: what the error of a grid depends on.
///
/// @param solver as it runs on the axes of the spectrum, one component an entry
/// @param spectrum of the data
/// @param start law of the first state
public record GaussianProblem(Solver solver, Spectrum spectrum, StartLaw start) {

  /// With a solver that is made for a Gaussian: the one whose variances are the spectrum's.
  public static GaussianProblem of(
      Function<? super Gaussian, ? extends Solver> family, Spectrum spectrum, StartLaw start) {
    Solver solver = family.apply(Amplification.inOwnAxes(spectrum.variances()));
    return new GaussianProblem(solver, spectrum, start);
  }

  /// The error of a run over the grid.
  public PredictedError error(TimeGrid grid) {
    return PredictedError.of(solver, grid, spectrum, start);
  }

  /// The same solver on data whose variances are so many times larger; one that was made for a
  /// Gaussian keeps the one it was made for.
  public GaussianProblem scaled(double factor) {
    return new GaussianProblem(solver, spectrum.scaled(factor), start);
  }
}
