package org.scorefield.budget;

/// The error of a noise prediction at any noise level, as a function: `ell(sigma)/d` with
/// `ell(sigma) = E |sigma s(x; sigma) + n|^2` over `x = x0 + sigma n`. With the denoiser in place
/// of the score it is `E |D - x0|^2 / (d sigma^2)`.
///
/// Of the exact score of data with a density it falls from 1 at sigma = 0 to 0; a model's is larger
/// by the excess, which is its score error: `exc(sigma) = sigma^2 E|s - s*|^2`.
public interface EpsilonLoss {

  /// Number of components d.
  int dimension();

  /// `ell(sigma)/d`, not negative.
  ///
  /// @param sigma noise level, > 0
  /// @throws IllegalArgumentException at a level where it is not known
  double at(double sigma);

  /// `q(sigma) = 1 - ell(sigma)/d`, the share of the noise that the model recognises: of the exact
  /// score, `sigma^2/d` times the Fisher information of the noisy data. Never above 1; below 0 for
  /// a model that is worse than one that answers 0.
  default double recognised(double sigma) {
    return 1 - at(sigma);
  }
}
