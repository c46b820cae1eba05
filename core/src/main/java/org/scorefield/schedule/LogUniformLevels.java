package org.scorefield.schedule;

/// `ln sigma` uniform between two ends, for data of standard deviation 0.5: every decade of noise
/// alike, which is the plainest choice and the yardstick of the others.
///
/// @param sigmaMin lowest level, > 0
/// @param sigmaMax highest level, above it
public record LogUniformLevels(double sigmaMin, double sigmaMax) implements NoiseLevels {

  public LogUniformLevels {
    Ends.require(1, sigmaMax, sigmaMin);
  }

  /// Over the range that EDM samples on, 0.002 to 80.
  public LogUniformLevels() {
    this(0.002, 80);
  }

  @Override
  public String name() {
    boolean usual = sigmaMin == 0.002 && sigmaMax == 80;
    return "log-uniform"
        + (usual ? "" : ":" + Levels.plain(sigmaMin) + ":" + Levels.plain(sigmaMax));
  }

  @Override
  public double sigmaData() {
    return 0.5;
  }

  @Override
  public double sigma(double u) {
    return Math.clamp(
        sigmaMin * Math.exp(Domain.share(u) * Math.log(sigmaMax / sigmaMin)), sigmaMin, sigmaMax);
  }

  @Override
  public double density(double sigma) {
    boolean drawn = sigma >= sigmaMin && sigma <= sigmaMax;
    return drawn ? 1 / (sigma * Math.log(sigmaMax / sigmaMin)) : 0;
  }
}
