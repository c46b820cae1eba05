package org.scorefield.sampling.solver;

import java.util.OptionalInt;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.Stepper;
import org.scorefield.schedule.TimeGrid;

/// DPM-Solver++(2S) (Lu et al. 2211.01095, algorithm 1, r = 1/2) down to a level below the next
/// one, then noise up to it, as in {@link EulerAncestral} (k-diffusion's `dpmpp_2s_ancestral`):
///
/// `m = sqrt(sigma down)`, `y = D(x) + (m/sigma) (x - D(x))`, `x_next = D(y; m) + (down/sigma) (x -
/// D(y; m)) + noiseScale up z`.
///
/// eta = 0 is DPM-Solver++(2S). Weak order 2: both halves of a step keep the marginal law but for
/// the error of the deterministic one. Two evaluations a step; a step to 0 returns D with one.
///
/// @param eta share of the fresh noise, 0 to 1
/// @param noiseScale factor on the noise (s_noise), >= 0
public record Dpmpp2SAncestral(double eta, double noiseScale) implements Solver {

  public Dpmpp2SAncestral {
    AncestralSplit.requireEta(eta);
    Parameters.requireNotNegative("noiseScale", noiseScale);
  }

  /// Fully ancestral, eta = 1.
  public Dpmpp2SAncestral() {
    this(1, 1);
  }

  @Override
  public String name() {
    return "dpmpp-2s-ancestral" + Parameters.noiseSuffix(eta, noiseScale);
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
    return AncestralSplit.stepper(new Dpmpp2S().begin(grid), eta, noiseScale);
  }
}
