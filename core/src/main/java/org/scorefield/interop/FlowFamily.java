package org.scorefield.interop;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.scorefield.sampling.Solver;
import org.scorefield.schedule.GridRule;
import org.scorefield.schedule.TimeGrid;

/// Rectified flow: levels are times t, uniform or shifted towards noise by a factor a, `t -> a t/(1
/// + (a - 1) t)`; here `sigma = t/(1 - t)`.
final class FlowFamily {
  /// Pure noise, t = 1, has no finite level. What stands for it, as in diffusers' UniPC.
  private static final double NEARLY_NOISE = 1 - 1e-6;

  private FlowFamily() {}

  static SchedulerClass.Importer matching(Solver solver) {
    return (options, steps) -> draft(options, steps, solver);
  }

  private static Draft draft(Options options, int steps, Solver solver) {
    requireOwnTimes(options);
    options.requireUnset("invert_sigmas", "it is for networks whose t runs the other way");
    options.requireUnset(
        "stochastic_sampling",
        "set it false; the nearest here is euler-ancestral, which keeps the law of each level");
    double shift = shift(options, "shift");
    int timesteps = options.whole("num_train_timesteps", 1000);
    double lowest = shifted(1.0 / timesteps, shift);
    double[] times = new double[steps];
    for (int i = 0; i < steps; i++) {
      double share = steps == 1 ? 0 : i / (steps - 1.0);
      times[i] = shifted(1 + share * (lowest - 1), shift);
    }
    options.number("shift_terminal").ifPresent(end -> stretch(times, end));
    Optional<GridRule> rule = Ladder.rule(options);
    double[] placed =
        rule.map(r -> Ladder.levels(r, steps, times[0], times[steps - 1])).orElse(times);
    return said(Draft.of(solver, grid(placed, 0)))
        .sayingIf(
            shift != 1, "It applies its shift twice to the lowest time, and so does this grid.");
  }

  /// The times of DPM-Solver, DEIS and UniPC on a flow.
  ///
  /// @param toZero whether the run ends on clean data
  static TimeGrid grid(Options options, int steps, boolean toZero) {
    requireOwnTimes(options);
    double shift = shift(options, "flow_shift");
    double low = 1.0 / options.whole("num_train_timesteps", 1000);
    boolean fromOne = options.name().startsWith("UniPC");
    double[] times = new double[steps];
    for (int i = 0; i < steps; i++) {
      double share = i / (double) steps;
      times[i] = shifted(fromOne ? 1 - share * (1 - low) : (1 - low) * (1 - share), shift);
    }
    if (toZero) {
      return grid(times, 0);
    }
    boolean repeats = !options.name().startsWith("DPMSolver");
    double first = SingleTable.of(options, 1e-4, 0.02).sigmas().first();
    return grid(times, repeats ? 1 : first);
  }

  /// What every flow is started with.
  static Draft said(Draft draft) {
    return draft.sayingIf(
        draft.grid().first() > 1e5,
        "It starts at t = 1, pure noise, where sigma is infinite; here at t = 0.999999, sigma = %.6g."
            .formatted(draft.grid().first()));
  }

  /// @param end the last time; at or above the lowest of the others that one is repeated
  private static TimeGrid grid(double[] times, double end) {
    return Ladder.grid(
        Arrays.stream(times).map(FlowFamily::sigma).toArray(), end == 0 ? 0 : sigma(end));
  }

  private static double sigma(double t) {
    double time = Math.min(t, NEARLY_NOISE);
    return time / (1 - time);
  }

  private static double shifted(double t, double shift) {
    return shift * t / (1 + (shift - 1) * t);
  }

  private static void stretch(double[] times, double end) {
    double scale = (1 - times[times.length - 1]) / (1 - end);
    for (int i = 0; i < times.length; i++) {
      times[i] = 1 - (1 - times[i]) / scale;
    }
  }

  private static double shift(Options options, String key) {
    double shift = options.number(key, 1);
    if (!(shift > 0)) {
      throw options.refusal(
          "'%s' is %s".formatted(key, shift), "it must be positive, usually 1 to 12");
    }
    return shift;
  }

  private static void requireOwnTimes(Options options) {
    options.requireUnset(
        "use_dynamic_shifting",
        "its shift depends on the number of pixels: set it false and 'shift' (or 'flow_shift') to exp(mu), between exp(base_shift) = 1.65 for 256 tokens and exp(max_shift) = 3.16 for 4096 with the usual shifts");
    options.oneOf("time_shift_type", List.of("exponential", "linear"));
  }
}
