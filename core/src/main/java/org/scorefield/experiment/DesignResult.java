package org.scorefield.experiment;

import java.util.List;
import org.scorefield.array.Vector;
import org.scorefield.design.SamplerChoice;

/// What a design gave.
///
/// @param record of the run
/// @param choice the sampler, and what it was chosen from
/// @param spec the sampler as it is written to a file
/// @param spectrum variances of the data along their principal directions, largest first
/// @param predictions errors on Gaussian data by evaluations
public record DesignResult(
    RunRecord record,
    SamplerChoice choice,
    SamplerSpec spec,
    Vector spectrum,
    List<Prediction> predictions) {

  public DesignResult {
    predictions = List.copyOf(predictions);
  }

  /// A solver on a kind of grid, and its relative trajectory error on Gaussian data.
  ///
  /// @param name of solver and grid
  /// @param evaluations a sample
  /// @param errors one for each
  public record Prediction(String name, Vector evaluations, Vector errors) {}
}
