package org.scorefield.sampling.solver;

import java.util.List;
import org.scorefield.array.Batch;
import org.scorefield.denoise.Denoiser;
import org.scorefield.random.Noise;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.Stepper;
import org.scorefield.schedule.TimeGrid;

/// DPM-Solver++(3M) with noise (k-diffusion's `dpmpp_3m_sde`): as {@link Dpmpp2MSde} with the
/// denoiser extrapolated through its last three values,
///
/// `x_next = keep x + (1 - keep) D + phi_2 D1 + c phi_3 D2 + noise`,
///
/// where D1 is `h dD/dlambda` at the start of the step and D2 = `h^2 D''/2`, both by divided
/// differences, and the phi are the weights of an exponential integrator.
///
/// The exact weight of the curvature is c = 2 ({@link Curvature#EXACT}). Published implementations,
/// the original one included, use c = 1 ({@link Curvature#PUBLISHED}): they count half of it, and
/// the method is of order 2. What is listed in {@link Solvers} is the published one, whose numbers
/// can be compared. The first two steps are of order 1 and 2; a step to 0 returns D. One evaluation
/// a step.
///
/// Order 2, weak with noise. With the exact weight and no noise order 3 shows where the run starts
/// far above the data, so that its first step, of order 1, leaves next to nothing.
///
/// @param eta strength of the noise, >= 0
/// @param noiseScale factor on the noise (s_noise), >= 0
/// @param curvature weight of the second difference
public record Dpmpp3MSde(double eta, double noiseScale, Curvature curvature) implements Solver {

  /// The weight of the second difference.
  public enum Curvature {
    /// Half the exact weight, as implementations have it.
    PUBLISHED,
    /// The exact weight.
    EXACT
  }

  public Dpmpp3MSde {
    Parameters.requireNotNegative("eta", eta);
    Parameters.requireNotNegative("noiseScale", noiseScale);
  }

  /// eta = 1, as published.
  public Dpmpp3MSde() {
    this(1, 1, Curvature.PUBLISHED);
  }

  @Override
  public String name() {
    String base = curvature == Curvature.PUBLISHED ? "dpmpp-3m-sde" : "dpmpp-3m-sde-exact";
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

  private final class Run implements Stepper {
    private final DenoisedHistory history = new DenoisedHistory();

    @Override
    public Batch step(Denoiser d, Batch x, double sigma, double next, Noise noise) {
      Batch denoised = d.denoise(x, sigma);
      if (next == 0) {
        return denoised;
      }
      SdeStep step = SdeStep.of(sigma, next, eta);
      Batch mean = mean(step, x, denoised);
      history.push(denoised, step.h());
      return Draw.add(mean, noiseScale * step.deviation(), noise);
    }

    private Batch mean(SdeStep step, Batch x, Batch denoised) {
      double keep = step.keep();
      double take = step.constant();
      int usable = history.usable(step.h());
      if (usable == 0) {
        return Batch.combine(keep, x, take, denoised);
      }
      double r0 = history.step(0) / step.h();
      Batch last = history.denoised(0);
      if (usable == 1) {
        double w = step.slope() / r0;
        return Batch.combine(keep, x, take + w, denoised, -w, last);
      }
      double r1 = history.step(1) / step.h();
      double c = curvature == Curvature.EXACT ? 2 : 1;
      // With the differences a = (D - D_1)/r0 and b = (D_1 - D_2)/r1 of the last three values,
      // D2 = (a - b)/(r0 + r1) and D1 = a + r0 D2.
      double ofD2 = (step.slope() * r0 + c * step.curvature()) / (r0 + r1);
      double w0 = (step.slope() + ofD2) / r0;
      double w1 = -ofD2 / r1;
      return Batch.combine(
          new double[] {keep, take + w0, w1 - w0, -w1},
          List.of(x, denoised, last, history.denoised(1)));
    }
  }
}
