package org.scorefield.experiment;

import java.util.List;
import java.util.Map;
import org.scorefield.array.Batch;

/// What drawing samples gave.
///
/// @param record of the run
/// @param card of the model
/// @param preview the first samples, for pictures
/// @param trajectory a few samples on their way from noise to data
public record SampleResult(
    RunRecord record, ModelCard card, Batch preview, List<Frame> trajectory) {

  /// States at one noise level.
  ///
  /// @param sigma the level
  /// @param states a few samples: data plus noise of that level
  public record Frame(double sigma, Batch states) {}

  /// The same result with further settings in its record.
  public SampleResult with(Map<String, String> settings) {
    return new SampleResult(record.withSettings(settings), card, preview, trajectory);
  }
}
