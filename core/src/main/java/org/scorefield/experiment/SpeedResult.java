package org.scorefield.experiment;

import java.util.List;
import org.scorefield.metric.Estimate;
import org.scorefield.select.SpeedComparison;

/// Which of several ways to train learns fastest.
///
/// @param record of the run
/// @param probes steps before which losses were taken
/// @param comparison losses of all candidates on common random numbers
/// @param standings by the sum of all losses, best first
/// @param seconds that each candidate took, in the order of the comparison
public record SpeedResult(
    RunRecord record,
    List<Integer> probes,
    SpeedComparison comparison,
    List<SpeedComparison.Standing> standings,
    List<Double> seconds) {
  public SpeedResult {
    probes = List.copyOf(probes);
    standings = List.copyOf(standings);
    seconds = List.copyOf(seconds);
  }

  /// Numbers of the standings for a record: mean loss over the probes, and how far behind the best.
  public static List<RunRecord.Result> results(
      List<SpeedComparison.Standing> standings, int probes) {
    return standings.stream()
        .flatMap(s ->
            java.util.stream.Stream.of(
                new RunRecord.Result(s.name(), "mean loss", scaled(s.value(), probes)),
                new RunRecord.Result(s.name(), "behind the best", scaled(s.behind(), probes))))
        .toList();
  }

  /// A sum over probes as their mean.
  public static Estimate scaled(Estimate sum, int probes) {
    return new Estimate(sum.value() / probes, sum.standardError() / probes, sum.n());
  }
}
