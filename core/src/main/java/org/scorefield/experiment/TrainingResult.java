package org.scorefield.experiment;

import java.util.List;
import org.scorefield.array.Batch;
import org.scorefield.array.Vector;
import org.scorefield.metric.Estimate;

/// What training a network gave. Who trained is not known here: these are numbers.
///
/// @param record of the run
/// @param model the network with the parameters that were chosen
/// @param course of the training
/// @param levels the loss of the result by noise level
/// @param candidates the sets of parameters to choose from
/// @param snapshots samples drawn on the way, of the same noise, by rising step
/// @param real rows of the data, for pictures
/// @param studies what was studied beside
public record TrainingResult(
    RunRecord record,
    Model model,
    Course course,
    Levels levels,
    List<Candidate> candidates,
    List<Snapshot> snapshots,
    Batch real,
    TrainingStudies studies) {
  /// The curve of the network.
  public static final String NETWORK = "the network";

  /// The curve of the exact denoiser, where the law of the data is known.
  public static final String EXACT = "exact";

  /// The curve of the best linear denoiser, that of the data's Gaussian.
  public static final String LINEAR = "best linear";

  public TrainingResult {
    candidates = List.copyOf(candidates);
    snapshots = List.copyOf(snapshots);
  }

  /// What was seen every so many steps.
  ///
  /// @param steps rising
  /// @param losses what is minimised
  /// @param normalised the same in EDM's units, where 1 is what the best linear denoiser of
  ///   isotropic data has
  /// @param learningRates of the optimiser
  /// @param gradientNorms before clipping
  /// @param rowsPerSecond speed
  public record Course(
      Vector steps,
      Vector losses,
      Vector normalised,
      Vector learningRates,
      Vector gradientNorms,
      Vector rowsPerSecond) {}

  /// Losses by noise level, all on the same rows and noises, in EDM's units.
  ///
  /// @param sigmas levels, rising
  /// @param scale standard deviation of the data
  /// @param rows which rows they were measured on, in words
  /// @param heldOut whether no fit has seen these rows
  /// @param curves the network first, then yardsticks
  public record Levels(
      Vector sigmas, double scale, String rows, boolean heldOut, List<Curve> curves) {
    public Levels {
      curves = List.copyOf(curves);
    }
  }

  /// One model's losses.
  ///
  /// @param name of the model
  /// @param losses one a level
  /// @param mean over the levels
  /// @param behind by how much the network's losses exceed these, by paired differences
  /// @param meanBehind the same of the mean
  public record Curve(
      String name,
      List<Estimate> losses,
      Estimate mean,
      List<Estimate> behind,
      Estimate meanBehind) {
    public Curve {
      losses = List.copyOf(losses);
      behind = List.copyOf(behind);
    }
  }

  /// One set of parameters.
  ///
  /// @param name the last ones, or an average
  /// @param loss mean over the levels
  /// @param behind its loss less that of the chosen one, by paired differences; 0 for that itself
  /// @param chosen whether it is the model
  public record Candidate(String name, Estimate loss, Estimate behind, boolean chosen) {}

  /// Samples after so many steps.
  public record Snapshot(int step, Batch samples) {}
}
