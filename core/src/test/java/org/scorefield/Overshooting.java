package org.scorefield;

import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.denoise.Denoiser;

/// A wrong score of N(mean, lambda) in one dimension: the right one times 1 + eps.
public record Overshooting(double mean, double lambda, double eps) implements Denoiser {
  @Override
  public Shape shape() {
    return Shape.vector(1);
  }

  @Override
  public Batch denoise(Batch x, double sigma) {
    double v = sigma * sigma;
    double pull = (1 + eps) * v / (lambda + v);
    return x.map(value -> value - pull * (value - mean));
  }
}
