package org.scorefield.linear;

import java.util.function.Function;
import org.scorefield.analytic.Gaussian;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.random.Noise;
import org.scorefield.sampling.Sampler;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.Start;
import org.scorefield.schedule.TimeGrid;

/// What a whole run makes of each principal direction of Gaussian data, whatever it starts from:
///
/// `x_N = A_k x_0 + c_k + sqrt(drawn_k) z`, z standard normal.
///
/// **It is the solver itself that is run**, on its modes, all at once: there is no second
/// implementation to disagree with it. A start of ones and, unless the model is centred, one of
/// zeros tell A and c; a third, of the sizes that real starts have and of both signs, must agree
/// with them. A solver for which it does not (adaptive steps, accepted or refused moves) is refused
/// by name. For solvers that draw noise it is the {@link LinearResponse} of each mode.
///
/// Cost: a run of two or three samples of m components; for solvers that draw, m times a run of
/// twice as many samples as there are draws (for 100 draws, a millisecond a mode).
///
/// @param factors A, one a mode
/// @param offsets c, one a mode; 0 for a centred model
/// @param drawn variance that the draws of the run leave in each mode; 0 for solvers of the ODE
public record AffineRun(Vector factors, Vector offsets, Vector drawn) {

  private static final double TOLERANCE = 1e-9;

  /// Deviations below this part of the start are rounding whatever the factor.
  private static final double ROUNDING = 1e-13;

  public AffineRun {
    if (offsets.size() != factors.size() || drawn.size() != factors.size()) {
      throw new IllegalArgumentException(
          "%d factors need as many offsets and variances, got %d and %d"
              .formatted(factors.size(), offsets.size(), drawn.size()));
    }
  }

  /// Of a solver that needs to know nothing of the data.
  ///
  /// @throws IllegalArgumentException if the solver does not act affinely on each mode alone
  public static AffineRun of(Solver solver, TimeGrid grid, ModeModel model) {
    return of(_ -> solver, grid, model);
  }

  /// Of a solver that is made for a Gaussian: it is given that of the model's data, in its own
  /// axes.
  ///
  /// @throws IllegalArgumentException if the solver does not act affinely on each mode alone
  public static AffineRun of(
      Function<? super Gaussian, ? extends Solver> family, TimeGrid grid, ModeModel model) {
    Solver solver = family.apply(Amplification.inOwnAxes(model.variances()));
    return solver.stochastic()
        ? drawing(family, solver, grid, model)
        : deterministic(solver, grid, model);
  }

  /// Number of modes.
  public int modes() {
    return factors.size();
  }

  private static AffineRun deterministic(Solver solver, TimeGrid grid, ModeModel model) {
    int m = model.variances().size();
    boolean centred = model.centred();
    double[] starts = new double[(centred ? 2 : 3) * m];
    for (int k = 0; k < m; k++) {
      starts[k] = 1;
      starts[m + k] = Math.scalb(spread(k), Math.getExponent(grid.first()));
    }
    Batch start = Batch.adopt(Shape.vector(m), starts);
    Batch end =
        new Sampler(grid, solver, new Start.Given(start))
            .sample(model, Noise.of(0, start.count()))
            .orElseThrow();
    double[] factors = new double[m];
    double[] offsets = new double[m];
    for (int k = 0; k < m; k++) {
      double offset = centred ? 0 : end.get(2, k);
      double one = end.get(0, k) - offset;
      // The larger start says it with fewer digits lost to the offset.
      double other = (end.get(1, k) - offset) / start.get(1, k);
      double lambda = model.variances().get(k);
      double scale =
          Math.abs(one) + Math.abs(offset) + Amplification.exact(lambda, grid.first(), grid.last());
      double off = Math.abs(other - one);
      if (!(off <= TOLERANCE * scale + ROUNDING)) {
        throw notAffine(solver, lambda, off / scale);
      }
      factors[k] = centred ? one : other;
      offsets[k] = offset;
    }
    return new AffineRun(Vector.adopt(factors), Vector.adopt(offsets), Vector.generate(m, _ -> 0));
  }

  /// The second start, in units of a power of two near the first level: as large as real ones are,
  /// of both signs, neighbours of different sizes. Powers of two, since what is linear then rounds
  /// exactly alike: however large a solver's weights, it comes out with the same factor.
  private static double spread(int mode) {
    return (mode % 2 == 0 ? 1 : -1) * Math.scalb(1.0, mode % 3);
  }

  private static AffineRun drawing(
      Function<? super Gaussian, ? extends Solver> family,
      Solver solver,
      TimeGrid grid,
      ModeModel model) {
    ResponseFit fit = new ResponseFit(solver, grid);
    int m = model.variances().size();
    double[][] found = new double[3][m];
    for (int k = 0; k < m; k++) {
      ModeModel one = model.mode(k);
      double lambda = model.variances().get(k);
      LinearResponse response =
          fit.fit(family.apply(Amplification.inOwnAxes(one.variances())), one);
      double scale =
          Math.sqrt(response.variance(1)) + Math.abs(response.offset()) + Math.sqrt(lambda);
      if (!(response.misfit() <= TOLERANCE * scale + ROUNDING)) {
        throw notAffine(solver, lambda, response.misfit() / scale);
      }
      found[0][k] = response.keep();
      found[1][k] = model.centred() ? 0 : response.offset();
      found[2][k] = response.drawn();
    }
    return new AffineRun(Vector.adopt(found[0]), Vector.adopt(found[1]), Vector.adopt(found[2]));
  }

  private static IllegalArgumentException notAffine(Solver solver, double lambda, double by) {
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
