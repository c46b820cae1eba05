package org.scorefield.experiment;

import java.util.List;
import org.scorefield.array.Batch;
import org.scorefield.array.Vector;
import org.scorefield.metric.Estimate;
import org.scorefield.schedule.TimeGrid;

/// What a quickstart found.
///
/// @param record of the run
/// @param real held-out rows, for pictures
/// @param variants the samplers that were compared, in order
/// @param levels what holds at each noise level, highest first
/// @param spectrum variances of the data along its principal directions
/// @param scale standard deviation of the data
/// @param grid levels of the full run
/// @param sigmaSkip where the closed-form start ends; NaN if no level met the budget
public record QuickstartResult(
    RunRecord record,
    Batch real,
    List<Variant> variants,
    List<Level> levels,
    Vector spectrum,
    double scale,
    TimeGrid grid,
    double sigmaSkip) {

  /// One sampler and what it gave.
  ///
  /// @param name what to call it
  /// @param evaluations of the model a sample
  /// @param samples the first ones, for pictures
  /// @param trajectory some of them on their way
  public record Variant(
      String name, int evaluations, Batch samples, List<SampleResult.Frame> trajectory) {}

  /// What holds at one noise level.
  ///
  /// @param sigma the level
  /// @param gaussianLoss held-out denoising loss of the Gaussian
  /// @param mixtureLoss of the mixture
  /// @param empiricalLoss of the training set itself
  /// @param kl what replacing the mixture's law by the Gaussian's costs there, in nats
  public record Level(
      double sigma,
      Estimate gaussianLoss,
      Estimate mixtureLoss,
      Estimate empiricalLoss,
      Estimate kl) {}
}
