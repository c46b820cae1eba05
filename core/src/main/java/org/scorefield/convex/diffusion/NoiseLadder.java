package org.scorefield.convex.diffusion;

import org.scorefield.array.Vector;

/// Which noise levels to train: geometric, as scores change over factors of sigma.
public final class NoiseLadder {
  private NoiseLadder() {}

  /// `count` levels from the highest down to the lowest, each the same factor below the one before.
  ///
  /// @param sigmaMax > sigmaMin
  /// @param sigmaMin > 0
  /// @param count at least 2
  public static Vector geometric(double sigmaMax, double sigmaMin, int count) {
    if (count < 2) {
      throw new IllegalArgumentException("a ladder has at least 2 levels, got " + count);
    }
    if (!(sigmaMin > 0) || !(sigmaMax > sigmaMin) || !Double.isFinite(sigmaMax)) {
      throw new IllegalArgumentException(
          "levels fall from a finite sigma_max to a lower positive sigma_min, got "
              + sigmaMax
              + " and "
              + sigmaMin);
    }
    double ratio = Math.log(sigmaMin / sigmaMax);
    return Vector.generate(
        count, l -> l == count - 1 ? sigmaMin : sigmaMax * Math.exp(ratio * l / (count - 1)));
  }

  /// @throws IllegalArgumentException if levels are not positive and finite, or do not fall
  public static void requireFalling(Vector levels) {
    for (int l = 0; l < levels.size(); l++) {
      double sigma = levels.get(l);
      boolean falls = l == 0 || sigma < levels.get(l - 1);
      if (!(sigma > 0) || !Double.isFinite(sigma) || !falls) {
        throw new IllegalArgumentException(
            "levels must fall and be positive and finite, got " + sigma + " at " + l);
      }
    }
    if (levels.size() == 0) {
      throw new IllegalArgumentException("at least one noise level is needed");
    }
  }
}
