package org.scorefield.sampling.solver;

import org.scorefield.sampling.Solver;
import org.scorefield.sampling.Stepper;
import org.scorefield.schedule.TimeGrid;

/// Euler's method down to a level below the next one, then noise up to it:
///
/// `x_next = D + (down/sigma) (x - D) + noiseScale up z`,
///
/// with `down` and `up` as DDIM's eta splits them (Song, Meng and Ermon 2010.02502, equation 12,
/// written in x0 + sigma n; the sampler is k-diffusion's `euler_ancestral`). eta = 0 is {@link
/// Euler}; eta = 1 is, step by step and not only in the limit, ancestral sampling of DDPM: {@link
/// FrozenScoreSde} with {@link StepNoise.FrozenDenoiser}. A step to 0 returns D.
///
/// Weak order 1, one evaluation a step.
///
/// @param eta share of the fresh noise, 0 to 1
/// @param noiseScale factor on the noise (s_noise), >= 0; 1 keeps the marginal law, 0 draws none
public record EulerAncestral(double eta, double noiseScale) implements Solver {

  public EulerAncestral {
    AncestralSplit.requireEta(eta);
    Parameters.requireNotNegative("noiseScale", noiseScale);
  }

  /// Fully ancestral, eta = 1.
  public EulerAncestral() {
    this(1, 1);
  }

  @Override
  public String name() {
    return "euler-ancestral" + Parameters.noiseSuffix(eta, noiseScale);
  }

  @Override
  public int order() {
    return 1;
  }

  @Override
  public boolean stochastic() {
    return eta > 0 && noiseScale > 0;
  }

  @Override
  public Stepper begin(TimeGrid grid) {
    return AncestralSplit.stepper(new Euler().begin(grid), eta, noiseScale);
  }
}
