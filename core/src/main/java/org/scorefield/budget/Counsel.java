package org.scorefield.budget;

import org.scorefield.metric.Estimate;

/// One thing that could be done, and what it would bring.
///
/// @param change what to do
/// @param gain by how much the path divergence falls, in nats; negative if it rises. Of training it
///   is what past training brought, of weighting all that could be had
/// @param words the finding in a sentence, for people
public record Counsel(Change change, Estimate gain, String words) {

  /// What can be changed.
  public enum Change {
    SCHEDULE("another schedule"),
    STEP_NOISE("another step noise"),
    EVALUATION("one more evaluation"),
    SIGMA_MAX("another first noise level"),
    SIGMA_MIN("another last noise level"),
    START("a start from the data's Gaussian"),
    TRAINING("more training"),
    WEIGHTING("another weighting in training");

    private final String label;

    Change(String label) {
      this.label = label;
    }

    /// For people.
    public String label() {
      return label;
    }
  }

  /// Whether the gain is more than chance.
  public boolean clear() {
    return gain.value() > Decision.CLEAR * gain.standardError();
  }
}
