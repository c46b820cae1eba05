package org.scorefield.sampling.solver;

import java.util.OptionalInt;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.Stepper;
import org.scorefield.schedule.TimeGrid;

/// {@link Dpm2} down to a level below the next one, then noise up to it, as in {@link
/// EulerAncestral} (k-diffusion's `dpm_2_ancestral`). Its inner level is the middle of that shorter
/// way. eta = 0 is DPM-Solver-2.
///
/// Weak order 2, two evaluations a step; a step to 0 returns D with one.
///
/// @param eta share of the fresh noise, 0 to 1
/// @param noiseScale factor on the noise (s_noise), >= 0
public record Dpm2Ancestral(double eta, double noiseScale) implements Solver {

  public Dpm2Ancestral {
    AncestralSplit.requireEta(eta);
    Parameters.requireNotNegative("noiseScale", noiseScale);
  }

  /// Fully ancestral, eta = 1.
  public Dpm2Ancestral() {
    this(1, 1);
  }

  @Override
  public String name() {
    return "dpm-2-ancestral" + Parameters.noiseSuffix(eta, noiseScale);
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
    return new Dpm2().evaluations(grid);
  }

  @Override
  public Stepper begin(TimeGrid grid) {
    return AncestralSplit.stepper(new Dpm2().begin(grid), eta, noiseScale);
  }
}
