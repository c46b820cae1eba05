package org.scorefield.sampling.solver;

import org.scorefield.array.Batch;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.Stepper;
import org.scorefield.schedule.TimeGrid;

/// The probability-flow ODE `dx = -score/2 dv`, `v = sigma^2`, with the score frozen over each
/// step: Euler's method in the variance,
///
/// `x_next = x + (v - v_next)/2 score = x + (1 - v_next/v)/2 (D - x)`.
///
/// It is {@link FrozenScoreSde} without its noise, and there for comparison: {@link Euler}, which
/// freezes the denoiser, is better in nearly every case. A step to 0, over which the score cannot
/// be frozen, returns D. Order 1, one evaluation a step.
public record FrozenScoreOde() implements Solver {
  @Override
  public String name() {
    return "frozen-score-ode";
  }

  @Override
  public int order() {
    return 1;
  }

  @Override
  public Stepper begin(TimeGrid grid) {
    return (d, x, sigma, next, noise) -> {
      if (next == 0) {
        return d.denoise(x, sigma);
      }
      double move = (1 - next / sigma) * (1 + next / sigma) / 2;
      return Batch.combine(1 - move, x, move, d.denoise(x, sigma));
    };
  }
}
