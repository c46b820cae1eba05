package org.scorefield.report;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.scorefield.array.Vector;
import org.scorefield.experiment.SpeedResult;
import org.scorefield.metric.Estimate;
import org.scorefield.select.SpeedComparison;
import org.scorefield.study.Speed;
import org.scorefield.study.Trace;

/// The report of a comparison of ways to train.
public final class SpeedReport {
  private SpeedReport() {}

  public static Report of(SpeedResult result) {
    return new Report(
        "What learns fastest?",
        result.record().settings().getOrDefault("data", ""),
        List.of(verdict(result), ranking(result)),
        List.of(reaching(result), courses(result), RunBlocks.provenance(result.record())));
  }

  private static int seeds(SpeedResult result) {
    return result.comparison().seeds().size();
  }

  private static Verdict verdict(SpeedResult result) {
    SpeedComparison.Standing best = result.standings().getFirst();
    List<String> tied =
        result.standings().stream()
            .skip(1)
            .filter(s -> s.tied() || Double.isNaN(s.behind().standardError()))
            .map(SpeedComparison.Standing::name)
            .toList();
    return new Verdict(
        tied.isEmpty() ? Verdict.Tone.GOOD : Verdict.Tone.CAUTION,
        tied.isEmpty()
            ? "%s learns fastest.".formatted(best.name())
            : "%s learns fastest, but %s cannot be told from it."
                .formatted(best.name(), String.join(", ", tied)),
        "By the mean of the losses on the way, at the same rows, noise levels and noises for all. "
            + (seeds(result) > 1
                ? "Standard errors are over %d seeds, of paired differences."
                    .formatted(seeds(result))
                : "Standard errors speak of these draws; what another start would give is not in them: repeat over seeds (`--seeds 5`)."));
  }

  private static Table ranking(SpeedResult result) {
    int probes = result.probes().size();
    List<String> names = result.comparison().names();
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

  private static Section reaching(SpeedResult result) {
    SpeedResult.Reaching reaching = result.reaching();
    Speed speed = reaching.speed();
    Trace first = reaching.runs().getFirst().errors();
    List<Series> series =
        result.comparison().names().stream()
            .map(name -> {
              List<Estimate> errors =
                  IntStream.range(0, first.size()).mapToObj(m -> reaching.error(name, m)).toList();
              return Series.of(name, first.steps(), TrainingStudyReport.values(errors))
                  .withBand(TrainingStudyReport.errors(errors));
            })
            .toList();
    return Section.of(
        "Steps to one error",
        "The error is the %s%s. A run that never gets there is counted, not left out: its steps are not known, only that they are more than were run, so a mean over the others is too low and stands beside the least that the mean over all can be. Ratios are geometric means over the seeds where both got there."
            .formatted(
                reaching.error(),
                reaching.exact() ? "" : "; it cannot fall below what the data leave open"),
        new Table(
            "Steps until the error is " + NumberText.of(speed.target()),
            List.of(
                Table.Column.text("candidate"),
                Table.Column.number("error at the end", "").lowerIsBetter(),
                Table.Column.number("steps", ""),
                Table.Column.number("over all, at least", ""),
                Table.Column.text("did not reach it"),
                Table.Column.number("ratio to " + speed.reference(), ""),
                Table.Column.text("faster / slower")),
            speed.rows().stream().map(row -> row(row, reaching)).toList()),
        new LineChart(
            "Error by step",
            (seeds(result) > 1
                    ? "Mean over %d seeds; bands are two standard errors over them."
                        .formatted(seeds(result))
                    : "One seed; bands are two standard errors over held-out rows.")
                + " The first average of the parameters is measured.",
            Axis.log("step"),
            Axis.log("error"),
            series,
            List.of(new Mark.Horizontal(speed.target(), "to reach"))));
  }

  private static Table.Row row(Speed.Row row, SpeedResult.Reaching reaching) {
    Estimate last = reaching.last(row.candidate());
    int seeds = row.reached().size();
    return Table.Row.of(
        Cell.text(row.candidate()),
        Cell.measured(last.value(), last.standardError()),
        measured(row.steps()),
        Cell.number(row.atLeast()),
        Cell.text("%d of %d".formatted(row.censored(), seeds)),
        row.candidate().equals(reaching.speed().reference())
            ? Cell.text("")
            : measured(row.ratio()),
        row.candidate().equals(reaching.speed().reference())
            ? Cell.text("")
            : Cell.text("%d / %d of %d".formatted(row.faster(), row.slower(), seeds)));
  }

  private static Cell measured(Optional<Estimate> estimate) {
    return estimate
        .<Cell>map(e -> Cell.measured(e.value(), e.standardError()))
        .orElse(Cell.text("not known"));
  }

  private static Section courses(SpeedResult result) {
    int count = result.probes().size();
    Vector steps = Vector.generate(count, i -> result.probes().get(i));
    List<String> names = result.comparison().names();
    return Section.of(
        "Losses on the way",
        "What all candidates share in a probe is chance, and cancels in their differences.",
        new LineChart(
            "Loss at the probes",
            result.probeLoss() + (seeds(result) > 1 ? " Mean over seeds." : ""),
            Axis.linear("step"),
            Axis.log("loss"),
            IntStream.range(0, names.size())
                .mapToObj(c ->
                    Series.of(
                        names.get(c),
                        steps,
                        Vector.generate(count, i -> result.comparison().loss(c, i).value())))
                .toList()));
  }
}
