package org.scorefield.sampling.solver;

import org.scorefield.array.Batch;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.Stepper;
import org.scorefield.schedule.TimeGrid;

/// SDE-DPM-Solver++(1) (Lu et al. 2211.01095, equation 18) with a share eta of the noise:
///
/// `x_next = e^-(1+eta)h x + (1 - e^-(1+eta)h) D + noiseScale next sqrt(1 - e^(-2 eta h)) z`, `h =
/// ln(sigma/next)`.
///
/// eta = 0 is {@link Euler}; eta = 1 is DDPM's ancestral sampling, as {@link EulerAncestral} is,
/// which between the two splits the noise another way. A step to 0 returns D.
///
/// Weak order 1, one evaluation a step.
///
/// @param eta strength of the noise, >= 0; 1 is the reverse SDE of the forward process
/// @param noiseScale factor on the noise (s_noise), >= 0
public record Dpmpp1Sde(double eta, double noiseScale) implements Solver {

  public Dpmpp1Sde {
    Parameters.requireNoise(eta, noiseScale);
  }

  /// eta = 1.
  public Dpmpp1Sde() {
    this(1, 1);
  }

  @Override
  public String name() {
    return "dpmpp-1-sde" + Parameters.noiseSuffix(eta, noiseScale);
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
    return (d, x, sigma, next, noise) -> {
      Batch denoised = d.denoise(x, sigma);
      if (next == 0) {
        return denoised;
      }
      SdeStep step = SdeStep.of(sigma, next, eta);
      Batch mean = Batch.combine(step.keep(), x, 1 - step.keep(), denoised);
      return Draw.add(mean, noiseScale * step.deviation(), noise);
    };
  }
}
