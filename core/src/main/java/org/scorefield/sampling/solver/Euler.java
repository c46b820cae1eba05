package org.scorefield.sampling.solver;

import org.scorefield.array.Batch;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.Stepper;
import org.scorefield.schedule.TimeGrid;

/// Euler's method for the probability-flow ODE `dx/dsigma = (x - D(x; sigma))/sigma`:
///
/// `x_next = D + (next/sigma) (x - D)`.
///
/// In these coordinates it is the same as deterministic DDIM (Song, Meng and Ermon 2010.02502) and
/// as DPM-Solver++(1) . Order 1, one evaluation a step; a step to 0 returns D.
public record Euler() implements Solver {
  @Override
  public String name() {
    return "euler";
  }

  @Override
  public int order() {
    return 1;
  }

  @Override
  public Stepper begin(TimeGrid grid) {
    return (d, x, sigma, next, noise) -> {
      double keep = next / sigma;
      return Batch.combine(keep, x, 1 - keep, d.denoise(x, sigma));
    };
  }
}
