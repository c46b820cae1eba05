package org.scorefield.experiment;

import java.util.Locale;
import java.util.Optional;
import org.scorefield.analytic.ClassLaws;
import org.scorefield.analytic.CovarianceKind;
import org.scorefield.analytic.Distribution;
import org.scorefield.analytic.Empirical;
import org.scorefield.analytic.ExpectationMaximization;
import org.scorefield.analytic.FitProgress;
import org.scorefield.analytic.Gaussian;
import org.scorefield.analytic.LowRank;
import org.scorefield.analytic.MixtureFit;
import org.scorefield.data.Dataset;
import org.scorefield.data.Labelled;
import org.scorefield.denoise.Denoiser;
import org.scorefield.random.NoiseKey;

/// A law fitted to rows, and how.
///
/// @param denoiser the fit
/// @param law the same where no class is asked for
/// @param how it was fitted, for people
record LawFit(Denoiser denoiser, Distribution law, String how) {
  private LawFit(Distribution law, String how) {
    this(law, law, how);
  }

  /// Fits one of the kinds that are laws in closed form.
  static LawFit of(FitExperiment.Kind kind, Dataset train, NoiseKey key, Progress progress) {
    return switch (kind) {
      case FitExperiment.GaussianKind g -> gaussian(g, train, key);
      case FitExperiment.ClassGaussiansKind(Optional<Integer> rank) ->
          classes(rank.orElse(train.shape().size()), train, key);
      case FitExperiment.MixtureKind m -> mixture(m, train, key, progress);
      case FitExperiment.EmpiricalKind _ ->
          new LawFit(Empirical.of(train), train.size() + " rows as they are");
      case FitExperiment.StackKind _, FitExperiment.FeaturesKind _ ->
          throw new IllegalArgumentException(
              "a model of kind " + FitRun.kind(kind) + " is no law in closed form");
    };
  }

  private static LawFit gaussian(FitExperiment.GaussianKind kind, Dataset train, NoiseKey key) {
    int d = train.shape().size();
    int most = Math.min(d, train.size() - 1);
    if (kind.rank().orElse(0) > most && train.size() > 1) {
      throw new IllegalArgumentException(
          "rank %d is more than %d rows of %d components have; choose 0 to %d, or leave it out for all"
              .formatted(kind.rank().orElse(0), train.size(), d, most));
    }
    Gaussian law = LowRank.fit(train, kind.rank().orElse(d), key);
    return new LawFit(
        law,
        String.format(
            Locale.ROOT,
            "mean and covariance, rank %d of %d, residual variance %.4g",
            law.rank(),
            d,
            law.residual()));
  }

  private static LawFit classes(int rank, Dataset train, NoiseKey key) {
    if (!(train instanceof Labelled labelled)) {
      throw new IllegalArgumentException(
          "%s has no labels, so there is no law for each class; leave --classes out"
              .formatted(train.name()));
    }
    ByClass byClass = new ByClass(ClassLaws.fit(labelled, rank, key));
    return new LawFit(
        byClass,
        byClass.unconditional(),
        "mean and covariance of each of %d classes, rank at most %d"
            .formatted(byClass.classes(), rank));
  }

  private static LawFit mixture(
      FitExperiment.MixtureKind kind, Dataset train, NoiseKey key, Progress progress) {
    FitProgress look =
        (iteration, logLikelihood) -> {
          progress.say(
              String.format(
                  Locale.ROOT, "iteration %d: %.3f nats a row", iteration, logLikelihood));
          return !progress.cancelled();
        };
    MixtureFit fit =
        new ExpectationMaximization(kind.components(), kind.covariance()).fit(train, key, look);
    return new LawFit(
        fit.mixture(),
        String.format(
            Locale.ROOT,
            "%d components, %s, %d iterations of EM, %s, log density %.3f nats a row",
            fit.mixture().components().size(),
            describe(kind.covariance()),
            fit.logLikelihood().size() - 1,
            fit.converged() ? "converged" : "stopped at the limit",
            fit.logLikelihood().last()));
  }

  private static String describe(CovarianceKind covariance) {
    return switch (covariance) {
      case CovarianceKind.Full _ -> "full covariances";
      case CovarianceKind.Shared _ -> "one shared covariance";
      case CovarianceKind.LowRank(int rank) -> "rank " + rank + " and a residual variance each";
      case CovarianceKind.Diagonal _ -> "diagonal covariances";
    };
  }
}
