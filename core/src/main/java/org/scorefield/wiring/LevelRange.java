package org.scorefield.wiring;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.DoubleUnaryOperator;
import org.scorefield.array.Vector;
import org.scorefield.denoise.Denoiser;
import org.scorefield.denoise.KnownLevels;
import org.scorefield.schedule.GridRule;
import org.scorefield.schedule.TimeGrid;
import org.scorefield.schedule.UniformTimeGrid;
import org.scorefield.schedule.VpLinear;

/// The noise levels at which a model may be asked, and the grids that are made of them: EDM's range
/// for the scale of the data (2206.00364), as far as the model was made for it.
///
/// A network that was trained at a table of levels answers at any other as at the nearest one of
/// the table: a grid between its levels steps by one noise level and asks about another. So grids
/// are moved to the levels that the model really has; where two fall together the lower one takes
/// the next level below, and a grid of more steps than there are levels does not exist.
///
/// @param sigmaMax level of the white noise that runs start from
/// @param sigmaMin last positive level
/// @param clock the rule that is uniform in the model's own time
/// @param nearest the level at which the model is really asked; the identity if it knows all
public record LevelRange(
    double sigmaMax, double sigmaMin, GridRule clock, DoubleUnaryOperator nearest) {
  /// First and last noise level of EDM, as multiples of the standard deviation of the data.
  public static final double SIGMA_MAX_PER_SCALE = 80 / 0.5;

  public static final double SIGMA_MIN_PER_SCALE = 0.002 / 0.5;

  /// Where the clock of variance-preserving processes begins.
  private static final double FIRST_TIME = 1e-3;

  /// Keeps a constant rate from being rounded to one that falls.
  private static final double ROUNDING = 1e-12;

  /// How far below a level the next one of a table is looked for: 4 in ln sigma is beyond any gap.
  private static final int LOOKS = 400;

  private static final double LOOK = 0.99;

  public LevelRange {
    requireFalling(sigmaMax, sigmaMin);
  }

  private static void requireFalling(double sigmaMax, double sigmaMin) {
    if (!(sigmaMin > 0) || !(sigmaMax > sigmaMin) || !Double.isFinite(sigmaMax)) {
      throw new IllegalArgumentException(
          "noise levels must fall from a finite sigma_max to a positive sigma_min, got "
              + sigmaMax
              + " and "
              + sigmaMin);
    }
  }

  /// Of a model that answers at every level.
  public LevelRange(double sigmaMax, double sigmaMin, GridRule clock) {
    this(sigmaMax, sigmaMin, clock, DoubleUnaryOperator.identity());
  }

  /// The usual range of a model.
  ///
  /// @param scale standard deviation of its data
  public static LevelRange of(Denoiser model, double scale) {
    return of(model, scale, OptionalDouble.empty(), OptionalDouble.empty());
  }

  /// The range of a model from and to what was asked for.
  ///
  /// @throws IllegalArgumentException if that is beyond the model
  public static LevelRange of(
      Denoiser model, double scale, OptionalDouble sigmaMax, OptionalDouble sigmaMin) {
    Optional<KnownLevels> known = KnownLevels.of(model);
    double highest = known.map(KnownLevels::sigmaMax).orElse(Double.POSITIVE_INFINITY);
    double lowest = known.map(KnownLevels::sigmaMin).orElse(0.0);
    double top = sigmaMax.orElse(Math.min(scale * SIGMA_MAX_PER_SCALE, highest));
    double bottom = sigmaMin.orElse(Math.max(scale * SIGMA_MIN_PER_SCALE, lowest));
    requireWithin("sigma_max", top, lowest, highest);
    requireWithin("sigma_min", bottom, lowest, highest);
    requireFalling(top, bottom);
    DoubleUnaryOperator nearest =
        known.<DoubleUnaryOperator>map(k -> k::nearest).orElse(DoubleUnaryOperator.identity());
    return new LevelRange(
        nearest.applyAsDouble(top),
        nearest.applyAsDouble(bottom),
        clock(model, top, bottom),
        nearest);
  }

  private static void requireWithin(String what, double level, double lowest, double highest) {
    if (!(level > 0) || !Double.isFinite(level)) {
      throw new IllegalArgumentException(what + " must be positive and finite, got " + level);
    }
    if (level > highest * (1 + 1e-9) || level < lowest * (1 - 1e-9)) {
      throw new IllegalArgumentException(
          "%s = %s is beyond the levels that the model was made for, %s to %s"
              .formatted(what, level, lowest, highest));
    }
  }

  /// Uniform in the time of the process the model was trained on; without one, or with one whose
  /// time is the noise level itself, in that of the variance-preserving process with a linear rate
  /// between the two ends, as DEIS has it. Where the ends are so near that its rate would have to
  /// fall, the clock begins later, at the time from which on a constant rate leads to the top.
  private static GridRule clock(Denoiser model, double top, double bottom) {
    double constant = Math.log1p(bottom * bottom) / Math.log1p(top * top);
    double first = Math.max(FIRST_TIME, (1 + ROUNDING) * constant);
    return Wired.in(model)
        .map(Wired::wiring)
        .filter(wiring -> wiring.schedule().kind() != ScheduleSettings.Kind.EDM)
        .map(wiring -> new Clock(new UniformTimeGrid(wiring.schedule().schedule()), wiring.unit()))
        .orElseGet(() -> new Clock(new UniformTimeGrid(VpLinear.through(top, bottom, first)), 1));
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

  /// The grid of a rule from sigma_max by way of sigma_min to 0, on levels that the model has.
  public Optional<TimeGrid> toZero(GridRule rule, int steps) {
    return snapped(rule.toZero(steps, sigmaMax, sigmaMin));
  }

  /// The same of `most` steps, or of as many as the model has levels for.
  public TimeGrid upTo(GridRule rule, int most) {
    int steps = most;
    while (steps > 2 && toZero(rule, steps).isEmpty()) {
      steps--;
    }
    return onLevels(rule.toZero(steps, sigmaMax, sigmaMin));
  }

  /// A grid on levels that the model has; empty if it has too few.
  public Optional<TimeGrid> snapped(TimeGrid grid) {
    double[] levels = grid.sigmas().toArray();
    double above = Double.POSITIVE_INFINITY;
    for (int i = 0; i < levels.length && levels[i] > 0; i++) {
      double level = below(nearest.applyAsDouble(levels[i]), above);
      if (!(level > 0) || !(level < above)) {
        return Optional.empty();
      }
      levels[i] = level;
      above = level;
    }
    return Optional.of(new TimeGrid(Vector.adopt(levels)));
  }

  /// The same where there has to be one.
  ///
  /// @throws IllegalArgumentException if the model has too few levels
  public TimeGrid onLevels(TimeGrid grid) {
    return snapped(grid)
        .orElseThrow(() ->
            new IllegalArgumentException(
                "the model has not so many noise levels as a grid of %d steps from %s needs; take fewer steps"
                    .formatted(grid.steps(), grid.first())));
  }

  /// The level itself if it is below `above`, else the next one that is; 0 if there is none.
  private double below(double level, double above) {
    double found = level;
    double from = above;
    for (int i = 0; found >= above && i < LOOKS; i++) {
      from *= LOOK;
      found = nearest.applyAsDouble(from);
    }
    return found < above ? found : 0;
  }
}
