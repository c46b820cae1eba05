package org.scorefield.experiment;

import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.denoise.Denoiser;

/// A model that counts its evaluations, a sample each, and clocks them, whichever thread asks. The
/// answers are the model's, bit for bit.
final class ClockedModel implements Denoiser {
  private final Denoiser model;
  private long asked;
  private long nanos;
  private long since;
  private int running;

  ClockedModel(Denoiser model) {
    this.model = model;
  }

  /// Evaluations since the last reset.
  synchronized long evaluations() {
    return asked;
  }

  /// Time in which at least one evaluation ran, in seconds.
  synchronized double seconds() {
    return nanos / 1e9;
  }

  /// Counts from 0 again.
  synchronized void reset() {
    asked = 0;
    nanos = 0;
  }

  @Override
  public Shape shape() {
    return model.shape();
  }

  @Override
  public Batch denoise(Batch x, double sigma) {
    enter(x.count());
    try {
      return model.denoise(x, sigma);
    } finally {
      leave();
    }
  }

  private synchronized void enter(int samples) {
    asked += samples;
    if (running++ == 0) {
      since = System.nanoTime();
    }
  }

  private synchronized void leave() {
    if (--running == 0) {
      nanos += System.nanoTime() - since;
    }
  }
}
