package org.scorefield.sampling.solver;

import org.scorefield.sampling.Solver;
import org.scorefield.sampling.Stepper;
import org.scorefield.schedule.TimeGrid;

/// {@link Dpmpp3M} with noise (k-diffusion's `dpmpp_3m_sde`): as {@link Dpmpp2MSde}, with the
/// denoiser extrapolated through its last three values.
///
/// What is listed in {@link Solvers} has the published weight of the curvature, half the exact one,
/// so that its numbers can be compared. The first two steps are of order 1 and 2 ({@link
/// DataSlope#HEUN}); a step to 0 returns D. One evaluation a step.
///
/// Order 2, weak with noise. With the exact weight and no noise order 3 shows where the run starts
/// far above the data, so that its first step, of order 1, leaves next to nothing.
///
/// @param eta strength of the noise, >= 0
/// @param noiseScale factor on the noise (s_noise), >= 0
/// @param curvature weight of the second derivative
public record Dpmpp3MSde(double eta, double noiseScale, Dpmpp3M.Curvature curvature)
    implements Solver {

  public Dpmpp3MSde {
    Parameters.requireNoise(eta, noiseScale);
  }

  /// eta = 1, as published.
  public Dpmpp3MSde() {
    this(1, 1, Dpmpp3M.Curvature.PUBLISHED);
  }

  @Override
  public String name() {
    return "dpmpp-3m-sde"
        + (curvature == Dpmpp3M.Curvature.PUBLISHED ? "" : "-exact")
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
            3,
            eta,
            noiseScale,
            (levels, next) -> Dpmpp3M.weights(levels, next, eta, DataSlope.HEUN, curvature))
        .begin();
  }
}
