package org.scorefield.experiment;

import org.scorefield.analytic.ClassLaws;
import org.scorefield.analytic.Gaussian;
import org.scorefield.analytic.GaussianMixture;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.denoise.Conditional;
import org.scorefield.denoise.Denoiser;

/// A law for each class as one model: asked for no class, it is their mixture.
///
/// @param laws of the classes
/// @param unconditional their mixture
record ByClass(ClassLaws laws, GaussianMixture unconditional) implements Denoiser, Conditional {
  ByClass(ClassLaws laws) {
    this(laws, laws.mixture());
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
  public int classes() {
    return laws.classes();
  }

  @Override
  public Gaussian given(int label) {
    return laws.given(label);
  }
}
