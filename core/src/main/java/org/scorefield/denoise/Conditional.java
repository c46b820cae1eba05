package org.scorefield.denoise;

/// A model that knows classes: a denoiser for each, `D(x; sigma, c) = E[x0 | x0 + sigma n = x,
/// class c]`, and one for when nothing is said, `E[x0 | x0 + sigma n = x]` over all classes.
public interface Conditional {

  /// Number of classes.
  int classes();

  /// The denoiser of one class.
  ///
  /// @param label from 0 to `classes() - 1`
  Denoiser given(int label);

  /// The denoiser of all classes together, as often as they occur.
  Denoiser unconditional();
}
