package org.scorefield.analytic;

/// What the components of a fitted mixture may look like.
public sealed interface CovarianceKind {

  /// A covariance of its own for each component: `K d^2 / 2` numbers, `9 K d^3` an iteration.
  record Full() implements CovarianceKind {}

  /// One covariance for all components, which differ in mean only. Evaluated at the cost of one.
  record Shared() implements CovarianceKind {}

  /// r directions of its own and one residual variance for each component: a mixture of
  /// probabilistic principal component analysers (Tipping and Bishop, Neural Computation 11, 1999).
  ///
  /// @param rank r, at least 0; 0 makes isotropic components
  record LowRank(int rank) implements CovarianceKind {
    public LowRank {
      if (rank < 0) {
        throw new IllegalArgumentException("rank must be at least 0, got " + rank);
      }
    }
  }

  /// Independent coordinates with variances of their own in each component.
  record Diagonal() implements CovarianceKind {}
}
