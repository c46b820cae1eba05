package org.scorefield.budget;

import org.scorefield.schedule.Edm;
import org.scorefield.schedule.Schedule;
import org.scorefield.schedule.VarianceExploding;

/// The time that published bounds are written in: `sigma = t` or `sigma = sqrt(t)`, with the
/// diffusion coefficient of `dX = sqrt(2 sigma_t^2) dW`, `sigma_t^2 = (1/2) dv/dt`, `v = sigma^2`.
///
/// The scheme itself knows nothing of it; the bounds do, since they charge a step by its duration.
public enum Clock {
  /// `sigma = t`, so `sigma_t^2 = t`.
  EDM(new Edm(), 1),
  /// `sigma = sqrt(t)`, so `sigma_t^2 = 1/2`.
  SONG(new VarianceExploding(), 2);

  private final Schedule schedule;
  private final int power;

  Clock(Schedule schedule, int power) {
    this.schedule = schedule;
    this.power = power;
  }

  /// The process.
  public Schedule schedule() {
    return schedule;
  }

  /// The power of sigma that time is: 1 or 2.
  public int power() {
    return power;
  }

  /// t at a noise level.
  public double time(double sigma) {
    return schedule.time(sigma);
  }

  /// sigma_t^2 at a noise level: `sigma d(sigma)/dt`.
  public double diffusion(double sigma) {
    return this == EDM ? sigma : 0.5;
  }

  /// How long the process takes from `next` up to `sigma`.
  double duration(double sigma, double next) {
    return this == EDM ? sigma - next : (sigma - next) * (sigma + next);
  }

  /// `int sigma_t^4/sigma^4 dt` over that time; with `sigma_t^2 = t` or 1/2 it is one of `1/t^2`.
  double relativeDiffusion(double sigma, double next) {
    double inverse = duration(sigma, next) / (time(sigma) * time(next));
    return this == EDM ? inverse : inverse / 4;
  }
}
