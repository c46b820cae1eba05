package org.scorefield.engine.train;

import java.io.Serial;

/// A training that others wait for ended before its last step. Thrown by {@link
/// TrainingOutcome#orElseThrow}, for those who train several times and can do nothing with less.
public final class TrainingStopped extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final String outcome;

  /// @param outcome in words: `cancelled ...` or `diverged: ...`
  public TrainingStopped(String outcome) {
    super(outcome);
    this.outcome = outcome;
  }

  /// How it ended, in words.
  public String outcome() {
    return outcome;
  }

  /// The same, of the training that is named.
  public TrainingStopped of(String training) {
    return new TrainingStopped("%s: %s".formatted(training, outcome));
  }
}
