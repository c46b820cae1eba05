package org.scorefield.sampling.solver;

import java.util.OptionalInt;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.denoise.Denoiser;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.Stepper;
import org.scorefield.schedule.TimeGrid;

/// A solver that is written for data in other units: it sees states, levels and what the model
/// returns divided by a unit. Most solvers are the same in all units; one that asks a clock, or
/// holds samples in a range, is not.
///
/// @param inner the solver
/// @param unit what its numbers are multiplied by to become those of the data, > 0
public record InUnits(Solver inner, double unit) implements Solver {

  public InUnits {
    Parameters.requirePositive("unit", unit);
  }

  @Override
  public String name() {
    return inner.name() + (unit == 1 ? "" : "-in-units-of-" + unit);
  }

  @Override
  public int order() {
    return inner.order();
  }

  @Override
  public boolean stochastic() {
    return inner.stochastic();
  }

  @Override
  public OptionalInt evaluations(TimeGrid grid) {
    return inner.evaluations(divided(grid));
  }

  @Override
  public Stepper begin(TimeGrid grid) {
    Stepper stepper = inner.begin(divided(grid));
    return (d, x, sigma, next, noise) ->
        stepper
            .step(new Divided(d, unit), x.times(1 / unit), sigma / unit, next / unit, noise)
            .times(unit);
  }

  private TimeGrid divided(TimeGrid grid) {
    return new TimeGrid(Vector.generate(grid.steps() + 1, i -> grid.sigma(i) / unit));
  }

  private record Divided(Denoiser d, double unit) implements Denoiser {
    @Override
    public Shape shape() {
      return d.shape();
    }

    @Override
    public Batch denoise(Batch x, double sigma) {
      return d.denoise(x.times(unit), sigma * unit).times(1 / unit);
    }
  }
}
