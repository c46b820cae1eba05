package org.scorefield.convex.gated;

import org.scorefield.convex.Activation;
import org.scorefield.convex.AffinePart;

import org.scorefield.array.Batch;
import org.scorefield.array.Shape;

/// Six points of the plane with six targets: small enough for all twelve patterns.
final class SixPoints {
  static final Batch X =
      Batch.ofRows(
          Shape.vector(2),
          new double[] {1, .5},
          new double[] {-.5, 1.5},
          new double[] {-1.2, -.3},
          new double[] {.4, -1},
          new double[] {2, -.5},
          new double[] {-1, 1});

  static final Batch Y =
      Batch.ofRows(
          Shape.vector(2),
          new double[] {.5, -1},
          new double[] {-.3, .8},
          new double[] {1.2, .4},
          new double[] {-.6, 1.1},
          new double[] {-1, .2},
          new double[] {.9, -.7});

  private SixPoints() {}

  static GatePatterns patterns() {
    return GatePatterns.all(X, Activation.RELU, false);
  }

  static GatedProgram matching(AffinePart affine) {
    return GatedProgram.scoreMatching(patterns(), GatedPenalty.NUCLEAR, affine);
  }

  static GatedProgram denoising(GatedPenalty penalty) {
    return GatedProgram.denoising(
        patterns(), new DenoisingPairs(X, Y, 1), penalty, AffinePart.NONE);
  }
}
