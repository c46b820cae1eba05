package org.scorefield.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.scorefield.array.Vector;
import org.scorefield.budget.Advice;
import org.scorefield.budget.Decision;
import org.scorefield.budget.NoiseChoice;
import org.scorefield.budget.ScorePart;
import org.scorefield.experiment.BudgetResult;
import org.scorefield.metric.Estimate;

/// What the number of steps, their placement and their ends do to the error.
final class BudgetSchedules {
  /// What costs more than this many times as much as what was asked about would leave the rest of a
  /// chart no room.
  private static final double DRAWN = 2;

  private BudgetSchedules() {}

  static Section steps(BudgetResult result) {
    return Section.of(
        "How many steps",
        "Only the part of the steps falls with their number; start and model stay.",
        stack(result),
        falling(result));
  }

  private static BarChart stack(BudgetResult result) {
    List<Advice.AtSteps> rows = result.advice().bySteps();
    int n = rows.size();
    double start = result.part(Advice.START).value();
    Estimate score = result.part(Advice.SCORE);
    boolean known = result.advice().score().known();
    List<BarChart.Bars> bars =
        List.of(
            BarChart.Bars.of("the start", Vector.generate(n, _ -> start)),
            new BarChart.Bars(
                "the steps",
                Vector.generate(n, i -> rows.get(i).asked().value()),
                Vector.generate(n, i -> rows.get(i).asked().standardError())),
            new BarChart.Bars(
                known ? "the model" : "the model, at least",
                Vector.generate(n, _ -> score.value()),
                Vector.generate(n, _ -> score.standardError())));
    return new BarChart(
        "Parts of the error by number of steps",
        result.advice().scheme().name()
            + ". "
            + switch (result.advice().score()) {
              case ScorePart.Known _ -> "The height is the divergence of the whole path.";
              case ScorePart.Between(_, Estimate most, _) ->
                  "The model's part may be more than is drawn, up to %s nats."
                      .formatted(NumberText.of(most.value(), most.standardError()));
            },
        rows.stream().map(row -> String.valueOf(row.steps())).toList(),
        "divergence of the path, nats",
        bars,
        BarChart.Arrangement.STACKED);
  }

  private static LineChart falling(BudgetResult result) {
    List<Advice.AtSteps> rows = result.advice().bySteps();
    Vector x = Vector.generate(rows.size(), i -> rows.get(i).steps());
    List<Mark> marks = new ArrayList<>();
    double score = result.part(Advice.SCORE).value();
    if (score > 0) {
      marks.add(
          new Mark.Horizontal(
              score, result.advice().score().known() ? "the model" : "the model, at least"));
    }
    marks.add(new Mark.Vertical(result.advice().scheme().steps(), "asked"));
    return new LineChart(
        "Cost of the steps, as asked and at best",
        "The best of all schemes with as many steps, each number by itself. Once the curve is below"
            + " the model's own error, more steps bring little.",
        Axis.log("steps, an evaluation each"),
        Axis.log("cost of the steps, nats"),
        List.of(
            series(result.advice().scheme().name(), x, rows, Advice.AtSteps::asked),
            series("best scheme", x, rows, Advice.AtSteps::best).with(Series.Stroke.BOLD)),
        marks);
  }

  private static Series series(
      String name, Vector x, List<Advice.AtSteps> rows, Function<Advice.AtSteps, Estimate> value) {
    return Series.of(name, x, Vector.generate(x.size(), i -> value.apply(rows.get(i)).value()))
        .withBars(Vector.generate(x.size(), i -> value.apply(rows.get(i)).standardError()));
  }

  static Section ranking(BudgetResult result) {
    List<Block> blocks = new ArrayList<>();
    published(result).ifPresent(text -> blocks.add(new Paragraph(text)));
    blocks.add(rankingChart(result));
    blocks.add(rankingTable(result));
    return new Section(
        "Which schedule",
        "All with %d steps between the same two noise levels, for this model's own loss."
            .formatted(result.advice().scheme().steps()),
        blocks);
  }

  /// EDM's levels or Song's, by a number.
  private static Optional<String> published(BudgetResult result) {
    return result
        .advice()
        .published()
        .map(decision ->
            "EDM's levels (rho 7) or Song's (exponential), with the step noise both were analysed with: "
                + decision.words()
                + needed(decision, result.measured().curve().rows())
                + ". The rule of thumb, exponential levels for a well-trained model and polynomial ones for"
                + " others, is not needed: this is decided by the model's loss.");
  }

  private static String needed(Decision decision, int rows) {
    return decision.verdict() == Decision.Verdict.TIE
        ? "; if they differ as it seems, about %s held-out rows would tell, here were %s"
            .formatted(
                NumberText.count((long) Math.ceil(decision.rowsNeeded() * rows)),
                NumberText.count(rows))
        : "";
  }

