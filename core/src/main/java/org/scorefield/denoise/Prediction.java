package org.scorefield.denoise;

import org.scorefield.array.Batch;

/// What a raw network predicts, and how that becomes a denoised sample: the one place where
/// parametrisations are converted.
///
/// The network sees `z = s x` with `x = x0 + sigma n`, in the coordinates of its schedule: signal
/// coefficient `s = alpha` and noise coefficient `s sigma` on unit normals. For variance-preserving
/// processes `s = 1/sqrt(1 + sigma^2)`, for rectified flow `s = 1/(1 + sigma)`, for EDM `s = 1`.
public enum Prediction {
  /// The clean sample: `D = F`.
  X0,
  /// The unit noise n: `D = x - sigma F`.
  EPSILON,
  /// `v = alpha n - (s sigma) x0` with `alpha^2 + (s sigma)^2 = 1` (Salimans and Ho 2022): `D =
  /// alpha z - (s sigma) F`. Only for variance-preserving scales.
  V,
  /// The score of the scaled process, `grad log p(z) = s^-1 grad log p(x)`: `D = x + s sigma^2 F`.
  SCORE,
  /// The rectified-flow velocity `n - x0` on `z = (1 - t) x0 + t n` (Liu et al. 2022): `D = z - t
  /// F`, `t = s sigma`. Only for scales `s = 1/(1 + sigma)`.
  VELOCITY;

  private static final double TOLERANCE = 1e-6;

  /// The denoised sample for a raw output.
  ///
  /// @param output what the network returned for `s x`
  /// @param x unscaled noisy samples
  /// @param sigma noise level
  /// @param scale s, the scale of the process at this level
  /// @throws IllegalArgumentException if the scale is one that this prediction is not defined for
  public Batch denoised(Batch output, Batch x, double sigma, double scale) {
    return this == X0 ? output : Batch.combine(skip(sigma, scale), x, out(sigma, scale), output);
  }

  /// The coefficient of x in `D = skip x + out F`.
  ///
  /// @throws IllegalArgumentException if the scale is one that this prediction is not defined for
  public double skip(double sigma, double scale) {
    double noise = scale * sigma;
    return switch (this) {
      case X0 -> 0;
      case EPSILON, SCORE -> 1;
      case V -> {
        require(Math.abs(scale * scale + noise * noise - 1) < TOLERANCE, scale, sigma);
        yield scale * scale;
      }
      case VELOCITY -> {
        require(Math.abs(scale + noise - 1) < TOLERANCE, scale, sigma);
        yield scale;
      }
    };
  }

  /// The coefficient of the output in `D = skip x + out F`; never 0 for sigma > 0.
  public double out(double sigma, double scale) {
    return switch (this) {
      case X0 -> 1;
      case EPSILON -> -sigma;
      case V, VELOCITY -> -scale * sigma;
      case SCORE -> scale * sigma * sigma;
    };
  }

  private void require(boolean fits, double scale, double sigma) {
    if (!fits) {
      throw new IllegalArgumentException(
          this
              + " prediction is not defined for scale "
              + scale
              + " at sigma "
              + sigma
              + "; use a variance-preserving schedule for V and rectified flow for VELOCITY");
    }
  }
}
