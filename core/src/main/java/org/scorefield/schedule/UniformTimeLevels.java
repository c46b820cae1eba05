package org.scorefield.schedule;

/// Levels at times drawn uniformly from a schedule's clock, `p(sigma) = 1/(sigma'(t) (t_max -
/// t_min))`: how diffusion models were trained before the distribution was a choice of its own. For
/// data of standard deviation 1, which those processes assume.
///
/// @param schedule the clock
/// @param sigmaMin level of the first time drawn, > 0
/// @param sigmaMax level of the last, above it
public record UniformTimeLevels(Schedule schedule, double sigmaMin, double sigmaMax)
    implements NoiseLevels {
  /// Where a clock that begins at no noise is entered: a thousandth of the data, as Song et al.
  /// (2011.13456) do with t = 1e-5.
  private static final double LOWEST = 0.001;

  /// Where a clock that never ends is left: twice 80, EDM's highest level for data of standard
  /// deviation 0.5.
  private static final double HIGHEST = 160;

  public UniformTimeLevels {
    Ends.require(1, sigmaMax, sigmaMin);
    schedule.time(sigmaMin);
    schedule.time(sigmaMax);
  }

  /// The whole time of the schedule, from 0.001 where it begins without noise and up to 160 where
  /// it has no end.
  public UniformTimeLevels(Schedule schedule) {
    this(schedule, usualMin(schedule), usualMax(schedule));
  }

  private static double usualMin(Schedule schedule) {
    return Math.max(LOWEST, schedule.sigma(schedule.minTime()));
  }

  private static double usualMax(Schedule schedule) {
    boolean ends = schedule.maxTime() < Double.MAX_VALUE;
    return ends ? schedule.sigma(schedule.maxTime()) : HIGHEST;
  }

  @Override
  public String name() {
    boolean usual = sigmaMin == usualMin(schedule) && sigmaMax == usualMax(schedule);
    return "time:"
        + schedule.name()
        + (usual ? "" : ":" + Levels.plain(sigmaMin) + ":" + Levels.plain(sigmaMax));
  }

  @Override
  public double sigmaData() {
    return 1;
  }

  @Override
  public double sigma(double u) {
    double first = schedule.time(sigmaMin);
    double time = first + Domain.share(u) * (schedule.time(sigmaMax) - first);
    return Math.clamp(schedule.sigma(time), sigmaMin, sigmaMax);
  }

  @Override
  public double density(double sigma) {
    if (!(sigma >= sigmaMin && sigma <= sigmaMax)) {
      return 0;
    }
    double duration = schedule.time(sigmaMax) - schedule.time(sigmaMin);
    return 1 / (schedule.sigmaDerivative(schedule.time(sigma)) * duration);
  }
}
