package org.scorefield.denoise;

import java.util.List;
import org.scorefield.array.Batch;
import org.scorefield.array.Vector;
import org.scorefield.linalg.Matrix;

/// The ability to give the covariance of clean data given the noisy observation, `Cov[x0 | x0 +
/// sigma n = x]`. By the second-order Tweedie formula it is `sigma^2 dD/dx`, so its trace gives the
/// divergence of the score in closed form.
public interface PosteriorCovariance {

  /// One d x d covariance for each sample.
  List<Matrix> posteriorCovariance(Batch x, double sigma);

  /// The trace of each covariance, without forming it.
  Vector posteriorTrace(Batch x, double sigma);
}
