package org.scorefield.analytic;

import java.util.function.UnaryOperator;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.denoise.Denoiser;
import org.scorefield.denoise.KnownLevels;

/// A denoiser of the coordinates of a {@link Subspace} as one of all D dimensions, which is linear
/// off the subspace; see there. It knows the noise levels that the latent one knows.
///
/// @param frame the subspace
/// @param latent the denoiser of its d coordinates
public record LiftedDenoiser(Subspace frame, Denoiser latent) implements Denoiser, KnownLevels {

  public LiftedDenoiser {
    frame.requireLatent(latent);
  }

  @Override
  public Shape shape() {
    return frame.shape();
  }

  @Override
  public Batch denoise(Batch x, double sigma) {
    double keep = frame.residual() / (frame.residual() + sigma * sigma);
    double[] out = combine(x, keep, z -> latent.denoise(z, sigma)).toArray();
    frame.addMean(out, 1);
    return Batch.adopt(frame.shape(), out);
  }

  @Override
  public Batch score(Batch x, double sigma) {
    double precision = 1 / (frame.residual() + sigma * sigma);
    return combine(x, -precision, z -> latent.score(z, sigma));
  }

  /// `V f(V^T v) + outside (v - V V^T v)` with `v = x - mu`.
  private Batch combine(Batch x, double outside, UnaryOperator<Batch> f) {
    Batch v = frame.centred(x);
    Batch z = frame.coordinates(v);
    Batch inside = frame.lifted(f.apply(z.reshape(latent.shape())));
    return outside == 0 ? inside : Batch.combine(1, inside, outside, v, -outside, frame.lifted(z));
  }

  @Override
  public double sigmaMin() {
    return KnownLevels.of(latent).map(KnownLevels::sigmaMin).orElse(0.0);
  }

  @Override
  public double sigmaMax() {
    return KnownLevels.of(latent).map(KnownLevels::sigmaMax).orElse(Double.POSITIVE_INFINITY);
  }

  @Override
  public double nearest(double sigma) {
    return KnownLevels.of(latent).map(known -> known.nearest(sigma)).orElse(sigma);
  }
}
