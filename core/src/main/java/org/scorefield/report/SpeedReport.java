package org.scorefield.report;

import java.util.List;
import org.scorefield.array.Vector;
import org.scorefield.experiment.SpeedResult;
import org.scorefield.metric.Estimate;
import org.scorefield.select.LossTrace;
import org.scorefield.select.SpeedComparison;

/// The report of a comparison of ways to train.
public final class SpeedReport {
  private SpeedReport() {}

  public static Report of(SpeedResult result) {
    return new Report(
        "What learns fastest?",
        result.record().settings().getOrDefault("data", ""),
        List.of(verdict(result), table(result)),
        List.of(courses(result), RunBlocks.provenance(result.record())));
  }

  private static Verdict verdict(SpeedResult result) {
    SpeedComparison.Standing best = result.standings().getFirst();
    List<String> tied =
        result.standings().stream()
            .skip(1)
            .filter(SpeedComparison.Standing::tied)
            .map(SpeedComparison.Standing::name)
            .toList();
    return new Verdict(
        tied.isEmpty() ? Verdict.Tone.GOOD : Verdict.Tone.CAUTION,
        tied.isEmpty()
            ? "%s learns fastest.".formatted(best.name())
            : "%s learns fastest, but %s cannot be told from it."
                .formatted(best.name(), String.join(", ", tied)),
        "By the mean of the losses on the way, at the same rows, noise levels and noises for all. Standard errors speak of these draws; what another start would give is not in them: repeat with another `--seed`.");
  }

  private static Table table(SpeedResult result) {
    int probes = result.probes().size();
    List<String> names = result.comparison().traces().stream().map(LossTrace::name).toList();
    return new Table(
        "Candidates, best first",
        List.of(
            Table.Column.text("candidate"),
            Table.Column.number("rank", ""),
            Table.Column.number("mean loss", "").lowerIsBetter(),
            Table.Column.number("behind the best", ""),
            Table.Column.number("time", "s")),
        result.standings().stream()
            .map(s -> {
              Estimate loss = SpeedResult.scaled(s.value(), probes);
              Estimate behind = SpeedResult.scaled(s.behind(), probes);
              Cell.Measured value = Cell.measured(loss.value(), loss.standardError());
              return Table.Row.of(
                  Cell.text(s.name()),
                  Cell.count(s.rank()),
                  s.tied() ? value.asBest() : value,
                  Cell.measured(behind.value(), behind.standardError()),
                  Cell.number(result.seconds().get(names.indexOf(s.name()))));
            })
            .toList());
  }

  private static Section courses(SpeedResult result) {
    Vector steps = Vector.generate(result.probes().size(), i -> result.probes().get(i));
    return Section.of(
        "Losses on the way",
        "What all candidates share in a probe is chance, and cancels in their differences.",
        new LineChart(
            "Loss at the probes",
            "Normalised as EDM does, at levels of its distribution: 1 is what the best linear denoiser of isotropic data has.",
            Axis.linear("step"),
            Axis.log("loss"),
            result.comparison().traces().stream()
                .map(trace ->
                    Series.of(trace.name(), steps, Vector.generate(trace.steps(), trace::loss)))
                .toList()));
  }
}
