package org.scorefield.bench.input;

import java.util.Collections;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.denoise.Denoiser;
import org.scorefield.random.Noise;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.Stepper;
import org.scorefield.sampling.solver.Solvers;
import org.scorefield.schedule.RhoGrid;
import org.scorefield.schedule.TimeGrid;

/// A run of {@value #STEPS} steps of EDM's grid on four samples of 3 x 8 x 8, the shape on which
/// diffusers' schedulers were timed.
///
/// The denoiser is that of a single point, `D(x; sigma) = x_1`, the same batch at every call:
/// exact, and free, so that time spent is the solver's own. (A denoiser that scaled x into an array
/// of its own would rewrite batches that multistep methods remember.) The steps are made here and
/// not by {@link org.scorefield.sampling.Sampler}, whose check for NaN a peer's scheduler does not
/// have.
///
/// @param solver what is timed
/// @param grid the noise levels
/// @param start the state at the first level
/// @param point the model
/// @param noise what stochastic solvers draw from
public record SolverRun(Solver solver, TimeGrid grid, Batch start, Denoiser point, Noise noise) {
  public static final int STEPS = 18;
  private static final int SAMPLES = 4;
  private static final Shape SHAPE = Shape.image(3, 8, 8);

  public static SolverRun of(Solver solver) {
    Noise noise = Noise.of(1, SAMPLES);
    Batch start = noise.child("start").normal(SHAPE).times(80);
    Batch one = noise.child("point").slice(0, 1).normal(SHAPE);
    Point point = new Point(Batch.concat(Collections.nCopies(SAMPLES, one)));
    return new SolverRun(solver, new RhoGrid(7).toZero(STEPS, 80, 0.002), start, point, noise);
  }

  /// The run of the solver of that name.
  public static SolverRun of(String name) {
    return of(
        Solvers.named(name)
            .orElseThrow(() ->
                new IllegalArgumentException("no solver is called " + name + "; see Solvers.ALL")));
  }

  /// All steps; the final state.
  public Batch once() {
    Stepper stepper = solver.begin(grid);
    Batch x = start;
    for (int i = 0; i < grid.steps(); i++) {
      x = stepper.step(point, x, grid.sigma(i), grid.sigma(i + 1), noise.child(i));
    }
    return x;
  }

  /// @param copies of the point, as many as samples
  private record Point(Batch copies) implements Denoiser {
    @Override
    public Shape shape() {
      return copies.shape();
    }

    /// Adaptive solvers ask for one sample at a time.
    @Override
    public Batch denoise(Batch x, double sigma) {
      return x.count() == copies.count() ? copies : copies.slice(0, x.count());
    }
  }
}
