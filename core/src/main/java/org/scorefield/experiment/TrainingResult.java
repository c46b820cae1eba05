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
public record TrainingResult(
    RunRecord record,
    Model model,
    Course course,
    Levels levels,
    List<Candidate> candidates,
    List<Snapshot> snapshots,
    Batch real) {
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
  public record Curve(String name, List<Estimate> losses, Estimate mean) {
    public Curve {
      losses = List.copyOf(losses);
    }
  }

  /// One set of parameters.
  ///
  /// @param name the last ones, or an average
  /// @param loss mean over the levels
  /// @param behind its loss less that of the best, by paired differences; 0 for the best itself
  /// @param chosen whether it is the model
  public record Candidate(String name, Estimate loss, Estimate behind, boolean chosen) {}

  /// Samples after so many steps.
  public record Snapshot(int step, Batch samples) {}
}
