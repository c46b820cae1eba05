package org.scorefield;

import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.denoise.Denoiser;

/// A denoiser written as a function.
public record RuleDenoiser(Shape shape, Rule rule) implements Denoiser {

  @FunctionalInterface
  public interface Rule {
    Batch denoise(Batch x, double sigma);
  }

  @Override
  public Batch denoise(Batch x, double sigma) {
    return rule.denoise(x, sigma);
  }

  /// The score of another, times `1 + epsilon`: `D' = x + (1 + epsilon)(D - x)`.
  public static RuleDenoiser perturbed(Denoiser exact, double epsilon) {
    return new RuleDenoiser(
        exact.shape(),
        (x, sigma) -> Batch.combine(-epsilon, x, 1 + epsilon, exact.denoise(x, sigma)));
  }
}
