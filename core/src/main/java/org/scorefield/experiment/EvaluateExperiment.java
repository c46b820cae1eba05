package org.scorefield.experiment;

import java.util.List;
import java.util.Optional;
import org.scorefield.data.Dataset;
import org.scorefield.metric.Metric;

/// Measure generated samples against real data.
///
/// @param candidates sets of generated samples, each with its name; at least one
/// @param reference real data they are measured against, best held out
/// @param training data the model was fitted to, for the memorisation check
/// @param metrics what to measure
/// @param control whether to measure real data against real data too, as a yardstick
/// @param seed of all randomness
public record EvaluateExperiment(
    List<Candidate> candidates,
    Dataset reference,
    Optional<Dataset> training,
    List<Metric> metrics,
    boolean control,
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
      if (!candidate.samples().shape().equals(reference.shape())) {
        throw new IllegalArgumentException(
            "the samples "
                + candidate.name()
                + " have shape "
                + candidate.samples().shape()
                + ", the data "
                + reference.name()
                + " have "
                + reference.shape()
                + "; evaluate against data of the same shape");
      }
    }
  }
}
