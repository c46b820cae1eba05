package org.scorefield.convex;

import org.scorefield.array.Batch;

/// A function from vectors to vectors that a convex program found: a score, or what a network
/// computes inside of a preconditioned denoiser. Pure, and safe to share between threads.
public interface VectorFunction {

  /// Components of what it takes.
  int inputs();

  /// Components of what it gives.
  int outputs();

  /// Its value at each sample. Where both have as many components the shape of the samples stays;
  /// else values are vectors.
  Batch value(Batch x);
}
