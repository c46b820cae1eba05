package org.scorefield.schedule;

/// The time of a rectified flow drawn from a logit-normal law, `ln(t/(1-t)) ~ N(mean, deviation^2)`
/// (Esser et al. 2403.03206), for data of standard deviation 1. As a flow has `sigma = t/(1-t)`,
/// this is a lognormal law of sigma: where EDM's median is 0.6 standard deviations of the data,
/// that of the standard logit-normal is 1.
///
/// @param mean of the logit of the time
/// @param deviation of the logit of the time, > 0
public record LogitNormalLevels(double mean, double deviation) implements NoiseLevels {

  public LogitNormalLevels {
    Domain.finite("the mean of the logit", mean);
    Domain.positive("the deviation of the logit", deviation);
  }

  /// The standard one, of mean 0 and deviation 1.
  public LogitNormalLevels() {
    this(0, 1);
  }

  @Override
  public String name() {
    boolean usual = mean == 0 && deviation == 1;
    return "logit-normal" + (usual ? "" : ":" + Levels.plain(mean) + ":" + Levels.plain(deviation));
  }

  @Override
  public double sigmaData() {
    return 1;
  }

  @Override
  public double sigma(double u) {
    return ofSigma().sigma(u);
  }

  @Override
  public double density(double sigma) {
    return ofSigma().density(sigma);
  }

  @Override
  public double densityPerLog(double sigma) {
    return ofSigma().densityPerLog(sigma);
  }

  private LognormalLevels ofSigma() {
    return new LognormalLevels(mean, deviation);
  }
}
