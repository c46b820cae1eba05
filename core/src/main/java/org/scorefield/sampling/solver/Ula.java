package org.scorefield.sampling.solver;

import org.scorefield.array.Batch;
import org.scorefield.array.Vector;
import org.scorefield.denoise.Denoiser;
import org.scorefield.random.Noise;

/// The unadjusted Langevin algorithm: every proposal is taken (Parisi 1981; Song and Ermon
/// 1907.05600, equation 4).
///
/// Biased by O(a): on a Gaussian of variance P the chain is `x - mu -> (1 - a/(2P)) (x - mu) +
/// sqrt(a) z`, stable for `a < 4P`, with stationary variance `P / (1 - a/(4P))`. One evaluation a
/// move.
public record Ula() implements LangevinKernel {
  @Override
  public String label() {
    return "";
  }

  @Override
  public int evaluations() {
    return 1;
  }

  @Override
  public Move move(Denoiser d, Batch x, double sigma, double size, Noise noise) {
    Batch drifted = x.plus(d.score(x, sigma), size / 2);
    Batch moved = Draw.add(drifted, Math.sqrt(size), noise.child("move"));
    return new Move(moved, Vector.generate(x.count(), i -> 1));
  }
}
