package org.scorefield.experiment;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.scorefield.metric.Estimate;
import org.scorefield.schedule.TimeGrid;

/// What a {@link TeleportRequest} came to.
///
/// @param grid what is left to step through: all of the full grid if there is no jump
/// @param opening how the run begins
/// @param kl what the jump costs in nats, if that was measured
/// @param saved evaluations of the model a sample that the jump replaces, where the solver knows
/// @param message how it was chosen, in a sentence
public record TeleportPlan(
    TimeGrid grid,
    SamplerSpec.Opening opening,
    Optional<Estimate> kl,
    OptionalInt saved,
    String message) {

  /// The cost of the jump as a result, if it was measured.
  public List<RunRecord.Result> results() {
    return kl.map(e -> List.of(new RunRecord.Result("start", "kl", e))).orElse(List.of());
  }
}
