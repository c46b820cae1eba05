package org.scorefield.experiment;

import java.util.List;
import java.util.Optional;
import org.scorefield.array.Shape;
import org.scorefield.data.Dataset;
import org.scorefield.metric.FeatureMap;
import org.scorefield.metric.Metric;

/// Measure generated samples against real data.
///
/// @param candidates sets of generated samples, each with its name; at least one
/// @param reference real data they are measured against, best held out
/// @param training data the model was fitted to, for the memorisation check
/// @param metrics what to measure
/// @param control whether to measure real data against real data too, as a yardstick
/// @param features what to measure in; empty for the components of the samples themselves
/// @param seed of all randomness
public record EvaluateExperiment(
    List<Candidate> candidates,
    Dataset reference,
    Optional<Dataset> training,
    List<Metric> metrics,
    boolean control,
    Optional<FeatureMap> features,
    long seed) {

  /// Generated samples and what to call them.
  public record Candidate(String name, Dataset samples) {}

  public EvaluateExperiment {
    candidates = List.copyOf(candidates);
    metrics = List.copyOf(metrics);
    if (candidates.isEmpty() || metrics.isEmpty()) {
      throw new IllegalArgumentException("need at least one set of samples and one metric");
    }
    for (Candidate candidate : candidates) {
      requireShape("the samples " + candidate.name(), candidate.samples().shape(), reference);
    }
    if (training.isPresent()) {
      Dataset data = training.get();
      requireShape("the training data " + data.name(), data.shape(), reference);
    }
    if (features.isPresent() && !features.get().shape().equals(reference.shape())) {
      throw new IllegalArgumentException(
          "%s take samples of shape %s, the data %s have %s; give features for such samples, such as those of a classifier that was trained on some"
              .formatted(
                  features.get().name(),
                  features.get().shape(),
                  reference.name(),
                  reference.shape()));
    }
  }

  private static void requireShape(String what, Shape shape, Dataset reference) {
    if (!shape.equals(reference.shape())) {
      throw new IllegalArgumentException(
          what
              + " have shape "
              + shape
              + ", the data "
              + reference.name()
              + " have "
              + reference.shape()
              + "; evaluate against data of the same shape");
    }
  }
}
