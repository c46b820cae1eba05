package org.scorefield.convex.diffusion;

import java.util.List;

/// A diffusion model of convex programs, and how each came about.
///
/// @param model the denoiser
/// @param levels of its noise levels, the highest first
public record ConvexDiffusion(LevelDenoiser model, List<LevelFit> levels) {
  public ConvexDiffusion {
    levels = List.copyOf(levels);
  }
}
