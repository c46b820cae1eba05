package org.scorefield.convex.gated;

import java.util.Collections;
import org.scorefield.array.Batch;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;

/// Regression pairs of denoising score matching (Vincent 2011): noisy rows `x + sigma delta` and
/// the score of their noise, `-delta/sigma`, whose conditional mean is the score of data plus
/// noise.
///
/// The targets have variance 1/sigma^2, so at small sigma many rows are needed, and the optimum
/// over a fixed set of noises is not that over all of them.
///
/// @param noisy n x d
/// @param targets `-delta/sigma`, n x d
/// @param sigma noise level, > 0, in units of the data
public record DenoisingPairs(Batch noisy, Batch targets, double sigma) {
  public DenoisingPairs {
    requireLevel(sigma);
    if (!noisy.shape().equals(targets.shape()) || noisy.count() != targets.count()) {
      throw new IllegalArgumentException(
          "one target is needed for each noisy row, got " + noisy + " and " + targets);
    }
    targets
        .firstNonFinite()
        .ifPresent(r -> {
          throw new IllegalArgumentException("target " + r + " holds a NaN or an infinity");
        });
  }

  /// Draws `repeats` noises for each clean row; the pairs of the first noise of all rows come
  /// first.
  public static DenoisingPairs draw(Batch clean, double sigma, int repeats, NoiseKey key) {
    requireLevel(sigma);
    if (repeats < 1) {
      throw new IllegalArgumentException(
          "at least one noise must be drawn for each row, got " + repeats);
    }
    int n = Math.multiplyExact(clean.count(), repeats);
    Batch delta = new Noise(key, 0, n).normal(clean.shape());
    Batch all = Batch.concat(Collections.nCopies(repeats, clean));
    return new DenoisingPairs(all.plus(delta, sigma), delta.times(-1 / sigma), sigma);
  }

  private static void requireLevel(double sigma) {
    if (!(sigma > 0) || !Double.isFinite(sigma)) {
      throw new IllegalArgumentException(
          "the noise level of denoising score matching must be positive and finite, got "
              + sigma
              + "; without noise use score matching (GatedProgram.scoreMatching)");
    }
  }
}
