package org.scorefield.schedule;

import org.scorefield.array.Vector;

/// The noise levels a sampler steps through: `sigma_0 > sigma_1 > ... > sigma_N >= 0`. A run on it
/// makes N steps. Only the last level may be 0.
///
/// @param sigmas N+1 >= 2 levels, strictly decreasing
public record TimeGrid(Vector sigmas) {

  public TimeGrid {
    int n = sigmas.size();
    if (n < 2) {
      throw new IllegalArgumentException("a grid needs at least two noise levels, got " + n);
    }
    for (int i = 0; i < n; i++) {
      double sigma = sigmas.get(i);
      if (!Double.isFinite(sigma) || sigma < 0 || (sigma == 0 && i < n - 1)) {
        throw new IllegalArgumentException(
            "noise level "
                + i
                + " is "
                + sigma
                + "; every level must be positive and finite, only the last may be 0");
      }
      if (i > 0 && !(sigma < sigmas.get(i - 1))) {
        throw new IllegalArgumentException(
            "noise levels must decrease strictly, but level "
                + (i - 1)
                + " is "
                + sigmas.get(i - 1)
                + " and level "
                + i
                + " is "
                + sigma
                + (sigma == sigmas.get(i - 1)
                    ? "; drop the one that is repeated"
                    : "; list them from high noise to low"));
      }
    }
  }

  public static TimeGrid of(double... sigmas) {
    return new TimeGrid(Vector.of(sigmas));
  }

  /// Number of steps N.
  public int steps() {
    return sigmas.size() - 1;
  }

  /// Noise level i, 0 <= i <= N.
  public double sigma(int i) {
    return sigmas.get(i);
  }

  public double first() {
    return sigmas.first();
  }

  public double last() {
    return sigmas.last();
  }

  /// Whether the run ends on clean data (sigma_N = 0).
  public boolean endsAtZero() {
    return last() == 0;
  }

  /// What is left of the grid for a run that starts at `sigmaSkip`: that level, followed by the
  /// levels below it. Where sigmaSkip is a level of the grid this is its tail.
  ///
  /// @throws IllegalArgumentException if sigmaSkip is above the first level, or if no level is
  ///   below it
  public TimeGrid from(double sigmaSkip) {
    if (!(sigmaSkip <= first())) {
      throw new IllegalArgumentException(
          "sigma_skip = "
              + sigmaSkip
              + " is above the first noise level "
              + first()
              + "; choose one between "
              + last()
              + " and "
              + first());
    }
    int next = 0;
    while (next < sigmas.size() && sigmas.get(next) >= sigmaSkip * (1 - 1e-9)) {
      next++;
    }
    if (next == sigmas.size()) {
      throw new IllegalArgumentException(
          "sigma_skip = " + sigmaSkip + " is not above the last noise level " + last());
    }
    double[] tail = new double[sigmas.size() - next + 1];
    tail[0] = sigmaSkip;
    System.arraycopy(sigmas.shared(), next, tail, 1, tail.length - 1);
    return new TimeGrid(Vector.adopt(tail));
  }

  @Override
  public String toString() {
    return "TimeGrid" + sigmas;
  }
}
