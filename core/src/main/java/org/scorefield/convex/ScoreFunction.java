package org.scorefield.convex;

import org.scorefield.array.Batch;
import org.scorefield.array.Shape;

/// A score that a convex program found, of data at one noise level.
public interface ScoreFunction extends VectorFunction {

  /// Components of the state, d.
  int dimension();

  /// s for each sample; the shape stays, its size must be d.
  Batch score(Batch x);

  @Override
  default int inputs() {
    return dimension();
  }

  @Override
  default int outputs() {
    return dimension();
  }

  @Override
  default Batch value(Batch x) {
    return score(x);
  }

  /// The score as the denoiser `D = x + sigma^2 s(x)` of the one level it was made for.
  ///
  /// @param sigma noise level of the data whose score this is, > 0
  default OneLevelDenoiser denoiser(double sigma) {
    return new OneLevelDenoiser(this, Shape.vector(dimension()), sigma);
  }
}
