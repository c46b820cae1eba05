package org.scorefield.sampling.solver;

import java.util.OptionalInt;
import org.scorefield.array.Batch;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.Stepper;
import org.scorefield.schedule.TimeGrid;

/// EDM's stochastic sampler (Karras et al. 2206.00364, algorithm 2): raise the noise level a little
/// by fresh noise, then step down from there by {@link Heun}.
///
/// Where `lowest <= sigma <= highest`, `gamma = min(churn/N, sqrt(2) - 1)` for a run of N steps and
/// 0 elsewhere; `hat = (1 + gamma) sigma`, `x_hat = x + noiseScale sqrt(hat^2 - sigma^2) z`, then
/// Heun from hat to next. churn = 0 is Heun itself.
///
/// With noiseScale = 1 raising the level is exact in law, and the weak order is Heun's 2; above 1
/// the law has too much variance in the limit too, which the paper found to help networks that
/// remove slightly too much noise (it used 1.003 to 1.007). Evaluations are Heun's: two a step, one
/// in a step to 0.
///
/// @param churn S_churn, the total amount of noise renewal, >= 0
/// @param lowest S_min, level below which nothing is added, >= 0
/// @param highest S_max, level above which nothing is added; may be infinite
/// @param noiseScale S_noise, >= 0
public record HeunChurn(double churn, double lowest, double highest, double noiseScale)
    implements Solver {

  /// Above this a step would more than double the variance.
  private static final double LARGEST_GAMMA = Math.sqrt(2) - 1;

  public HeunChurn {
    Parameters.requireNotNegative("churn", churn);
    Parameters.requireNotNegative("noiseScale", noiseScale);
    if (!(lowest >= 0 && highest >= lowest)) {
      throw new IllegalArgumentException(
          "churn needs 0 <= lowest <= highest, got "
              + lowest
              + " and "
              + highest
              + "; 0 and infinity leave every level in");
    }
  }

  /// EDM's window and amount for ImageNet-64 (its table 5), without its inflation of the noise.
  public HeunChurn() {
    this(40, 0.05, 50, 1);
  }

  @Override
  public String name() {
    return "heun-churn"
        + Parameters.suffix("amount", churn, 40)
        + Parameters.suffix("from", lowest, 0.05)
        + Parameters.suffix("to", highest, 50)
        + Parameters.suffix("noise", noiseScale, 1);
  }

  @Override
  public int order() {
    return 2;
  }

  @Override
  public boolean stochastic() {
    return churn > 0 && noiseScale > 0;
  }

  @Override
  public OptionalInt evaluations(TimeGrid grid) {
    return new Heun().evaluations(grid);
  }

  @Override
  public Stepper begin(TimeGrid grid) {
    Stepper heun = new Heun().begin(grid);
    double most = Math.min(churn / grid.steps(), LARGEST_GAMMA);
    return (d, x, sigma, next, noise) -> {
      double gamma = sigma >= lowest && sigma <= highest ? most : 0;
      double hat = (1 + gamma) * sigma;
      double added = sigma * Math.sqrt(gamma * (2 + gamma));
      Batch raised = Draw.add(x, noiseScale * added, noise);
      return heun.step(d, raised, hat, next, noise);
    };
  }
}
