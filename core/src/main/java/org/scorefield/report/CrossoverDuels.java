package org.scorefield.report;

import java.util.ArrayList;
import java.util.List;
import org.scorefield.budget.Decision.Verdict;
import org.scorefield.budget.NoiseChoice;
import org.scorefield.budget.Schemes;
import org.scorefield.experiment.CrossoverResult;
import org.scorefield.experiment.CrossoverResult.Premise;
import org.scorefield.metric.Estimate;

/// The section of a crossover study about the two published grids.
final class CrossoverDuels {
  private CrossoverDuels() {}

  static Section section(CrossoverResult result) {
    List<Block> blocks = new ArrayList<>();
    for (NoiseChoice noise : NoiseChoice.values()) {
      blocks.add(table(result, noise));
    }
    blocks.add(scores(result));
    return new Section(
        "EDM's grid or exponential levels",
        "Differences are of %s less %s: negative where EDM's grid is better. A difference within two standard errors names none."
            .formatted(Schemes.EDM.name(), Schemes.SONG.name()),
        blocks);
  }

  private static Table table(CrossoverResult result, NoiseChoice noise) {
    boolean plain = noise == CrossoverResult.PLAIN;
    boolean known =
        plain && result.moments().getFirst().contests().getFirst().premise().isPresent();
    List<Table.Column> columns = new ArrayList<>();
    columns.add(Table.Column.text("after"));
    columns.add(Table.Column.number("steps", ""));
    if (known) {
      columns.add(Table.Column.number("score's share", ""));
    }
    if (plain) {
      columns.add(Table.Column.text("by the rule"));
    }
    columns.add(Table.Column.number("predicted", "nats"));
    columns.add(Table.Column.text("by the loss"));
    columns.add(Table.Column.number("realised", ""));
    columns.add(Table.Column.text("by samples"));
    List<Table.Row> rows = new ArrayList<>();
    for (double share : result.shares()) {
      for (int n : result.steps()) {
        Estimate predicted = result.over(share, m -> m.contest(n).duel(noise).predicted());
        Estimate realised = result.over(share, m -> m.contest(n).duel(noise).realised().getFirst());
        List<Cell> cells = new ArrayList<>();
        cells.add(Cell.text(CrossoverReport.percent(share)));
        cells.add(Cell.count(n));
        if (known) {
          cells.add(
              CrossoverReport.cell(
                  result.mean(
                      share, m -> m.contest(n).premise().map(Premise::share).orElse(Double.NaN))));
        }
        if (plain) {
          cells.add(Cell.text(name(result.rule(share, result.at(share).getFirst().contest(n)))));
        }
        cells.add(CrossoverReport.cell(predicted));
        cells.add(Cell.text(name(Verdict.of(predicted))));
        cells.add(CrossoverReport.cell(realised));
        cells.add(Cell.text(name(Verdict.of(realised))));
        rows.add(new Table.Row(cells, false));
      }
    }
    return new Table(
        "Step noise %s; realised: %s. Means and standard errors over seeds"
            .formatted(noise.label(), result.measures().getFirst()),
        columns,
        rows);
  }

  private static Table scores(CrossoverResult result) {
    List<Table.Row> rows = new ArrayList<>();
    for (int i = 0; i < result.measures().size(); i++) {
      int measure = i;
      rows.add(
          Table.Row.of(
              Cell.text(result.measures().get(i)),
              Cell.text(
                  CrossoverReport.words(
                      CrossoverReport.total(
                          result,
                          s -> result.foretold(s, measure, List.of(NoiseChoice.values()))))),
              Cell.text(
                  CrossoverReport.words(
                      CrossoverReport.total(
                          result,
                          s -> result.foretold(s, measure, List.of(CrossoverResult.PLAIN))))),
              Cell.text(
                  CrossoverReport.words(
                      CrossoverReport.total(result, s -> result.ruled(s, measure))))));
    }
    return new Table(
        "How often the better grid is named, over stages, numbers of steps and seeds",
        List.of(
            Table.Column.text("better by"),
            Table.Column.text("by the loss, all step noises"),
            Table.Column.text("by the loss, frozen-score"),
            Table.Column.text("by the rule, frozen-score")),
        rows);
  }

  private static String name(Verdict verdict) {
    return switch (verdict) {
      case FIRST -> Schemes.EDM.name();
      case SECOND -> Schemes.SONG.name();
      case TIE -> "neither";
    };
  }
}
