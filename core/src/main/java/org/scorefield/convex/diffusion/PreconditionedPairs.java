package org.scorefield.convex.diffusion;

import java.util.Collections;
import org.scorefield.array.Batch;
import org.scorefield.array.Vector;
import org.scorefield.denoise.Preconditioning;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;

/// Noisy rows of one level and what the raw network is to answer at them, in EDM's coordinates
/// (Karras et al. 2206.00364): for a clean row x0 and the noisy one `x = x0 + sigma n`, less the
/// mean m of the data,
///
/// `input = c_in (x - m)`, `target = (x0 - m - c_skip (x - m)) / c_out`.
///
/// Both have about unit variance at every level. Least squares in F is denoising score matching
/// with the weight `sigma^4 / c_out^2`, so the program stays convex.
///
/// @param inputs one noisy row each
/// @param targets as many, of the same shape
public record PreconditionedPairs(Batch inputs, Batch targets) {

  public PreconditionedPairs {
    if (inputs.count() != targets.count() || inputs.dimension() != targets.dimension()) {
      throw new IllegalArgumentException(
          "need one target of the same size for each input, got "
              + inputs.count()
              + " of "
              + inputs.shape()
              + " and "
              + targets.count()
              + " of "
              + targets.shape());
    }
  }

  /// `repeats` noises for each clean row, which are told apart by the key; the rows of the first
  /// noise of all rows come first.
  ///
  /// @param mean m
  /// @param sigma > 0
  public static PreconditionedPairs draw(
      Batch clean, Vector mean, Preconditioning c, double sigma, int repeats, NoiseKey key) {
    if (repeats < 1) {
      throw new IllegalArgumentException(
          "at least one noise must be drawn for each row, got " + repeats);
    }
    if (!(sigma > 0) || !Double.isFinite(sigma)) {
      throw new IllegalArgumentException("a noise level must be positive and finite, got " + sigma);
    }
    int n = Math.multiplyExact(clean.count(), repeats);
    Batch centred = LevelDenoiser.shifted(clean, mean, -1);
    Batch all = Batch.concat(Collections.nCopies(repeats, centred));
    Batch noisy = all.plus(new Noise(key, 0, n).normal(clean.shape()), sigma);
    return new PreconditionedPairs(
        noisy.times(c.in(sigma)),
        Batch.combine(1 / c.out(sigma), all, -c.skip(sigma) / c.out(sigma), noisy));
  }
}
