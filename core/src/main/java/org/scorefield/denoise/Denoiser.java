package org.scorefield.denoise;

import org.scorefield.array.Batch;
import org.scorefield.array.Shape;

/// The conditional mean of clean data given a noisy observation,
///
/// `D(x; sigma) = E[x0 | x0 + sigma n = x]`, n standard normal.
///
/// By Tweedie's formula it is the score in other units: `score(x; sigma) = (D(x; sigma) - x) /
/// sigma^2`. Exact, convex, trained or imported: every model is a denoiser and nothing more is
/// asked of it. Further abilities are further interfaces ({@link LogDensity}, {@link
/// PosteriorCovariance}).
///
/// Implementations are pure, safe to share between threads, keep the shape, and give each sample a
/// result that does not depend on the other samples of the batch. sigma is a standard deviation in
/// the units of the data and is positive.
public interface Denoiser {

  /// The shape of one sample.
  Shape shape();

  /// D(x; sigma) for every sample of x.
  ///
  /// @param x noisy samples of {@link #shape()}
  /// @param sigma noise level, > 0
  Batch denoise(Batch x, double sigma);

  /// `grad log p(x; sigma) = (D - x) / sigma^2`, where p is the law of data plus noise.
  default Batch score(Batch x, double sigma) {
    double precision = 1 / (sigma * sigma);
    return Batch.combine(precision, denoise(x, sigma), -precision, x);
  }
}
