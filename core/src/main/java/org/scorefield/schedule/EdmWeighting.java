package org.scorefield.schedule;

/// The same weight on the error of EDM's network at every level, `lambda = 1/c_out^2 = (sigma^2 +
/// sd^2)/(sigma sd)^2` (Karras et al. 2206.00364, table 1): an untrained network then has the same
/// loss everywhere, and the levels alone say what is trained.
public record EdmWeighting() implements Weighting {
  @Override
  public String name() {
    return "edm";
  }

  @Override
  public double weight(double sigma, NoiseLevels levels) {
    double out = sigma * levels.sigmaData() / Math.hypot(sigma, levels.sigmaData());
    return 1 / (out * out);
  }
}
