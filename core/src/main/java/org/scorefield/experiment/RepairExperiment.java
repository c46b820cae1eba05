package org.scorefield.experiment;

import java.util.Optional;
import org.scorefield.array.Vector;
import org.scorefield.data.Dataset;
import org.scorefield.metric.FeatureMap;

/// Repair a model: stack it with closed-form models of the data where those denoise better, and say
/// what that is worth on rows that nothing has seen.
///
/// @param model any denoiser
/// @param data rows in the model's units, best ones it was not trained on
/// @param settings how much to measure
/// @param features what else to compare samples in; empty for their components alone
/// @param seed of all randomness
public record RepairExperiment(
    Model model, Dataset data, Settings settings, Optional<FeatureMap> features, long seed) {

  /// How much to measure. What is left empty is chosen by {@link RepairPlan}.
  ///
  /// @param heldOut fraction of the rows no closed form is fitted to: one half of them weights the
  ///   members, the other judges the result
  /// @param sigmas noise levels at which the result is judged, rising
  /// @param bands of principal directions with weights of their own; 1 for one weight in all
  /// @param rank most directions of the Gaussian; fewer are kept where they do as well
  /// @param components of a mixture that is tried as a further member; 0 for none
  /// @param rows in each of the two halves
  /// @param samples of each way of sampling; 0 for none
  /// @param steps evaluations a sample
  /// @param evaluations of the model, at most
  public record Settings(
      double heldOut,
      Optional<Vector> sigmas,
      int bands,
      Optional<Integer> rank,
      int components,
      Optional<Integer> rows,
      Optional<Integer> samples,
      int steps,
      Optional<Long> evaluations) {

    /// Two fifths held out, one weight in all, no mixture, ten evaluations a sample.
    public static final Settings USUAL =
        new Settings(
            0.4,
            Optional.empty(),
            1,
            Optional.empty(),
            0,
            Optional.empty(),
            Optional.empty(),
            10,
            Optional.empty());

    static final int FEWEST_SAMPLES = 32;

    private static final int FEWEST_STEPS = 2;
    private static final int MOST_STEPS = 1000;

    public Settings {
      if (!(heldOut > 0 && heldOut < 1)) {
        throw new IllegalArgumentException(
            "the held-out fraction must be strictly between 0 and 1, got " + heldOut);
      }
      if (bands < 1) {
        throw new IllegalArgumentException("bands must be at least 1, got " + bands);
      }
      if (rank.isPresent() && rank.get() < 1) {
        throw new IllegalArgumentException(
            "the rank of the Gaussian must be at least 1, got " + rank.get());
      }
      if (samples.isPresent() && samples.get() != 0 && samples.get() < FEWEST_SAMPLES) {
        throw new IllegalArgumentException(
            "samples are compared from %d on, 0 stands for none, got %d"
                .formatted(FEWEST_SAMPLES, samples.get()));
      }
      if (components < 0) {
        throw new IllegalArgumentException(
            "a mixture has at least 1 component, 0 stands for none, got " + components);
      }
      if (steps < FEWEST_STEPS || steps > MOST_STEPS) {
        throw new IllegalArgumentException(
            "evaluations a sample must be from %d to %d, got %d"
                .formatted(FEWEST_STEPS, MOST_STEPS, steps));
      }
    }
  }

  public RepairExperiment {
    if (!model.denoiser().shape().equals(data.shape())) {
      throw new IllegalArgumentException(
          "the model is for samples of shape %s, %s has %s; repair it with data of its own shape"
              .formatted(model.denoiser().shape(), data.name(), data.shape()));
    }
    if (settings.bands() > data.shape().size()) {
      throw new IllegalArgumentException(
          "%d bands are more than the %d directions of %s; choose 1 to %d, few is usual"
              .formatted(settings.bands(), data.shape().size(), data.name(), data.shape().size()));
    }
    features
        .filter(map -> !map.shape().equals(data.shape()))
        .ifPresent(map -> {
          throw new IllegalArgumentException(
              "%s take samples of shape %s, %s has %s; leave --features out, or give some for such samples"
                  .formatted(map.name(), map.shape(), data.name(), data.shape()));
        });
  }
}
