package org.scorefield.accelerate;

import java.util.concurrent.atomic.LongAdder;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.denoise.Denoiser;
import org.scorefield.denoise.KnownLevels;

/// A model that counts its evaluations, a sample each, whichever thread asks.
final class Counting implements Denoiser, KnownLevels {
  private final Denoiser model;
  private final LongAdder asked = new LongAdder();

  Counting(Denoiser model) {
    this.model = model;
  }

  /// Evaluations so far, over all samples.
  long evaluations() {
    return asked.sum();
  }

  @Override
  public Shape shape() {
    return model.shape();
  }

  @Override
  public Batch denoise(Batch x, double sigma) {
    asked.add(x.count());
    return model.denoise(x, sigma);
  }

  @Override
  public double sigmaMin() {
    return model instanceof KnownLevels known ? known.sigmaMin() : 0;
  }

  @Override
  public double sigmaMax() {
    return model instanceof KnownLevels known ? known.sigmaMax() : Double.POSITIVE_INFINITY;
  }

  @Override
  public double nearest(double sigma) {
    return model instanceof KnownLevels known ? known.nearest(sigma) : sigma;
  }
}
