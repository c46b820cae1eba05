package org.scorefield.budget;

import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.denoise.Denoiser;

/// A score that is off in a known way: `(1 + eps) s + (bias + wave sin(frequency x))/(1 +
/// sigma^2)`.
///
/// @param bias a shift of the score, as much of the denoiser at high noise
/// @param wave amplitude of an error that changes sign
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
    double v = sigma * sigma;
    Batch shift = x.map(y -> bias + wave * Math.sin(frequency * y));
    return Batch.combine(1, x, v * (1 + eps), exact.score(x, sigma), v / (1 + v), shift);
  }
}
