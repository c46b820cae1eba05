package org.scorefield.schedule;

/// Levels in the units of data of another standard deviation than they were published for; written
/// `lognormal@2` for data of standard deviation 2.
record ScaledLevels(NoiseLevels published, double sigmaData) implements NoiseLevels {

  ScaledLevels {
    Domain.positive("the standard deviation of the data", sigmaData);
  }

  private double factor() {
    return sigmaData / published.sigmaData();
  }

  @Override
  public String name() {
    return published.name() + "@" + Levels.plain(sigmaData);
  }

  @Override
  public double sigma(double u) {
    return factor() * published.sigma(u);
  }

  @Override
  public double density(double sigma) {
    return published.density(sigma / factor()) / factor();
  }

  @Override
  public NoiseLevels scaledTo(double other) {
    return published.scaledTo(other);
  }
}
