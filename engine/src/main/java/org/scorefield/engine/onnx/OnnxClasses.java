package org.scorefield.engine.onnx;

import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.denoise.Conditional;
import org.scorefield.denoise.Denoiser;
import org.scorefield.denoise.KnownLevels;
import org.scorefield.wiring.Wired;

/// An imported network that knows classes. As a denoiser it is told none, which a network without a
/// null class refuses.
///
/// @param network told no class
/// @param unconditional the same by its wiring
record OnnxClasses(OnnxNetwork network, Wired unconditional)
    implements Denoiser, Conditional, KnownLevels {

  @Override
  public int classes() {
    return network.classes();
  }

  @Override
  public Denoiser given(int label) {
    return unconditional.with(network.given(label));
  }

  @Override
  public Shape shape() {
    return unconditional.shape();
  }

  @Override
  public Batch denoise(Batch x, double sigma) {
    return unconditional.denoise(x, sigma);
  }

  @Override
  public double sigmaMin() {
    return unconditional.sigmaMin();
  }

  @Override
  public double sigmaMax() {
    return unconditional.sigmaMax();
  }

  @Override
  public double nearest(double sigma) {
    return unconditional.nearest(sigma);
  }
}