  private static BarChart rankingChart(BudgetResult result) {
    double most = DRAWN * Math.abs(result.part(Advice.DISCRETISATION).value());
    List<Advice.Ranked> ranking =
        result.advice().ranking().stream()
            .filter(ranked -> ranked.discretisation().value() <= most)
            .toList();
    int beyond = result.advice().ranking().size() - ranking.size();
    List<String> rules = ranking.stream().map(BudgetSchedules::rule).distinct().toList();
    List<BarChart.Bars> bars = new ArrayList<>();
    for (NoiseChoice noise : NoiseChoice.values()) {
      List<Optional<Estimate>> costs =
          rules.stream()
              .map(rule ->
                  ranking.stream()
                      .filter(r -> rule(r).equals(rule) && noise(r) == noise)
                      .map(Advice.Ranked::discretisation)
                      .findFirst())
              .toList();
      if (costs.stream().anyMatch(Optional::isPresent)) {
        bars.add(
            new BarChart.Bars(
                label(noise),
                Vector.generate(
                    rules.size(), i -> costs.get(i).map(Estimate::value).orElse(Double.NaN)),
                Vector.generate(
                    rules.size(),
                    i -> costs.get(i).map(Estimate::standardError).orElse(Double.NaN))));
      }
    }
    return new BarChart(
        "Cost of %d steps by schedule".formatted(result.advice().scheme().steps()),
        "Lower is better. Most of an error bar is shared by all bars: whether two schemes differ is in the table.%s"
            .formatted(
                beyond == 0
                    ? ""
                    : " The table also has %d that cost more than twice as much as the one asked about."
                        .formatted(beyond)),
        rules,
        "cost of the steps, nats",
        bars);
  }

  /// The name without that of the noise.
  private static String rule(Advice.Ranked ranked) {
    String name = ranked.scheme().name();
    return name.substring(0, name.length() - noise(ranked).suffix().length());
  }

  private static NoiseChoice noise(Advice.Ranked ranked) {
    return Arrays.stream(NoiseChoice.values())
        .filter(noise -> !noise.suffix().isEmpty())
        .filter(noise -> ranked.scheme().name().endsWith(noise.suffix()))
        .findFirst()
        .orElse(NoiseChoice.FROZEN_SCORE);
  }

  private static String label(NoiseChoice noise) {
    return switch (noise) {
      case FROZEN_SCORE -> "plain step noise";
      case DDPM -> "DDPM's";
      case BEST -> "best for this model";
    };
  }

  private static Table rankingTable(BudgetResult result) {
    Advice advice = result.advice();
    List<Table.Row> rows = new ArrayList<>();
    for (Advice.Ranked ranked : advice.ranking()) {
      boolean asked = ranked.scheme().equals(advice.scheme());
      Estimate difference = ranked.against().difference();
      rows.add(
          new Table.Row(
              List.of(
                  Cell.text(ranked.scheme().name()),
                  BudgetReport.measured(ranked.discretisation()),
                  asked ? Cell.text("") : BudgetReport.measured(difference),
                  Cell.text(asked ? "asked about" : verdict(ranked.against()))),
              asked));
    }
    return new Table(
        "Schemes, best first. The difference is taken row by row, so that what is chance in both cancels",
        List.of(
            Table.Column.text("scheme"),
            Table.Column.number("cost of its steps", "nats").lowerIsBetter(),
            Table.Column.number("less that of " + advice.scheme().name(), "nats").lowerIsBetter(),
            Table.Column.text("is")),
        rows);
  }

  private static String verdict(Decision against) {
    return switch (against.verdict()) {
      case FIRST -> "better";
      case SECOND -> "worse";
      case TIE -> "a tie";
    };
  }

  static Section ends(BudgetResult result) {
    List<Block> blocks = new ArrayList<>();
    if (result.advice().firstLevels().size() > 1) {
      blocks.add(
          ends(
              "Starting elsewhere: lower is a worse start, but leaves more steps for the rest",
              "first sigma",
              result.advice().firstLevels(),
              false,
              result.advice().score().known()));
    }
    if (result.advice().lastLevels().size() > 1) {
      blocks.add(
          ends(
              "Ending elsewhere: higher costs less, but samples keep noise of that level, which a last"
                  + " denoising takes off only in part. Sums aim at other laws and are not to be compared"
                  + " without the last column",
              "last sigma",
              result.advice().lastLevels(),
              true,
              result.advice().score().known()));
    }
    return new Section(
        "Another first or last noise level",
        "The asked rule and number of steps between other ends; the rest as it is.",
        blocks);
  }

  private static Table ends(
      String caption, String end, List<Advice.AtLevel> levels, boolean last, boolean known) {
    List<Table.Column> columns =
        new ArrayList<>(
            List.of(
                Table.Column.number(end, ""),
                Table.Column.number("the start", "nats").lowerIsBetter(),
                Table.Column.number("the steps", "nats").lowerIsBetter(),
                Table.Column.number(known ? "the model" : "the model, at least", "nats")
                    .lowerIsBetter(),
                Table.Column.number("sum", "nats").lowerIsBetter()));
    if (last) {
      columns.add(
          Table.Column.number("distance from clean data", "of their spread").lowerIsBetter());
    }
    List<Table.Row> rows = new ArrayList<>();
    for (int i = 0; i < levels.size(); i++) {
      Advice.AtLevel level = levels.get(i);
      List<Cell> cells =
          new ArrayList<>(
              List.of(
                  Cell.number(level.sigma()),
                  Cell.number(level.start()),
                  BudgetReport.measured(level.discretisation()),
                  BudgetReport.measured(level.score()),
                  Cell.number(level.total())));
      if (last) {
        cells.add(Cell.number(level.stopping()));
      }
      rows.add(new Table.Row(cells, i == 0));
    }
    return new Table(caption, columns, rows);
  }
}
