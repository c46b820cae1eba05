package org.scorefield.schedule;

import org.scorefield.array.Vector;

/// Levels whose density over ln sigma is constant in each of some bins: any distribution, to the
/// resolution of the bins. Learned ones are of this kind ({@link BalancedWeighting#levels}).
///
/// @param bins of sigma, in the units of the data
/// @param masses share of the draws in each bin, up to a common factor; a bin may have none
/// @param sigmaData standard deviation of the data that the bins are meant for, > 0
public record BinnedLevels(LogBins bins, Vector masses, double sigmaData) implements NoiseLevels {

  public BinnedLevels {
    bins.requireShares(masses, "the masses of noise levels");
    Domain.positive("the standard deviation of the data", sigmaData);
  }

  @Override
  public String name() {
    return "binned:"
        + Levels.plain(bins.sigmaMin())
        + ":"
        + Levels.plain(bins.sigmaMax())
        + ":"
        + bins.count();
  }

  @Override
  public double sigma(double u) {
    double wanted = Domain.share(u) * masses.sum();
    double below = 0;
    int last = 0;
    for (int bin = 0; bin < bins.count(); bin++) {
      double mass = masses.get(bin);
      if (mass > 0) {
        last = bin;
        if (below + mass >= wanted) {
          return bins.level(bin + (wanted - below) / mass);
        }
      }
      below += mass;
    }
    return bins.level(last + 1);
  }

  @Override
  public double density(double sigma) {
    return sigma > 0 ? densityPerLog(sigma) / sigma : 0;
  }

  @Override
  public double densityPerLog(double sigma) {
    return bins.contain(sigma) ? masses.get(bins.of(sigma)) / (masses.sum() * bins.width()) : 0;
  }
}
