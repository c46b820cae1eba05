package org.scorefield.schedule;

import org.scorefield.array.Vector;

/// Levels at times of a schedule that are uniform in `t^(1/power)`, between the times of the two
/// ends. Power 1 is uniform in time; larger powers place more levels at low noise.
///
/// @param schedule whose clock is divided
/// @param power > 0
public record UniformTimeGrid(Schedule schedule, double power) implements GridRule {

  public UniformTimeGrid {
    Domain.positive("the power of time", power);
  }

  /// Uniform in the schedule's time.
  public UniformTimeGrid(Schedule schedule) {
    this(schedule, 1);
  }

  @Override
  public String name() {
    return "uniform:" + schedule.name() + (power == 1 ? "" : ":" + Levels.plain(power));
  }

  @Override
  public Vector levels(int count, double sigmaMax, double sigmaMin) {
    double top = Math.pow(schedule.time(sigmaMax), 1 / power);
    double bottom = Math.pow(schedule.time(sigmaMin), 1 / power);
    return Levels.between(
        count,
        sigmaMax,
        sigmaMin,
        fraction -> schedule.sigma(Math.pow(top + fraction * (bottom - top), power)));
  }
}
