package org.scorefield.experiment;

import java.util.ArrayList;
import java.util.List;
import org.scorefield.metric.Estimate;
import org.scorefield.select.SpeedComparison;
import org.scorefield.select.SpeedOverSeeds;
import org.scorefield.study.Speed;

/// Which of several ways to train learns fastest.
///
/// @param record of the run
/// @param probes steps after which losses were taken
/// @param probeLoss what these losses are, in words
/// @param comparison losses of all candidates on common random numbers, for each seed
/// @param standings by the sum of all losses, best first
/// @param seconds that each candidate took over all seeds, in the order of the comparison
/// @param reaching in how many steps an error is reached
public record SpeedResult(
    RunRecord record,
    List<Integer> probes,
    String probeLoss,
    SpeedOverSeeds comparison,
    List<SpeedComparison.Standing> standings,
    List<Double> seconds,
    Reaching reaching) {
  public SpeedResult {
    probes = List.copyOf(probes);
    standings = List.copyOf(standings);
    seconds = List.copyOf(seconds);
  }

  /// @param error what is to be reached, in words
  /// @param exact whether the error is against the exact denoiser of a known law, and can fall to 0
  /// @param runs the error on the way, of each candidate and seed
  /// @param speed steps to the target
  public record Reaching(String error, boolean exact, List<Speed.Run> runs, Speed speed) {
    public Reaching {
      runs = List.copyOf(runs);
    }

    /// The error of a candidate at one of the moments it was measured at: mean over seeds; of one
    /// seed with the standard error over the held-out rows.
    public Estimate error(String candidate, int moment) {
      List<Estimate> all =
          runs.stream()
              .filter(run -> run.candidate().equals(candidate))
              .map(run -> run.errors().values().get(moment))
              .toList();
      return all.size() == 1
          ? all.getFirst()
          : Estimate.mean(all.stream().mapToDouble(Estimate::value).toArray());
    }

    /// The error of a candidate at the last moment.
    public Estimate last(String candidate) {
      return error(candidate, runs.getFirst().errors().size() - 1);
    }
  }

  /// Numbers for a record: mean loss over the probes, how far behind the best, steps to the target.
  public static List<RunRecord.Result> results(
      List<SpeedComparison.Standing> standings, int probes, Reaching reaching) {
    List<RunRecord.Result> all = new ArrayList<>();
    for (SpeedComparison.Standing s : standings) {
      all.add(new RunRecord.Result(s.name(), "mean loss", scaled(s.value(), probes)));
      all.add(new RunRecord.Result(s.name(), "behind the best", scaled(s.behind(), probes)));
      all.add(new RunRecord.Result(s.name(), "error at the end", reaching.last(s.name())));
      Speed.Row row = reaching.speed().row(s.name());
      int seeds = row.reached().size();
      row.steps().ifPresent(e -> all.add(new RunRecord.Result(s.name(), "steps to target", e)));
      row.ratio()
          .ifPresent(e ->
              all.add(
                  new RunRecord.Result(
                      s.name(), "steps over those of " + reaching.speed().reference(), e)));
      all.add(
          new RunRecord.Result(
              s.name(), "runs that did not reach it", new Estimate(row.censored(), 0, seeds)));
    }
    return all;
  }

  /// A sum over probes as their mean.
  public static Estimate scaled(Estimate sum, int probes) {
    return new Estimate(sum.value() / probes, sum.standardError() / probes, sum.n());
  }
}
