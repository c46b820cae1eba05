package org.scorefield.app.cli;

import java.util.Optional;
import org.scorefield.analytic.CovarianceKind;
import org.scorefield.experiment.FitExperiment;
import picocli.CommandLine.Option;

/// The options of a Gaussian mixture.
final class MixtureOptions {
  /// What the components of a mixture may look like.
  private enum Covariance {
    full,
    shared,
    low_rank,
    diagonal
  }

  @Option(
      names = "--components",
      paramLabel = "K",
      defaultValue = "20",
      description = "Components of the mixture. Default ${DEFAULT-VALUE}.")
  private int components;

  @Option(
      names = "--covariance",
      defaultValue = "low_rank",
      description = "Of the components: ${COMPLETION-CANDIDATES}. Default ${DEFAULT-VALUE}.")
  private Covariance covariance = Covariance.low_rank;

  @Option(
      names = "--rank",
      paramLabel = "R",
      description =
          "Principal directions to keep of each component with --covariance low_rank. Default a sixteenth of all, between 16 and 64.")
  private Optional<Integer> rank = Optional.empty();

  /// @param d components of a sample
  FitExperiment.MixtureKind kind(int d) {
    return new FitExperiment.MixtureKind(components, covarianceKind(d));
  }

  private CovarianceKind covarianceKind(int d) {
    if (covariance != Covariance.low_rank && rank.isPresent()) {
      throw new IllegalArgumentException(
          "--rank goes with --covariance low_rank, got " + covariance);
    }
    return switch (covariance) {
      case full -> new CovarianceKind.Full();
      case shared -> new CovarianceKind.Shared();
      case low_rank ->
          new CovarianceKind.LowRank(rank.orElse(Math.min(d, Math.clamp(d / 16, 16, 64))));
      case diagonal -> new CovarianceKind.Diagonal();
    };
  }
}
