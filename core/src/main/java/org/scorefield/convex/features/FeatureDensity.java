package org.scorefield.convex.features;

import java.util.List;
import java.util.Locale;
import org.scorefield.catalogue.Catalogue;
import org.scorefield.convex.placement.GatePlacement;

/// Where the hyperplanes of random features are drawn.
public enum FeatureDensity {
  /// Three quarters {@link #CUMULANT}, one quarter {@link #UNIFORM}: what to start with.
  MIXTURE,
  /// Uniform directions and offsets: {@link GatePlacement#uniformOffset}.
  UNIFORM,
  /// Uniform directions through the rows: {@link GatePlacement#throughData}.
  THROUGH_DATA,
  /// By the first derivative of the denoiser: {@link
  /// org.scorefield.convex.placement.CovariancePlacement}.
  COVARIANCE,
  /// By its gradient along random directions: {@link
  /// org.scorefield.convex.placement.GradientPlacement}.
  GRADIENT,
  /// By its second derivative: {@link org.scorefield.convex.placement.CumulantPlacement}.
  CUMULANT,
  /// By its finite differences: {@link org.scorefield.convex.placement.PairPlacement}.
  PAIRS;

  /// All of them, by the names that commands have for them.
  public static final Catalogue<FeatureDensity> ALL =
      new Catalogue<>("density of features", List.of(values()), FeatureDensity::word);

  /// The name in words.
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
