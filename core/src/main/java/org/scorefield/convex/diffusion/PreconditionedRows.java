package org.scorefield.convex.diffusion;

import org.scorefield.array.Batch;
import org.scorefield.array.Vector;
import org.scorefield.convex.gated.RowBlocks;
import org.scorefield.denoise.Preconditioning;
import org.scorefield.random.NoiseKey;

/// {@link PreconditionedPairs} of one level that are never held all at once: each reading draws
/// them again, bit for bit the same and in the same order as {@link PreconditionedPairs#draw}, as
/// noise depends on the key and the number of its row alone.
///
/// @param clean n x d
/// @param mean m
/// @param c preconditioning
/// @param sigma > 0
/// @param repeats noises for each clean row, R
/// @param key names the noise
record PreconditionedRows(
    Batch clean, Vector mean, Preconditioning c, double sigma, int repeats, NoiseKey key)
    implements RowBlocks {
  /// Rows of a block.
  static final int BLOCK = 4096;

  @Override
  public long count() {
    return (long) repeats * clean.count();
  }

  @Override
  public int inputs() {
    return clean.dimension();
  }

  @Override
  public int outputs() {
    return clean.dimension();
  }

  @Override
  public void forEach(Reader reader) {
    int n = clean.count();
    for (int r = 0; r < repeats; r++) {
      for (int from = 0; from < n; from += BLOCK) {
        int length = Math.min(BLOCK, n - from);
        PreconditionedPairs block =
            PreconditionedPairs.of(
                LevelDenoiser.shifted(clean.slice(from, length), mean, -1),
                PreconditionedPairs.noises(clean.shape(), n, r, from, length, key),
                c,
                sigma);
        reader.read(block.inputs(), block.targets());
      }
    }
  }
}
