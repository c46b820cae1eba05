package org.scorefield.sampling.solver;

import java.util.Iterator;
import org.scorefield.array.Batch;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.Stepper;
import org.scorefield.schedule.TimeGrid;

/// The reverse SDE `dx = -score dv + sqrt(dv) dW` with the score frozen over each step and the rest
/// solved exactly (Wang, He and Tao 2406.12839, section 3.1), written in the variance v = sigma^2:
///
/// `x_{k+1} = x_k + D_k score(x_k; sigma_k) + sqrt(eta_k) z`, `D_k = v_k - v_{k+1}`,
///
/// that is `x_{k+1} = (v_{k+1}/v_k) x_k + (1 - v_{k+1}/v_k) D + sqrt(eta_k) z`. It depends on the
/// noise levels only: "time schedule" and "variance schedule" are one thing. The variance eta_k is
/// a {@link StepNoise}; with {@link StepNoise.FrozenDenoiser} this is DDPM's ancestral sampling.
///
/// A step to 0 is a final denoising: it returns D and draws nothing, whatever eta_k. The analysis
/// is about grids that end above 0.
///
/// Weak order 1 (exact in law for the data law its noise is made for), one evaluation a step.
///
/// @param stepNoise the variance of the noise of each step
public record FrozenScoreSde(StepNoise stepNoise) implements Solver {

  /// The scheme the analysis of 2406.12839 is about.
  public static FrozenScoreSde plain() {
    return new FrozenScoreSde(new StepNoise.FrozenScore());
  }

  /// Ancestral sampling of DDPM.
  public static FrozenScoreSde ddpm() {
    return new FrozenScoreSde(new StepNoise.FrozenDenoiser());
  }

  @Override
  public String name() {
    return stepNoise.label();
  }

  @Override
  public int order() {
    return 1;
  }

  @Override
  public boolean stochastic() {
    return true;
  }

  @Override
  public Stepper begin(TimeGrid grid) {
    Iterator<Double> variances = stepNoise.variances(grid).stream().iterator();
    return (d, x, sigma, next, noise) -> {
      if (next == 0) {
        return d.denoise(x, sigma);
      }
      double keep = next / sigma * (next / sigma);
      Batch mean = Batch.combine(keep, x, 1 - keep, d.denoise(x, sigma));
      return Draw.add(mean, Math.sqrt(variances.next()), noise);
    };
  }
}
