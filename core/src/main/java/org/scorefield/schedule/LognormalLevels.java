package org.scorefield.schedule;

import org.scorefield.random.StandardNormal;

/// `ln sigma ~ N(mean, deviation^2)`, for data of standard deviation 0.5: the levels of EDM (Karras
/// et al. 2206.00364, table 1), which spend training where the loss can be lowered. EDM2
/// (2312.02696) trains large images with mean -0.4 and deviation 1.
///
/// @param mean of ln sigma, P_mean
/// @param deviation of ln sigma, P_std, > 0
public record LognormalLevels(double mean, double deviation) implements NoiseLevels {

  public LognormalLevels {
    Domain.finite("the mean of ln sigma", mean);
    Domain.positive("the deviation of ln sigma", deviation);
  }

  /// P_mean = -1.2, P_std = 1.2.
  public LognormalLevels() {
    this(-1.2, 1.2);
  }

  @Override
  public String name() {
    boolean usual = mean == -1.2 && deviation == 1.2;
    return "lognormal" + (usual ? "" : ":" + Levels.plain(mean) + ":" + Levels.plain(deviation));
  }

  @Override
  public double sigmaData() {
    return 0.5;
  }

  @Override
  public double sigma(double u) {
    return Math.exp(mean + deviation * StandardNormal.quantile(u));
  }

  @Override
  public double density(double sigma) {
    return sigma > 0 ? densityPerLog(sigma) / sigma : 0;
  }

  @Override
  public double densityPerLog(double sigma) {
    return StandardNormal.density((Math.log(sigma) - mean) / deviation) / deviation;
  }
}
