package org.scorefield.sampling.solver;

import java.util.OptionalInt;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.Stepper;
import org.scorefield.schedule.TimeGrid;

/// iPNDM_v (Zhang and Chen 2204.13902, as released with diff-sampler): Adams-Bashforth with weights
/// that follow the steps, on the slope `e = (x - D)/sigma`. One evaluation a step.
///
/// The released weights are those of variable-step Adams-Bashforth with slips: for three terms, the
/// part that multiplies the second difference is off unless the steps are equal; for four, a sign
/// is wrong even then, and the weights do not add up to the step, so that not even a constant slope
/// is integrated exactly. The right weights are those of {@link Lms}, and {@link Weights#EXACT} is
/// the same method as that. The released ones are kept because published tables were made with
/// them.
///
/// @param terms number of slopes used, 1 to 4
/// @param weights right or as released
/// @param warmup how the history is filled
public record IpndmV(int terms, Weights weights, Warmup warmup) implements Solver {

  /// Which weights.
  public enum Weights {
    /// Variable-step Adams-Bashforth.
    EXACT,
    /// As in the released code; with three terms order 3 on smooth grids, with four 2.
    RELEASED
  }

  public IpndmV {
    Multistep.requireTerms("iPNDM_v", terms, 4);
  }

  /// The method as it was meant.
  public IpndmV(int terms) {
    this(terms, Weights.EXACT, Warmup.RAMP);
  }

  @Override
  public String name() {
    return "ipndm-v-" + terms + (weights == Weights.EXACT ? "" : "-released") + warmup.suffix();
  }

  @Override
  public int order() {
    return warmup.limit(weights == Weights.RELEASED && terms == 4 ? 2 : terms);
  }

  @Override
  public OptionalInt evaluations(TimeGrid grid) {
    return multistep().evaluations(grid);
  }

  @Override
  public Stepper begin(TimeGrid grid) {
    return multistep().begin(grid);
  }

  private Multistep multistep() {
    return new Multistep(
        terms,
        Multistep.Memory.SLOPE,
        weights == Weights.EXACT ? Lms::weights : IpndmV::released,
        warmup,
        Finish.FULL);
  }

  /// With `h, h_1, h_2, h_3` the lengths of this step and the three before, newest first.
  private static double[] released(double[] levels, double next) {
    int q = levels.length;
    if (q < 3) {
      return Lms.weights(levels, next);
    }
    double h = next - levels[0];
    double h1 = levels[0] - levels[1];
    double h2 = levels[1] - levels[2];
    double reach = h / (3 * (h + h1));
    double second = (1 - reach * h * (h + h1) / (h1 * (h1 + h2))) / 2;
    double ratio = h1 / h2;
    double half = h / h1 / 2;
    if (q == 3) {
      return new double[] {
        h * (1 + half + second), -h * (half + (1 + ratio) * second), h * ratio * second
      };
    }
    double h3 = levels[2] - levels[3];
    double twoBack = h + h1 + h2;
    double third =
        ((1 - reach) / 2 + (1 - h / (2 * (h + h1))) * h / (6 * twoBack))
            * (h * (h + h1) * twoBack / (h1 * (h1 + h2) * (h1 + h2 + h3)));
    double older = h1 * (h1 + h2) / (h2 * (h2 + h3));
    return new double[] {
      h * (1 + half + second + third),
      -h * (half + (1 + ratio) * second + (1 + ratio + older) * third),
      h * (ratio * second + (ratio + older * (1 + h2 / h3)) * third),
      -h * older * ratio * third
    };
  }
}
