package org.scorefield.engine.train;

import java.nio.file.Path;
import java.util.Optional;

/// How a run of training ended.
public sealed interface TrainingOutcome {

  /// All steps were done.
  record Completed(Trained trained) implements TrainingOutcome {}

  /// The loss or its gradient stopped being finite. Nothing of that step was kept.
  ///
  /// @param step that could not be done, from 0
  /// @param sigma noise level of the row with the worst loss in it, in the units of the data
  /// @param checkpoint the last good one, if there is one
  record Diverged(int step, double sigma, Optional<Path> checkpoint) implements TrainingOutcome {
    public String message() {
      return "the loss stopped being finite in step %d (worst at sigma = %s); lower the learning rate, lengthen the warm-up or clip the gradient%s"
          .formatted(
              step, sigma, checkpoint.map(c -> "; the last good checkpoint is " + c).orElse(""));
    }
  }

  /// The run was cancelled.
  ///
  /// @param step steps done
  /// @param checkpoint to resume from, if one was asked for and has been written
  record Cancelled(int step, Optional<Path> checkpoint) implements TrainingOutcome {}

  /// The result of a completed run.
  ///
  /// @throws TrainingStopped if the run did not complete
  default Trained orElseThrow() {
    return switch (this) {
      case Completed(Trained trained) -> trained;
      case Diverged d -> throw new TrainingStopped("diverged: " + d.message());
      case Cancelled c -> throw new TrainingStopped("cancelled after step " + c.step());
    };
  }
}
