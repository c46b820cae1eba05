package org.scorefield.experiment;

import java.util.OptionalDouble;
import org.scorefield.array.Vector;
import org.scorefield.design.GridRange;
import org.scorefield.schedule.GridRule;
import org.scorefield.schedule.Schedule;
import org.scorefield.schedule.UniformTimeGrid;
import org.scorefield.schedule.VpLinear;
import org.scorefield.wiring.ScheduleSettings;
import org.scorefield.wiring.Wired;

/// The noise levels at which a model may be asked.
final class ModelLevels {
  /// Where the clock of variance-preserving processes begins.
  private static final double FIRST_TIME = 1e-3;

  private static final double ROUNDING = 1e-9;

  private ModelLevels() {}

  /// From and to where samplers ask a model: the usual {@link LevelRange} unless something else is
  /// asked for.
  ///
  /// @throws IllegalArgumentException if what was asked for is beyond the model
  static GridRange of(Model model, OptionalDouble sigmaMax, OptionalDouble sigmaMin) {
    LevelRange usual = LevelRange.of(model);
    double top = sigmaMax.orElse(usual.sigmaMax());
    double bottom = sigmaMin.orElse(usual.sigmaMin());
    requireLevel("sigma_max", top, usual);
    requireLevel("sigma_min", bottom, usual);
    if (!(bottom < top)) {
      throw new IllegalArgumentException(
          "sigma_min must be below sigma_max, got %s and %s".formatted(bottom, top));
    }
    GridRule clock = clock(model, top, bottom);
    return usual
        .known()
        .map(known ->
            new GridRange(known.nearest(top), known.nearest(bottom), clock, known::nearest))
        .orElseGet(() -> new GridRange(top, bottom, clock));
  }

  private static void requireLevel(String what, double level, LevelRange usual) {
    if (!(level > 0) || !Double.isFinite(level)) {
      throw new IllegalArgumentException(what + " must be positive and finite, got " + level);
    }
    usual
        .known()
        .ifPresent(known -> {
          if (level > known.sigmaMax() * (1 + ROUNDING)
              || level < known.sigmaMin() * (1 - ROUNDING)) {
            throw new IllegalArgumentException(
                "%s = %s is beyond the levels that the model was made for, %s to %s"
                    .formatted(what, level, known.sigmaMin(), known.sigmaMax()));
          }
        });
  }

  /// Uniform in the time of the process the model was trained on; without one, or with one whose
  /// time is the noise level itself, in that of the variance-preserving process with a linear rate
  /// between the two ends, as DEIS has it.
  private static GridRule clock(Model model, double top, double bottom) {
    if (model.denoiser() instanceof Wired wired
        && wired.wiring().schedule().kind() != ScheduleSettings.Kind.EDM) {
      Schedule own = wired.wiring().schedule().schedule();
      return new Clock(new UniformTimeGrid(own), wired.wiring().unit());
    }
    return new Clock(new UniformTimeGrid(VpLinear.through(top, bottom, FIRST_TIME)), 1);
  }

  /// A rule in the units of a network, under a name that does not spell out the process.
  private record Clock(GridRule rule, double unit) implements GridRule {
    @Override
    public String name() {
      return "uniform-time";
    }

    @Override
    public Vector levels(int count, double sigmaMax, double sigmaMin) {
      Vector own = rule.levels(count, sigmaMax / unit, sigmaMin / unit);
      return Vector.generate(
          count, i -> i == 0 ? sigmaMax : i == count - 1 ? sigmaMin : unit * own.get(i));
    }
  }
}
