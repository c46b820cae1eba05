package org.scorefield.experiment;

import java.util.Optional;
import java.util.OptionalInt;
import org.scorefield.analytic.CovarianceKind;
import org.scorefield.analytic.Distribution;
import org.scorefield.analytic.Gaussian;
import org.scorefield.analytic.GaussianMixture;
import org.scorefield.data.Dataset;
import org.scorefield.data.Split;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;

/// What a design knows of the data: their Gaussian, a law that judges, and another fit to learn on.
///
/// @param gaussian of the model's law if it has one, else of the data
/// @param by how a sampler file names that Gaussian
/// @param proxy the judge: the model's law if it has one, else a mixture fitted to all rows
/// @param surrogate a mixture of fewer components, fitted to half the rows; without data, to
///   samples of the law
/// @param how where they come from, for people
record DesignStatistics(
    Gaussian gaussian,
    SamplerSpec.By by,
    Distribution proxy,
    GaussianMixture surrogate,
    String how) {

  private static final int SAMPLES = 2000;

  /// One component alone is the Gaussian once more.
  private static final int FEWEST = 2;

  private static final int ROWS_PER_COMPONENT = 50;
  private static final int SURROGATE_COMPONENTS = 10;

  /// @throws IllegalArgumentException if there are no data, and the model has no law
  static DesignStatistics of(DesignExperiment experiment, Progress progress) {
    NoiseKey key = NoiseKey.of(experiment.seed()).child("design statistics");
    Optional<Model> law = experiment.model().filter(m -> m.closedForm().isPresent());
    if (experiment.data().isEmpty()) {
      Model model = experiment.model().orElseThrow();
      Dataset drawn =
          Dataset.of(
              "samples of the model",
              model.card().units(),
              model.law().sample(new Noise(key.child("samples"), 0, SAMPLES)));
      GaussianMixture surrogate =
          mixture(drawn, SURROGATE_COMPONENTS, key.child("surrogate"), progress);
      return itself(
          model, surrogate, "%s of %d samples of it".formatted(described(surrogate), SAMPLES));
    }
    Dataset data = experiment.data().get();
    Dataset half = Split.fraction(data, 0.5, key).train();
    GaussianMixture surrogate =
        mixture(half, SURROGATE_COMPONENTS, key.child("surrogate"), progress);
    String learnedOn =
        "%s of %d rows, half of the data".formatted(described(surrogate), half.size());
    return law.map(model -> itself(model, surrogate, learnedOn))
        .orElseGet(() -> fitted(experiment, data, surrogate, learnedOn, key, progress));
  }

  private static DesignStatistics itself(Model model, GaussianMixture surrogate, String learnedOn) {
    return new DesignStatistics(
        model.law().matchingGaussian(),
        new SamplerSpec.By.Matching(OptionalInt.empty()),
        model.law(),
        surrogate,
        "the model's own law (%s) judges; learned on %s".formatted(model.card().kind(), learnedOn));
  }

  private static DesignStatistics fitted(
      DesignExperiment experiment,
      Dataset data,
      GaussianMixture surrogate,
      String learnedOn,
      NoiseKey key,
      Progress progress) {
    Model gaussian =
        FitRun.run(
                new FitExperiment(
                    new FitExperiment.GaussianKind(Optional.empty()),
                    data,
                    Optional.empty(),
                    experiment.seed()),
                progress)
            .model();
    GaussianMixture proxy =
        mixture(data, QuickstartExperiment.COMPONENTS, key.child("proxy"), progress);
    String unasked =
        experiment
            .model()
            .map(model -> "; the model (%s) was not asked".formatted(model.card().kind()))
            .orElse("");
    return new DesignStatistics(
        gaussian.law().matchingGaussian(),
        new SamplerSpec.By.Fitted(gaussian),
        proxy,
        surrogate,
        "%s of all %d rows judges; learned on %s%s"
            .formatted(described(proxy), data.size(), learnedOn, unasked));
  }

  private static GaussianMixture mixture(Dataset rows, int most, NoiseKey key, Progress progress) {
    int components = Math.clamp(rows.size() / ROWS_PER_COMPONENT, FEWEST, most);
    int rank = Math.min(QuickstartExperiment.RANK, rows.shape().size());
    progress.begin("fitting a mixture to " + rows.name(), 0);
    FitExperiment.Kind kind =
        new FitExperiment.MixtureKind(components, new CovarianceKind.LowRank(rank));
    return (GaussianMixture) LawFit.of(kind, rows, key, progress).law();
  }

  private static String described(GaussianMixture mixture) {
    return "a mixture of %d Gaussians".formatted(mixture.components().size());
  }
}
