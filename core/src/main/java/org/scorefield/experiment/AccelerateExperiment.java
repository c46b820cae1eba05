package org.scorefield.experiment;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.scorefield.data.Dataset;
import org.scorefield.design.Aim;
import org.scorefield.metric.FeatureMap;

/// Find the best sampler of a model for each of some numbers of evaluations, on the model itself,
/// and hold it against the standard ones.
///
/// @param model to sample, of any kind
/// @param data like those it was trained on; without them its own samples serve
/// @param evaluations of the model a sample, at most; each at least 2, none twice
/// @param aim what for
/// @param features what to measure sets in besides the samples themselves
/// @param sigmaMax level of the white noise; by the model and the data if not given
/// @param sigmaMin last positive level; likewise
/// @param allPeers whether every standard solver takes part to the end, not only the best few
/// @param samples that each sampler draws for the comparison; by the aim if not given
/// @param budget most evaluations of the model, over all samples
/// @param seed of all randomness
public record AccelerateExperiment(
    Model model,
    Optional<Dataset> data,
    List<Integer> evaluations,
    Aim aim,
    Optional<FeatureMap> features,
    OptionalDouble sigmaMax,
    OptionalDouble sigmaMin,
    boolean allPeers,
    OptionalInt samples,
    OptionalLong budget,
    long seed) {

  /// Fewer rows say too little about a covariance.
  private static final int FEWEST_ROWS = 20;

  /// Beyond this nothing is gained over a standard sampler.
  private static final int MOST_EVALUATIONS = 100;

  static final int FEWEST_SAMPLES = 16;

  public AccelerateExperiment {
    evaluations = evaluations.stream().sorted().toList();
    requireEvaluations(evaluations);
    if (samples.orElse(FEWEST_SAMPLES) < FEWEST_SAMPLES) {
      throw new IllegalArgumentException(
          "a comparison needs at least %d samples, got %d"
              .formatted(FEWEST_SAMPLES, samples.getAsInt()));
    }
    data.ifPresent(rows -> {
      if (!rows.shape().equals(model.denoiser().shape())) {
        throw new IllegalArgumentException(
            "the model is for samples of shape %s, the data %s have %s; give data like those it was trained on"
                .formatted(model.denoiser().shape(), rows.name(), rows.shape()));
      }
      if (rows.size() < FEWEST_ROWS) {
        throw new IllegalArgumentException(
            "at least %d rows are needed to measure against, %s has %d; leave the data out, and the model's own samples serve"
                .formatted(FEWEST_ROWS, rows.name(), rows.size()));
      }
    });
    features.ifPresent(map -> {
      if (!map.shape().equals(model.denoiser().shape())) {
        throw new IllegalArgumentException(
            "%s take samples of shape %s, the model makes %s; give features for such samples"
                .formatted(map.name(), map.shape(), model.denoiser().shape()));
      }
    });
  }

  private static void requireEvaluations(List<Integer> evaluations) {
    if (evaluations.isEmpty()) {
      throw new IllegalArgumentException("say for how many evaluations a sampler is wanted");
    }
    for (int n : evaluations) {
      if (n < 2 || n > MOST_EVALUATIONS) {
        throw new IllegalArgumentException(
            "a sampler can be searched for 2 to %d evaluations a sample, got %d%s"
                .formatted(
                    MOST_EVALUATIONS, n, n == 1 ? "; with one there is no level to place" : ""));
      }
    }
    if (new HashSet<>(evaluations).size() != evaluations.size()) {
      throw new IllegalArgumentException("each number of evaluations once, got " + evaluations);
    }
  }
}
