package org.scorefield.schedule;

import org.scorefield.array.Vector;

/// The weighting that the convergence theory of Wang, He and Tao (2406.12839, corollary 2) asks
/// for: total weight of a noise level inverse to its present loss, so that no level is done before
/// the others. The theory compares bounds and leaves the overall scale free; what it is worth is
/// for runs to say. It is learned while training: losses are averaged by bin of the noise level,
/// and now and then the weights in force are set from them.
///
/// A value, which training replaces: {@link #updated} takes in the losses of a step, {@link
/// #refreshed} brings the weights up to date, by custom every 500 steps. In between the weights
/// stay as they are, so that the loss has a meaning. The components are all of its state.
///
/// The weights can be used as such, `beta_b/(p_ln sigma^2)` relative to {@link
/// LikelihoodWeighting}, which is what it is while nothing is known; or as a distribution to draw
/// from, {@link #levels}, under {@link UniformWeighting}. The total is the same. Weights divide by
/// the density of the levels drawn from, so what is said of levels without ends there holds here.
///
/// Averages are running means of the first `memory` draws in a bin, and exponential averages with
/// that memory from then on. A bin never drawn from takes the loss of the nearest that was.
///
/// @param bins of sigma over the standard deviation of the data
/// @param memory draws in a bin that its average remembers, at least 1
/// @param losses average loss of the noise prediction in each bin
/// @param counts draws behind each, at most `memory`
/// @param betas total weight of each bin now in force, of sum 1
public record BalancedWeighting(
    LogBins bins, double memory, Vector losses, Vector counts, Vector betas) implements Weighting {
  /// The largest weight of a bin over the least.
  public static final double RATIO = 1e3;

  private static final LogBins USUAL = new LogBins(0.004, 160, 40);

  public BalancedWeighting {
    if (!(memory >= 1) || !Double.isFinite(memory)) {
      throw new IllegalArgumentException("an average remembers at least 1 draw, got " + memory);
    }
    requireEach(bins, losses, "losses");
    requireEach(bins, counts, "counts of draws");
    bins.requireShares(betas, "weights by noise level");
  }

  /// Nothing seen yet: uniform in ln sigma, with a memory of 1,000 draws.
  public BalancedWeighting(LogBins bins) {
    this(
        bins,
        1000,
        Vector.generate(bins.count(), b -> 0),
        Vector.generate(bins.count(), b -> 0),
        Vector.generate(bins.count(), b -> 1.0 / bins.count()));
  }

  /// Nothing seen yet, in 40 bins over EDM's range, 0.004 to 160 standard deviations of the data.
  public BalancedWeighting() {
    this(USUAL);
  }

  private static void requireEach(LogBins bins, Vector values, String what) {
    if (values.size() != bins.count()
        || !values.stream().allMatch(v -> v >= 0 && Double.isFinite(v))) {
      throw new IllegalArgumentException(
          what
              + " must be "
              + bins.count()
              + " numbers, one for each bin, none negative; got "
              + values);
    }
  }

  @Override
  public String name() {
    return "balanced"
        + (bins.equals(USUAL)
            ? ""
            : ":"
                + Levels.plain(bins.sigmaMin())
                + ":"
                + Levels.plain(bins.sigmaMax())
                + ":"
                + bins.count());
  }

  /// The averages with more losses taken in; the weights in force stay. Levels outside the bins are
  /// passed over.
  ///
  /// @param sigmas noise levels in the units of the data
  /// @param noiseLosses squared error of the noise prediction at each, not weighted, in any one
  ///   unit
  /// @param sigmaData standard deviation of the data
  public BalancedWeighting updated(Vector sigmas, Vector noiseLosses, double sigmaData) {
    if (sigmas.size() != noiseLosses.size()) {
      throw new IllegalArgumentException(
          "need one loss for each noise level, got "
              + noiseLosses.size()
              + " for "
              + sigmas.size());
    }
    double[] means = losses.toArray();
    double[] seen = counts.toArray();
    for (int i = 0; i < sigmas.size(); i++) {
      double sigma = sigmas.get(i) / sigmaData;
      double loss = noiseLosses.get(i);
      if (!(loss >= 0) || !Double.isFinite(loss)) {
        throw new IllegalArgumentException(
            "the loss at sigma = "
                + sigmas.get(i)
                + " is "
                + loss
                + "; stop at the step that made it, it would spoil the averages");
      }
      if (bins.contain(sigma)) {
        int bin = bins.of(sigma);
        seen[bin] = Math.min(seen[bin] + 1, memory);
        means[bin] += (loss - means[bin]) / seen[bin];
      }
    }
    return new BalancedWeighting(bins, memory, Vector.adopt(means), Vector.adopt(seen), betas);
  }

  /// The same averages, and the weights that they ask for.
  public BalancedWeighting refreshed() {
    if (!(counts.sum() > 0 && profile().sum() > 0)) {
      return this;
    }
    Vector balanced = new BinnedLoss(bins, profile()).balanced(RATIO);
    return new BalancedWeighting(bins, memory, losses, counts, balanced);
  }

  /// The average loss of every bin, those never drawn from included.
  public Vector profile() {
    return Vector.generate(bins.count(), b -> losses.get(nearestSeen(b)));
  }

  private int nearestSeen(int bin) {
    for (int away = 0; away < bins.count(); away++) {
      if (bin - away >= 0 && counts.get(bin - away) > 0) {
        return bin - away;
      }
      if (bin + away < bins.count() && counts.get(bin + away) > 0) {
        return bin + away;
      }
    }
    return bin;
  }

  /// `max_b(beta_b loss_b)/min_b(beta_b loss_b)` of the weights in force; the theory wants 1.
  public double spread() {
    return new BinnedLoss(bins, profile()).spread(betas);
  }

  /// Levels drawn in proportion to the weights in force: with these, {@link UniformWeighting} has
  /// the same total weighting as this.
  public NoiseLevels levels(double sigmaData) {
    LogBins scaled =
        new LogBins(bins.sigmaMin() * sigmaData, bins.sigmaMax() * sigmaData, bins.count());
    return new BinnedLevels(scaled, betas, sigmaData);
  }

  /// As {@link LikelihoodWeighting}, times the weight of the bin over the mean of all bins; levels
  /// outside the bins have the weight of the nearest.
  @Override
  public double weight(double sigma, NoiseLevels levels) {
    double relative = betas.get(bins.of(sigma / levels.sigmaData())) * bins.count();
    return relative / (sigma * sigma * levels.densityPerLog(sigma));
  }
}
