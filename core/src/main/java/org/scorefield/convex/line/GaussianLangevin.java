package org.scorefield.convex.line;

/// What the unadjusted Langevin algorithm makes of the score `-(x - mu)/v` of a Gaussian, exactly.
/// A move `x + (a/2) s(x) + sqrt(a) z` is a step of an autoregression,
///
/// `m' = mu + (1 - a/(2v)) (m - mu)`, `V' = (1 - a/(2v))^2 V + a`:
///
/// stable for a < 4v, with the stationary variance `v / (1 - a/(4v))`. This is the law of {@link
/// LineProgram} with a skip connection from {@link LineThresholds#affine} on, mu and v the mean and
/// variance of the data.
///
/// @param mean mu
/// @param variance v, > 0
/// @param size a of a move, in units of variance, > 0
public record GaussianLangevin(double mean, double variance, double size) {

  public GaussianLangevin {
    if (!(variance > 0) || !(size > 0) || !Double.isFinite(variance) || !Double.isFinite(size)) {
      throw new IllegalArgumentException(
          "variance and size of a move must be positive and finite, got "
              + variance
              + " and "
              + size);
    }
  }

  /// A Gaussian.
  public record State(double mean, double variance) {}

  /// Whether the chain has a stationary law.
  public boolean stable() {
    return size < 4 * variance;
  }

  /// Infinite for a chain that is not stable.
  public double stationaryVariance() {
    return stable() ? variance / (1 - size / (4 * variance)) : Double.POSITIVE_INFINITY;
  }

  /// The law after some moves from a Gaussian, or from a point, of variance 0.
  public State after(int moves, State start) {
    if (moves < 0 || !(start.variance >= 0)) {
      throw new IllegalArgumentException(
          "need moves and a variance of at least 0, got " + moves + " and " + start.variance);
    }
    double factor = 1 - size / (2 * variance);
    State state = start;
    for (int k = 0; k < moves; k++) {
      state =
          new State(mean + factor * (state.mean - mean), factor * factor * state.variance + size);
    }
    return state;
  }

  /// `KL(N(m, V) || N(mu, v)) = [V/v - 1 - ln(V/v) + (m - mu)^2/v] / 2`; nats.
  public double divergence(State state) {
    double excess = (state.variance - variance) / variance;
    double shift = state.mean - mean;
    return (excess - Math.log1p(excess) + shift * shift / variance) / 2;
  }

  /// The divergence that more moves do not remove: that of the stationary law.
  public double bias() {
    return stable() ? divergence(new State(mean, stationaryVariance())) : Double.POSITIVE_INFINITY;
  }
}
