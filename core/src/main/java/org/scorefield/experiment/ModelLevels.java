package org.scorefield.experiment;

import java.util.OptionalDouble;
import org.scorefield.array.Vector;
import org.scorefield.denoise.Denoiser;
import org.scorefield.denoise.KnownLevels;
import org.scorefield.design.LevelRange;
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

  private ModelLevels() {}

  /// From and to where samplers ask a model: as in EDM for the scale of its data, but within the
  /// levels it was made for.
  ///
  /// @param sigmaMax if it was asked for
  /// @param sigmaMin likewise
  /// @throws IllegalArgumentException if what was asked for is beyond the model
  static LevelRange of(Model model, OptionalDouble sigmaMax, OptionalDouble sigmaMin) {
    double scale = model.card().noiseScale();
    double top =
        sigmaMax.orElse(
            Math.min(scale * SampleExperiment.SIGMA_MAX_PER_SCALE, highest(model.denoiser())));
    double bottom =
        sigmaMin.orElse(
            Math.max(scale * SampleExperiment.SIGMA_MIN_PER_SCALE, lowest(model.denoiser())));
    requireWithin(model.denoiser(), "sigma_max", top);
    requireWithin(model.denoiser(), "sigma_min", bottom);
    if (!(bottom < top)) {
      throw new IllegalArgumentException(
          "sigma_min must be below sigma_max, got %s and %s".formatted(bottom, top));
    }
    return model.denoiser() instanceof KnownLevels known
        ? new LevelRange(
            known.nearest(top), known.nearest(bottom), clock(model, top, bottom), known::nearest)
        : new LevelRange(top, bottom, clock(model, top, bottom));
  }

  private static double highest(Denoiser model) {
    return model instanceof KnownLevels known ? known.sigmaMax() : Double.POSITIVE_INFINITY;
  }

  private static double lowest(Denoiser model) {
    return model instanceof KnownLevels known ? known.sigmaMin() : 0;
  }

  private static void requireWithin(Denoiser model, String what, double level) {
    if (!(level > 0) || !Double.isFinite(level)) {
      throw new IllegalArgumentException(what + " must be positive and finite, got " + level);
    }
    if (level > highest(model) * (1 + 1e-9) || level < lowest(model) * (1 - 1e-9)) {
      throw new IllegalArgumentException(
          "%s = %s is beyond the levels that the model was made for, %s to %s"
              .formatted(what, level, lowest(model), highest(model)));
    }
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
