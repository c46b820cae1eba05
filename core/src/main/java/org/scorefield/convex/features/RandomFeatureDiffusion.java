package org.scorefield.convex.features;

import java.util.List;
import org.scorefield.convex.diffusion.LevelDenoiser;

/// A diffusion model of random features, and how it came about.
///
/// @param model the denoiser; its functions are {@link RandomFeatures}
/// @param levels of its noise levels, the highest first
public record RandomFeatureDiffusion(LevelDenoiser model, List<FeatureLevel> levels) {
  public RandomFeatureDiffusion {
    levels = List.copyOf(levels);
  }
}
