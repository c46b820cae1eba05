package org.scorefield.sampling.solver;

import org.scorefield.sampling.Solver;
import org.scorefield.sampling.Stepper;
import org.scorefield.schedule.TimeGrid;

/// SDE-DPM-Solver++(2M) (Lu et al. 2211.01095, section 5; k-diffusion's `dpmpp_2m_sde`): {@link
/// Dpmpp2M} with noise. The linear part of the SDE in `-ln sigma` is solved exactly, the denoiser
/// extrapolated through its last two values,
///
/// `x_next = keep x + (1 - keep) D + g (h/h_1) (D - D_1) + noiseScale next sqrt(1 - e^(-2 eta h))
/// z`,
///
/// `h = ln(sigma/next)`, h_1 the same of the step before, D_1 the output there, `keep =
/// e^-(1+eta)h`. eta = 0 is DPM-Solver++(2M). The first step, which has no history, is of first
/// order; a step to 0 returns D.
///
/// Weak order 2 for the Gaussian part with either factor g and any eta: the noise that the last two
/// values of D carry stands in, in law, for that within the step. One evaluation a step.
///
/// @param eta strength of the noise, >= 0
/// @param noiseScale factor on the noise (s_noise), >= 0
/// @param slope the factor g, at `(1+eta) h`
public record Dpmpp2MSde(double eta, double noiseScale, DataSlope slope) implements Solver {

  public Dpmpp2MSde {
    Parameters.requireNoise(eta, noiseScale);
  }

  /// eta = 1.
  public Dpmpp2MSde(DataSlope slope) {
    this(1, 1, slope);
  }

  @Override
  public String name() {
    return "dpmpp-2m-sde"
        + (slope == DataSlope.MIDPOINT ? "" : "-heun")
        + Parameters.noiseSuffix(eta, noiseScale);
  }

  @Override
  public int order() {
    return 2;
  }

  @Override
  public boolean stochastic() {
    return eta > 0 && noiseScale > 0;
  }

  @Override
  public Stepper begin(TimeGrid grid) {
    return new SdeMultistep(
            2, eta, noiseScale, (levels, next) -> Dpmpp2M.weights(levels, next, eta, slope))
        .begin();
  }
}
