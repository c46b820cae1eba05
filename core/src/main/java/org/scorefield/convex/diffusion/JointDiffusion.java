package org.scorefield.convex.diffusion;

import java.util.List;

/// A diffusion model of one convex program for all levels, and how it came about.
///
/// @param model the denoiser
/// @param path solutions along the falling beta
/// @param chosen number of the one with the least held-out loss
/// @param linearLoss held-out loss of the affine part alone, with its standard error
/// @param linearError of it
public record JointDiffusion(
    JointDenoiser model,
    List<LevelFit.Point> path,
    int chosen,
    double linearLoss,
    double linearError) {
  public JointDiffusion {
    path = List.copyOf(path);
  }

  /// The point that was chosen.
  public LevelFit.Point best() {
    return path.get(chosen);
  }
}
