package org.scorefield.denoise;

import org.scorefield.array.Batch;
import org.scorefield.array.Shape;

/// A network before any conversion: what it predicts, and what its two inputs mean, is said by the
/// wrapper that turns it into a {@link Denoiser}. Pure and safe to share between threads.
public interface RawNetwork {
  Shape shape();

  /// The raw output for scaled samples.
  ///
  /// @param input samples in the coordinates of the network
  /// @param noiseInput the number that tells the network the noise level
  Batch evaluate(Batch input, double noiseInput);
}
