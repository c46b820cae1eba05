package org.scorefield.budget;

import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.denoise.Denoiser;

/// A score that is off in a known way: `(1 + eps) s + bias (1 + eps) + wave sin(frequency x)`.
///
/// @param bias a shift of the score
record Perturbed(Denoiser exact, double eps, double bias, double wave, double frequency)
    implements Denoiser {

  static Perturbed scaled(Denoiser exact, double eps) {
    return new Perturbed(exact, eps, 0, 0, 1);
  }

  @Override
  public Shape shape() {
    return exact.shape();
  }

  @Override
  public Batch denoise(Batch x, double sigma) {
    Batch shift = x.map(y -> bias + wave * Math.sin(frequency * y));
    return Batch.combine(
        1, x, sigma * sigma * (1 + eps), exact.score(x, sigma), sigma * sigma, shift);
  }
}
