package org.scorefield.linear;

import java.util.function.Function;
import org.scorefield.analytic.Gaussian;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.linalg.Matrix;
import org.scorefield.sampling.Solver;
import org.scorefield.schedule.TimeGrid;

/// What a solver on a grid does to each principal direction of a Gaussian: it multiplies the
/// component along it by a factor A_k that depends on the variance lambda_k of the direction alone
/// (and adds noise, if it draws any). The exact factor is `A*_k = sqrt((lambda_k +
/// sigma_N^2)/(lambda_k + sigma_0^2))`.
///
/// It is the {@link AffineRun} with the exact denoiser `lambda_k/(lambda_k + sigma^2) x_k`,
/// centred: the solver itself, run on its modes. So whatever is in the catalogue, or ever will be,
/// can be asked. Cost: a run of two samples of m components, some ten microseconds; for solvers
/// that draw noise, a {@link LinearResponse} of each mode. A solver that is not linear (adaptive
/// steps, accepted or refused moves) has no factors and is refused by name.
///
/// @param grid the grid of the run
/// @param variances lambda, one a mode, none negative
/// @param factors A, one a mode
/// @param drawn variance that the draws of the run leave in each mode; 0 for solvers of the ODE
public record Amplification(TimeGrid grid, Vector variances, Vector factors, Vector drawn) {

  /// Of a solver that needs to know nothing of the data.
  ///
  /// @throws IllegalArgumentException if the solver does not act linearly on each mode alone
  public static Amplification of(Solver solver, TimeGrid grid, Vector variances) {
    return of(_ -> solver, grid, variances);
  }

  /// Of a solver that is made for a Gaussian: it is given the one it is tried on, in its own axes.
  ///
  /// @throws IllegalArgumentException if the solver does not act linearly on each mode alone
  public static Amplification of(
      Function<? super Gaussian, ? extends Solver> family, TimeGrid grid, Vector variances) {
    AffineRun run = AffineRun.of(family, grid, new ModeDenoiser(variances));
    return new Amplification(grid, variances, run.factors(), run.drawn());
  }

  /// N(0, diag(variances)), its principal directions the axes.
  public static Gaussian inOwnAxes(Vector variances) {
    int m = variances.size();
    return new Gaussian(
        Shape.vector(m), Vector.generate(m, _ -> 0), Matrix.identity(m), variances, 0);
  }

  /// Number of modes.
  public int modes() {
    return variances.size();
  }

  /// A*, the factor of the exact flow.
  public double exact(int mode) {
    return exact(variances.get(mode), grid.first(), grid.last());
  }

  /// `A_k / A*_k`; 1 is exact.
  public double ratio(int mode) {
    return factors.get(mode) / exact(mode);
  }

  /// Factor of the exact flow between two levels on a direction of variance lambda.
  static double exact(double lambda, double from, double to) {
    return from == to ? 1 : Math.sqrt((lambda + to * to) / (lambda + from * from));
  }
}
