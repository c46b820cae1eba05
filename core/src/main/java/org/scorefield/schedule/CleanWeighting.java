package org.scorefield.schedule;

/// The same weight on the error of the clean sample at every level, measured in standard deviations
/// of the data: `lambda = 1/sd^2`. High noise, where x0 can only be guessed at, counts most.
public record CleanWeighting() implements Weighting {
  @Override
  public String name() {
    return "x0";
  }

  @Override
  public double weight(double sigma, NoiseLevels levels) {
    return 1 / (levels.sigmaData() * levels.sigmaData());
  }
}
