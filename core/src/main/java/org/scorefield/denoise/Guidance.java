package org.scorefield.denoise;

import org.scorefield.array.Batch;
import org.scorefield.array.Shape;

/// A model led away from a worse one,
///
/// `D = D_guide + w (D_main - D_guide)`,
///
/// which is the same combination of scores, so the score of `p_guide^(1-w) p_main^w` at each level.
/// w = 1 is the main model, w = 0 the guide, w > 1 goes past the main model; samples gain in
/// typicality what they lose in variety.
///
/// - **Classifier-free guidance** (Ho and Salimans 2207.12598, whose w is ours less 1): main is the
///   model given a class, the guide is the unconditional one. See {@link #classifierFree}.
/// - **Autoguidance** (Karras et al. 2406.02507): the guide is a smaller or less trained version of
///   main, given the same class. What the two get wrong in common direction is corrected, variety
///   is kept.
///
/// Between two levels only, if so wanted (Kynkäänniemi et al. 2404.07724): guiding at high noise
/// takes variety away, at low noise it does nothing.
///
/// For w other than 0 and 1 it is the conditional mean of no law, as these products at different
/// levels are not the noisy versions of one: samples do not follow the product of the clean laws.
/// Cost: that of both models where both are needed, of one where w is 0 or 1 or sigma is outside.
///
/// @param main the model
/// @param guide what it is led away from, of the same shape
/// @param weight w, >= 0
/// @param sigmaMin lowest level to guide at, included, >= 0
/// @param sigmaMax highest level to guide at, included; may be infinite
public record Guidance(
    Denoiser main, Denoiser guide, double weight, double sigmaMin, double sigmaMax)
    implements Denoiser {

  public Guidance {
    if (!main.shape().equals(guide.shape())) {
      throw new IllegalArgumentException(
          "a model of shape "
              + main.shape()
              + " cannot be guided by one of shape "
              + guide.shape()
              + "; both must denoise the same samples");
    }
    if (!(weight >= 0) || !Double.isFinite(weight)) {
      throw new IllegalArgumentException(
          "the guidance weight must be 0 or more, got "
              + weight
              + "; 1 does not guide, 1.5 to 4 is usual");
    }
    if (!(sigmaMin >= 0 && sigmaMax > sigmaMin)) {
      throw new IllegalArgumentException(
          "need 0 <= sigma_min < sigma_max for the levels to guide at, got "
              + sigmaMin
              + " and "
              + sigmaMax);
    }
  }

  /// At all levels.
  public Guidance(Denoiser main, Denoiser guide, double weight) {
    this(main, guide, weight, 0, Double.POSITIVE_INFINITY);
  }

  /// Classifier-free guidance towards one class.
  public static Guidance classifierFree(Conditional model, int label, double weight) {
    return new Guidance(model.given(label), model.unconditional(), weight);
  }

  /// The same at levels of an interval only.
  public Guidance between(double sigmaMin, double sigmaMax) {
    return new Guidance(main, guide, weight, sigmaMin, sigmaMax);
  }

  @Override
  public Shape shape() {
    return main.shape();
  }

  @Override
  public Batch denoise(Batch x, double sigma) {
    if (weight == 1 || sigma < sigmaMin || sigma > sigmaMax) {
      return main.denoise(x, sigma);
    }
    if (weight == 0) {
      return guide.denoise(x, sigma);
    }
    return Batch.combine(weight, main.denoise(x, sigma), 1 - weight, guide.denoise(x, sigma));
  }
}
