package org.scorefield.experiment;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.scorefield.analytic.CovarianceKind;
import org.scorefield.convex.features.FeaturePlan;
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

  /// A Gaussian for each class of labelled rows.
  ///
  /// @param rank principal directions of each to keep; all if empty
  public record ClassGaussiansKind(Optional<Integer> rank) implements Kind {}

  /// A Gaussian mixture.
  ///
  /// @param components number of components K
  /// @param covariance what they may look like
  public record MixtureKind(int components, CovarianceKind covariance) implements Kind {}

  /// The training rows themselves.
  public record EmpiricalKind() implements Kind {}

  /// Random features at each noise level, fitted by ridge.
  ///
  /// @param plan how they are drawn and fitted
  /// @param ladder which levels
  /// @param directions principal directions to fit in; empty to choose by the data
  public record FeaturesKind(
      FeaturePlan plan, ConvexExperiment.Ladder ladder, OptionalInt directions) implements Kind {}

  /// A combination of models, weighted at each noise level by the held-out rows.
  ///
  /// @param members models that were fitted elsewhere
  /// @param fitted kinds to fit to the training rows and take in as members
  /// @param bands of principal directions with weights of their own; 1 for one weight in all
  public record StackKind(List<NamedModel> members, List<Kind> fitted, int bands) implements Kind {
    public StackKind {
      members = List.copyOf(members);
      fitted = List.copyOf(fitted);
      if (members.size() + fitted.size() < 2) {
        throw new IllegalArgumentException(
            "a stack needs at least 2 members, got "
                + (members.size() + fitted.size())
                + "; `scorefield fit gaussian` on the same data makes one");
      }
      if (bands < 1) {
        throw new IllegalArgumentException("bands must be at least 1, got " + bands);
      }
    }
  }

  /// A model and what to call it.
  public record NamedModel(String name, Model model) {}

  public FitExperiment {
    if (kind instanceof StackKind && heldOut.isEmpty()) {
      throw new IllegalArgumentException(
          "a stack is weighted by rows that its members have not seen; hold some out");
    }
    if (kind instanceof FeaturesKind features) {
      TrainingFrame.requireDirections(train, features.directions());
      if (heldOut.isEmpty()) {
        throw new IllegalArgumentException(
            "the ridge of each level is chosen by held-out rows; give --held-out a fraction above"
                + " 0, such as 0.1");
      }
    }
  }
}
