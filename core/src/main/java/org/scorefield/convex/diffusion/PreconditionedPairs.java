package org.scorefield.convex.diffusion;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
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
/// @param inputs one noisy row each; for a function of all levels, with the level behind
/// @param targets as many
public record PreconditionedPairs(Batch inputs, Batch targets) {

  public PreconditionedPairs {
    if (inputs.count() != targets.count()) {
      throw new IllegalArgumentException(
          "need one target for each input, got "
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
  /// noise of all rows come first. Every second one is the negative of the one before (antithetic),
  /// so that with an even number noise and clean rows are uncorrelated exactly, as they are in the
  /// mean: on few rows the chance correlation is most of the error of the linear part.
  ///
  /// @param mean m
  /// @param sigma > 0
  public static PreconditionedPairs draw(
      Batch clean, Vector mean, Preconditioning c, double sigma, int repeats, NoiseKey key) {
    if (!(sigma > 0) || !Double.isFinite(sigma)) {
      throw new IllegalArgumentException("a noise level must be positive and finite, got " + sigma);
    }
    Batch noises = noises(clean, repeats, key);
    Batch centred = LevelDenoiser.shifted(clean, mean, -1);
    return of(Batch.concat(Collections.nCopies(repeats, centred)), noises, c, sigma);
  }

  /// @param centred x0 - m
  /// @param noises as many
  static PreconditionedPairs of(Batch centred, Batch noises, Preconditioning c, double sigma) {
    Batch noisy = centred.plus(noises, sigma);
    return new PreconditionedPairs(
        noisy.times(c.in(sigma)),
        Batch.combine(1 / c.out(sigma), centred, -c.skip(sigma) / c.out(sigma), noisy));
  }

  /// Standard normals for `repeats` noises of each clean row, in antithetic pairs.
  static Batch noises(Batch clean, int repeats, NoiseKey key) {
    if (repeats < 1) {
      throw new IllegalArgumentException(
          "at least one noise must be drawn for each row, got " + repeats);
    }
    List<Batch> parts = new ArrayList<>();
    for (int r = 0; r < repeats; r++) {
      parts.add(noises(clean.shape(), clean.count(), r, 0, clean.count(), key));
    }
    return Batch.concat(parts);
  }

  /// Those of clean rows `from .. from+length-1` of n for noise r.
  static Batch noises(Shape shape, int n, int r, int from, int length, NoiseKey key) {
    boolean again = r % 2 == 1;
    Batch fresh = new Noise(key, (long) (r - (again ? 1 : 0)) * n + from, length).normal(shape);
    return again ? fresh.times(-1) : fresh;
  }
}
