package org.scorefield.experiment;

import java.util.List;
import java.util.Optional;
import org.scorefield.convex.relu.Audit;
import org.scorefield.convex.relu.Grow;

/// What certifying a network of two layers found; all numbers are means over rows.
///
/// @param record of the run
/// @param rows noisy rows
/// @param neurons of the network
/// @param given whether beta was given, not inferred
/// @param audit of the network, with the best bound of the run
/// @param polished objective of the best with its patterns, if that was asked for
/// @param rounds of growth; empty if none was asked for
/// @param tolerance relative gap at which a network counts as optimal
/// @param improved the polished or grown network, if one was asked for
public record CertifyResult(
    RunRecord record,
    int rows,
    int neurons,
    boolean given,
    Audit audit,
    Optional<Double> polished,
    List<Grow.Round> rounds,
    double tolerance,
    Optional<Model> improved) {
  public CertifyResult {
    rounds = List.copyOf(rounds);
  }

  /// Whether the gap is within the tolerance.
  public boolean optimal() {
    return audit.certificate().within(tolerance);
  }
}
