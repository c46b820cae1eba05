package org.scorefield.schedule;

/// The same weight on the error of the noise prediction at every level, `lambda = 1/sigma^2`: the
/// simple loss of Ho et al. (2006.11239, equation 14).
public record UniformWeighting() implements Weighting {
  @Override
  public String name() {
    return "uniform";
  }

  @Override
  public double weight(double sigma, NoiseLevels levels) {
    return 1 / (sigma * sigma);
  }
}
