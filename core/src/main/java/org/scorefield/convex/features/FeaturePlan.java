package org.scorefield.convex.features;

import org.scorefield.array.Vector;

/// How the random features of each noise level are drawn and fitted.
///
/// @param noises noises drawn for each clean row, R
/// @param features hyperplanes at each level, M; 0 leaves least squares without features
/// @param density where they are put
/// @param activation what a feature does with the distance from its hyperplane
/// @param sharpness c of smooth activations, whose slope is c over the length on which the denoiser
///   bends, see {@link FeatureSlopes}
/// @param pilots rows that stand for the data in {@link FeatureDensity#CUMULANT}
/// @param ridges penalties to choose from, in units of the mean squared target a row, > 0
public record FeaturePlan(
    int noises,
    int features,
    FeatureDensity density,
    FeatureActivation activation,
    double sharpness,
    int pilots,
    Vector ridges) {

  /// From 1e-7 to 10 by factors of 10: at high noise nothing but the affine part can be known, and
  /// the largest shut the features off; smooth features are nearly dependent and take the least.
  public static final Vector RIDGES = Vector.generate(9, k -> Math.pow(10, k - 7));

  /// 500 softplus features on the mixture, 8 noises.
  public static final FeaturePlan DEFAULT =
      new FeaturePlan(8, 500, FeatureDensity.MIXTURE, FeatureActivation.SOFTPLUS, 3, 500, RIDGES);

  public FeaturePlan {
    if (noises < 1 || features < 0 || pilots < 1) {
      throw new IllegalArgumentException(
          "noises and pilot rows must be at least 1 and features at least 0, got %d, %d and %d"
              .formatted(noises, pilots, features));
    }
    if (!(sharpness > 0) || !Double.isFinite(sharpness)) {
      throw new IllegalArgumentException("sharpness must be positive and finite, got " + sharpness);
    }
    if (ridges.size() == 0 || !ridges.stream().allMatch(r -> r > 0 && Double.isFinite(r))) {
      throw new IllegalArgumentException(
          "at least one ridge is needed, all positive and finite, got " + ridges);
    }
  }
}
