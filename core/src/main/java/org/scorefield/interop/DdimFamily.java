package org.scorefield.interop;

import java.util.List;
import org.scorefield.array.Vector;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.solver.Euler;
import org.scorefield.sampling.solver.FrozenScoreSde;
import org.scorefield.sampling.solver.Ipndm;
import org.scorefield.sampling.solver.Pndm;
import org.scorefield.sampling.solver.StepNoise;
import org.scorefield.sampling.solver.Warmup;
import org.scorefield.schedule.DiscreteSchedule;
import org.scorefield.schedule.TimeGrid;
import org.scorefield.wiring.Predicted;

/// DDIM, DDPM and PNDM: whole timesteps of the table, leading unless said otherwise.
final class DdimFamily {
  private static final String ENDLESS =
      "Its table ends in pure noise, where sigma is infinite; here sigma = 1e6.";

  private DdimFamily() {}

  static Draft ddim(Options options, int steps) {
    DiscreteSchedule table = table(options);
    Vector timesteps = Timesteps.whole(options, table.timesteps(), steps);
    boolean clips = options.flag("clip_sample", true) || options.flag("thresholding");
    return Draft.of(new Euler(), grid(options, table, timesteps, true))
        .sayingIf(
            clips,
            "Where clipping acts, it keeps the noise that was predicted before; here the noise is what is left after clipping (its use_clipped_model_output).")
        .sayingIf(
            skewed(timesteps, table.timesteps(), steps), skew(options, table.timesteps(), steps))
        .sayingIf(endless(table, timesteps), ENDLESS)
        .startingFromUnitVariance()
        .endingScaled()
        .thresholded(options, true);
  }

  static Draft ddpm(Options options, int steps) {
    DiscreteSchedule table = table(options);
    Vector timesteps = Timesteps.whole(options, table.timesteps(), steps);
    String variance =
        options.oneOf("variance_type", List.of("fixed_small", "fixed_small_log", "fixed_large"));
    boolean large = variance.equals("fixed_large");
    Solver solver = large ? new FrozenScoreSde(new StepNoise.Isotropic(1)) : FrozenScoreSde.ddpm();
    double[] levels = Timesteps.levels(table, timesteps);
    return Draft.of(solver, Ladder.grid(levels, 0))
        .sayingIf(endless(table, timesteps), ENDLESS)
        .sayingIf(
            large && timesteps.last() > 0,
            "It adds noise in its last step too, which does not start at timestep 0; here the last step returns the denoised sample.")
        .startingFromUnitVariance()
        .endingScaled()
        .thresholded(options, true);
  }

  static Draft pndm(Options options, int steps) {
    DiscreteSchedule table = table(options);
    Vector timesteps = Timesteps.whole(options, table.timesteps(), steps);
    boolean plms = options.flag("skip_prk_steps");
    int stride = table.timesteps() / steps;
    Solver solver = plms ? new Ipndm(4, Warmup.HEUN) : new Pndm(table);
    return Draft.of(solver, grid(options, table, timesteps, false))
        .sayingIf(
            !plms && stride % 2 == 1,
            "Its Runge-Kutta steps ask the network half a step on, rounded down to a whole timestep; here exactly half-way.")
        .sayingIf(
            skewed(timesteps, table.timesteps(), steps), skew(options, table.timesteps(), steps))
        .sayingIf(
            Trained.prediction(options) == Predicted.V,
            "It extrapolates v and converts the result at the last state; here each v becomes a noise prediction first, as in the paper.")
        .startingFromUnitVariance()
        .endingScaled();
  }

  private static DiscreteSchedule table(Options options) {
    return SingleTable.of(options, 1e-4, 0.02);
  }

  private static TimeGrid grid(
      Options options, DiscreteSchedule table, Vector timesteps, boolean toOneUnlessSaid) {
    boolean toOne = options.flag("set_alpha_to_one", toOneUnlessSaid);
    return Ladder.grid(Timesteps.levels(table, timesteps), toOne ? 0 : table.sigmas().first());
  }

  private static boolean endless(DiscreteSchedule table, Vector timesteps) {
    return table.sigma(timesteps.first()) > 1e5;
  }

  /// Whether a step of T/n timesteps, rounded down, does not end where the next one begins.
  private static boolean skewed(Vector timesteps, int table, int steps) {
    for (int i = 0; i + 1 < timesteps.size(); i++) {
      if (timesteps.get(i) - timesteps.get(i + 1) != table / steps) {
        return true;
      }
    }
    return timesteps.last() - table / steps >= 0;
  }

  private static String skew(Options options, int table, int steps) {
    return "Each of its steps goes %d timesteps down, which with this spacing is not where the next one begins; here it is (%s)."
        .formatted(table / steps, options.name());
  }
}
