package org.scorefield.doctor;

import java.util.List;
import java.util.Optional;
import org.scorefield.metric.Estimate;

/// How a wiring denoised.
///
/// @param changes from the stated wiring; none for itself
/// @param losses squared error a component by level; empty where it was given up before
/// @param gain mean over the levels of the logarithm of the stated wiring's loss over this one's;
///   over those measured
/// @param whole whether it was measured at all levels
public record Standing(
    List<Alternative> changes, List<Optional<Estimate>> losses, Estimate gain, boolean whole) {
  public Standing {
    changes = List.copyOf(changes);
    losses = List.copyOf(losses);
  }
}
