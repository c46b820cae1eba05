package org.scorefield.denoise;

import java.util.Optional;

/// A denoiser that was made for some noise levels and not for others: a network that was trained at
/// levels between two ends, or at a table of levels and nothing between them. Outside of the ends
/// it answers as at the nearer one, which is a guess; whoever places levels keeps within them.
public interface KnownLevels {

  /// What a denoiser says of its levels, if anything; guidance does not change them.
  static Optional<KnownLevels> of(Denoiser denoiser) {
    return switch (denoiser) {
      case KnownLevels levels -> Optional.of(levels);
      case Guidance guidance -> of(guidance.main());
      default -> Optional.empty();
    };
  }

  /// Lowest level it was made for; 0 if none is known.
  double sigmaMin();

  /// Highest level it was made for; infinite if none is known.
  double sigmaMax();

  /// The level at which it is really asked when asked at sigma: sigma itself, but the nearest of
  /// the table for a network that knows a table only.
  double nearest(double sigma);
}
