package org.scorefield.convex;

import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.denoise.Denoiser;
import org.scorefield.denoise.KnownLevels;

/// A {@link ScoreFunction} as a denoiser, by Tweedie's formula `D(x) = x + sigma^2 s(x)`. It was
/// made for one noise level and is asked at that one, whatever level it is called with.
///
/// @param network s
/// @param shape of one sample, of the size d of the score
/// @param sigma its noise level, > 0
public record OneLevelDenoiser(ScoreFunction network, Shape shape, double sigma)
    implements Denoiser, KnownLevels {

  public OneLevelDenoiser {
    if (!(sigma > 0) || !Double.isFinite(sigma)) {
      throw new IllegalArgumentException(
          "a noise level must be positive and finite, got "
              + sigma
              + "; the score of clean data is taken as that of a small level");
    }
    if (shape.size() != network.dimension()) {
      throw new IllegalArgumentException(
          "shape "
              + shape
              + " has "
              + shape.size()
              + " components, the network "
              + network.dimension());
    }
  }

  @Override
  public Batch denoise(Batch x, double level) {
    return x.plus(network.score(x), sigma * sigma);
  }

  @Override
  public double sigmaMin() {
    return sigma;
  }

  @Override
  public double sigmaMax() {
    return sigma;
  }

  @Override
  public double nearest(double level) {
    return sigma;
  }
}
