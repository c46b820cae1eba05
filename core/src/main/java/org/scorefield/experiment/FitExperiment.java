package org.scorefield.experiment;

import java.util.Optional;
import org.scorefield.analytic.CovarianceKind;
import org.scorefield.data.Dataset;

/// Fit a model to data.
///
/// @param kind which model
/// @param train rows to fit to
/// @param heldOut rows to judge the fit by
/// @param seed of all randomness
public record FitExperiment(Kind kind, Dataset train, Optional<Dataset> heldOut, long seed) {

  /// Which model.
  public sealed interface Kind {}

  /// A Gaussian.
  ///
  /// @param rank principal directions to keep; all if empty
  public record GaussianKind(Optional<Integer> rank) implements Kind {}

  /// A Gaussian mixture.
  ///
  /// @param components number of components K
  /// @param covariance what they may look like
  public record MixtureKind(int components, CovarianceKind covariance) implements Kind {}

  /// The training rows themselves.
  public record EmpiricalKind() implements Kind {}
}
