package org.scorefield.linear;

import java.util.OptionalInt;
import org.scorefield.array.Batch;
import org.scorefield.denoise.Denoiser;

/// A denoiser and what to call it in tables and messages.
///
/// @param name not blank
/// @param denoiser the model
public record NamedDenoiser(String name, Denoiser denoiser) {

  public NamedDenoiser {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a denoiser needs a name, got a blank one");
    }
  }

  /// D(x; sigma), checked: a model from outside may break its contract, and then the message says
  /// which did, where, and how.
  ///
  /// @throws IllegalArgumentException if the result is of another shape, or holds a NaN or infinity
  Batch denoise(Batch x, double sigma) {
    Batch denoised = denoiser.denoise(x, sigma);
    if (denoised.count() != x.count() || !denoised.shape().equals(x.shape())) {
      throw new IllegalArgumentException(
          "the model '%s' returned %d samples of shape %s for %d of shape %s at sigma = %s; a denoiser returns as many samples of the same shape: look at its output layout"
              .formatted(name, denoised.count(), denoised.shape(), x.count(), x.shape(), sigma));
    }
    OptionalInt bad = denoised.firstNonFinite();
    if (bad.isPresent()) {
      throw new IllegalArgumentException(
          "the model '%s' returned a NaN or an infinity at sigma = %s (sample %d of its batch); look at its weights and at its input scale there, or leave such levels out"
              .formatted(name, sigma, bad.getAsInt()));
    }
    return denoised;
  }

  /// @throws IllegalArgumentException if its samples have another shape than those of `what`
  void requireShape(org.scorefield.array.Shape shape, String what) {
    if (!denoiser.shape().equals(shape)) {
      throw new IllegalArgumentException(
          "the model '%s' is for samples of shape %s, %s has %s; use data of the model's shape"
              .formatted(name, denoiser.shape(), what, shape));
    }
  }
}
