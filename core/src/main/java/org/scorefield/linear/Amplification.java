package org.scorefield.linear;

import java.util.function.Function;
import org.scorefield.analytic.Gaussian;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.linalg.Matrix;
import org.scorefield.random.Noise;
import org.scorefield.sampling.Sampler;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.Start;
import org.scorefield.schedule.TimeGrid;

/// What a solver on a grid does to each principal direction of a Gaussian: it multiplies the
/// component along it by a factor A_k that depends on the variance lambda_k of the direction alone
/// (and adds noise, if it draws any). The exact factor is `A*_k = sqrt((lambda_k +
/// sigma_N^2)/(lambda_k + sigma_0^2))`.
///
/// **It is the solver itself that is run**, on its modes: a start of ones, one component a mode,
/// and the denoiser `lambda_k/(lambda_k + sigma^2) x_k` give all factors at once. So whatever is in
/// the catalogue, or ever will be, can be asked, and there is no second implementation to disagree
/// with it. Cost: a run of two samples of m components, some ten microseconds; for solvers that
/// draw noise, a {@link LinearResponse} of each mode.
///
/// A second start, of the sizes that real ones have and of both signs, must come out amplified by
/// the same factors. A solver for which it does not (adaptive steps, accepted or refused moves) has
/// no factors and is refused by name.
///
/// @param grid the grid of the run
/// @param variances lambda, one a mode, none negative
/// @param factors A, one a mode
/// @param drawn variance that the draws of the run leave in each mode; 0 for solvers of the ODE
public record Amplification(TimeGrid grid, Vector variances, Vector factors, Vector drawn) {

  private static final double TOLERANCE = 1e-9;

  /// Deviations below this part of the start are rounding whatever the factor.
  private static final double ROUNDING = 1e-13;

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
    Solver solver = family.apply(inOwnAxes(variances));
    return solver.stochastic()
        ? drawing(family, solver, grid, variances)
        : deterministic(solver, grid, variances);
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

  private static Amplification deterministic(Solver solver, TimeGrid grid, Vector variances) {
    int m = variances.size();
    double[] starts = new double[2 * m];
    double[] other = new double[m];
    for (int k = 0; k < m; k++) {
      other[k] = Math.scalb(spread(k), Math.getExponent(grid.first()));
      starts[k] = 1;
      starts[m + k] = other[k];
    }
    Batch start = Batch.adopt(Shape.vector(m), starts);
    Batch end =
        new Sampler(grid, solver, new Start.Given(start))
            .sample(new ModeDenoiser(variances), Noise.of(0, 2))
            .orElseThrow();
    for (int k = 0; k < m; k++) {
      double factor = end.get(0, k);
      double scale = Math.abs(factor) + exact(variances.get(k), grid.first(), grid.last());
      double off = Math.abs(end.get(1, k) / other[k] - factor);
      if (!(off <= TOLERANCE * scale + ROUNDING)) {
        throw notLinear(solver, variances.get(k), off / scale);
      }
    }
    Vector factors = Vector.adopt(java.util.Arrays.copyOf(end.shared(), m));
    return new Amplification(grid, variances, factors, Vector.generate(m, _ -> 0));
  }

  /// The second start, in units of a power of two near the first level: as large as real ones are,
  /// of both signs, neighbours of different sizes. Powers of two, since what is linear then rounds
  /// exactly alike: however large a solver's weights, it comes out with the same factor.
  private static double spread(int mode) {
    return (mode % 2 == 0 ? 1 : -1) * Math.scalb(1.0, mode % 3);
  }

  private static Amplification drawing(
      Function<? super Gaussian, ? extends Solver> family,
      Solver solver,
      TimeGrid grid,
      Vector variances) {
    ResponseFit fit = new ResponseFit(solver, grid);
    int m = variances.size();
    double[] factors = new double[m];
    double[] drawn = new double[m];
    for (int k = 0; k < m; k++) {
      Vector one = Vector.of(variances.get(k));
      LinearResponse response = fit.fit(family.apply(inOwnAxes(one)), new ModeDenoiser(one));
      double scale = Math.sqrt(response.variance(1)) + Math.sqrt(variances.get(k));
      if (!(response.misfit() <= TOLERANCE * scale + ROUNDING)) {
        throw notLinear(solver, variances.get(k), response.misfit() / scale);
      }
      factors[k] = response.keep();
      drawn[k] = response.drawn();
    }
    return new Amplification(grid, variances, Vector.adopt(factors), Vector.adopt(drawn));
  }

  private static IllegalArgumentException notLinear(Solver solver, double lambda, double by) {
    return new IllegalArgumentException(
        "the solver '"
            + solver.name()
            + "' does not act linearly on each principal direction alone: at variance "
            + lambda
            + " a second start comes out different by "
            + by
            + " of its size, so its error cannot be predicted; solvers of fixed steps can be asked, or measure"
            + " this one by running it");
  }
}
