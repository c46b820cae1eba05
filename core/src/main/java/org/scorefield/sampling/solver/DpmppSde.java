package org.scorefield.sampling.solver;

import java.util.OptionalInt;
import org.scorefield.array.Batch;
import org.scorefield.random.Noise;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.Stepper;
import org.scorefield.schedule.TimeGrid;

/// SDE-DPM-Solver++(2S) as k-diffusion's `dpmpp_sde` has it: {@link Dpmpp2S} with r = 1/2, whose
/// two stages both go down to a level below their own and come up again by noise, as in {@link
/// EulerAncestral}. With `m = sqrt(sigma next)` and `down(a, b)`, `up(a, b)` the split of a step
/// from a to b,
///
/// `y = D + (down(sigma, m)/sigma) (x - D) + noiseScale up(sigma, m) z_1`, `x_next = D(y; m) +
/// (down(sigma, next)/sigma) (x - D(y; m)) + noiseScale up(sigma, next) z_2`.
///
/// z_1 and z_2 are increments of one Brownian path in sigma, over its first part and over all of
/// the step: their correlation is `sqrt((sigma - m)/(sigma - next))`. eta = 0 is DPM-Solver++(2S).
/// Two evaluations a step; a step to 0 returns D with one.
///
/// @param eta share of the fresh noise, 0 to 1
/// @param noiseScale factor on the noise (s_noise), >= 0
public record DpmppSde(double eta, double noiseScale) implements Solver {
  /// The stream, beside that of the step, of what is drawn at its middle.
  public static final String MIDDLE = "middle";

  public DpmppSde {
    AncestralSplit.requireEta(eta);
    Parameters.requireNotNegative("noiseScale", noiseScale);
  }

  /// eta = 1.
  public DpmppSde() {
    this(1, 1);
  }

  @Override
  public String name() {
    return "dpmpp-sde" + Parameters.noiseSuffix(eta, noiseScale);
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
  public OptionalInt evaluations(TimeGrid grid) {
    return new Dpmpp2S().evaluations(grid);
  }

  @Override
  public Stepper begin(TimeGrid grid) {
    return (d, x, sigma, next, noise) -> {
      Batch denoised = d.denoise(x, sigma);
      if (next == 0) {
        return denoised;
      }
      double middle = Ratios.between(sigma, next, 0.5);
      Noise first = noise.child(MIDDLE);
      AncestralSplit half = AncestralSplit.of(sigma, middle, eta);
      Batch below = toward(denoised, x, half.down() / sigma);
      Batch inner = Draw.add(below, noiseScale * half.up(), first);
      AncestralSplit whole = AncestralSplit.of(sigma, next, eta);
      Batch end = toward(d.denoise(inner, middle), x, whole.down() / sigma);
      double shared = (sigma - middle) / (sigma - next);
      double up = noiseScale * whole.up();
      return Draw.add(
          Draw.add(end, up * Math.sqrt(shared), first), up * Math.sqrt(1 - shared), noise);
    };
  }

  private static Batch toward(Batch denoised, Batch x, double keep) {
    return Batch.combine(keep, x, 1 - keep, denoised);
  }
}
