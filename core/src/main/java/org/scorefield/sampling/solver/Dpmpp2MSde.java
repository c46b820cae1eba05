package org.scorefield.sampling.solver;

import org.scorefield.array.Batch;
import org.scorefield.denoise.Denoiser;
import org.scorefield.random.Noise;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.Stepper;
import org.scorefield.schedule.TimeGrid;

/// SDE-DPM-Solver++(2M) (Lu et al. 2211.01095, section 5; k-diffusion's `dpmpp_2m_sde`): the linear
/// part of the SDE in `lambda = -ln sigma` solved exactly, the denoiser extrapolated through its
/// last two values,
///
/// `x_next = keep x + (1 - keep) D + w (D - D_previous) / r + noiseScale next sqrt(1 - e^(-2 eta
/// h)) z`,
///
/// `h = ln(sigma/next)`, `r = h_previous/h`, `keep = e^-(1+eta)h`. The weight w is that of a linear
/// D ({@link Extrapolation#HEUN}) or that of D at the middle of the step ({@link
/// Extrapolation#MIDPOINT}); they differ by O(h^2). eta = 0 is DPM-Solver++(2M). The first step,
/// which has no history, is of first order; a step to 0 returns D.
///
/// Weak order 2 for the Gaussian part with either weight and any eta: the noise that the last two
/// values of D carry stands in, in law, for that within the step. One evaluation a step.
///
/// @param eta strength of the noise, >= 0
/// @param noiseScale factor on the noise (s_noise), >= 0
/// @param extrapolation which of the two weights
public record Dpmpp2MSde(double eta, double noiseScale, Extrapolation extrapolation)
    implements Solver {

  /// How the denoiser is carried over the step.
  public enum Extrapolation {
    /// `w = (1 - keep)/2`: D at the middle of the step.
    MIDPOINT,
    /// `w = 1 - (1 - keep)/((1+eta) h)`: D linear in lambda, integrated exactly.
    HEUN
  }

  public Dpmpp2MSde {
    Parameters.requireNotNegative("eta", eta);
    Parameters.requireNotNegative("noiseScale", noiseScale);
  }

  /// eta = 1.
  public Dpmpp2MSde(Extrapolation extrapolation) {
    this(1, 1, extrapolation);
  }

  @Override
  public String name() {
    String base = extrapolation == Extrapolation.HEUN ? "dpmpp-2m-sde-heun" : "dpmpp-2m-sde";
    return base + Parameters.suffix("eta", eta, 1) + Parameters.suffix("noise", noiseScale, 1);
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
    return new Run();
  }

  private double slopeWeight(SdeStep step) {
    return switch (extrapolation) {
      case MIDPOINT -> step.constant() / 2;
      case HEUN -> step.slope();
    };
  }

  private final class Run implements Stepper {
    private final DenoisedHistory history = new DenoisedHistory();

    @Override
    public Batch step(Denoiser d, Batch x, double sigma, double next, Noise noise) {
      Batch denoised = d.denoise(x, sigma);
      if (next == 0) {
        return denoised;
      }
      SdeStep step = SdeStep.of(sigma, next, eta);
      Batch mean;
      if (history.usable(step.h()) == 0) {
        mean = Batch.combine(step.keep(), x, step.constant(), denoised);
      } else {
        double w = slopeWeight(step) * step.h() / history.step(0);
        mean =
            Batch.combine(step.keep(), x, step.constant() + w, denoised, -w, history.denoised(0));
      }
      history.push(denoised, step.h());
      return Draw.add(mean, noiseScale * step.deviation(), noise);
    }
  }
}
