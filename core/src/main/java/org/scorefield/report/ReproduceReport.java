package org.scorefield.report;

import java.util.ArrayList;
import java.util.List;
import org.scorefield.array.Vector;
import org.scorefield.experiment.ReproduceResult;
import org.scorefield.metric.Estimate;
import org.scorefield.reproduce.Check;
import org.scorefield.reproduce.Expected;
import org.scorefield.reproduce.Figure;
import org.scorefield.reproduce.Overview;
import org.scorefield.reproduce.Reproduced;

/// The report of `reproduce`: measured beside expected, and which agree.
public final class ReproduceReport {
  private ReproduceReport() {}

  public static Report of(ReproduceResult result) {
    Reproduced found = result.reproduced();
    List<Section> sections = new ArrayList<>();
    if (!found.figures().isEmpty()) {
      sections.add(
          new Section(
              "What was found",
              found.figures().stream()
                      .flatMap(figure -> figure.curves().stream())
                      .anyMatch(curve -> curve.role() == Figure.Curve.Role.YARDSTICK)
                  ? "Dashed curves are there to compare with: what was expected, or what exact samples score."
                  : "",
              found.figures().stream().<Block>map(ReproduceReport::chart).toList()));
    }
    if (!found.overviews().isEmpty()) {
      sections.add(
          new Section(
              "All numbers",
              "Set in bold: the least of its column. The number after ± is one standard error.",
              found.overviews().stream().<Block>map(ReproduceReport::overview).toList()));
    }
    List<Block> tables =
        found.checks().stream()
            .map(Check::table)
            .distinct()
            .<Block>map(name -> table(name, found))
            .toList();
    sections.add(
        new Section(
            "Measured beside expected",
            "A measured number is as expected if it is off by no more than the tolerance and three"
                + " of its own standard errors.",
            tables));
    sections.add(RunBlocks.provenance(result.record()));
    return new Report(
        "Reproduction: " + result.reproduction().name(),
        result.reproduction().what(),
        List.of(verdict(result), cards(result)),
        sections);
  }

  private static Verdict verdict(ReproduceResult result) {
    long claimed = result.reproduced().claimed();
    long missed = result.reproduced().missed();
    return new Verdict(
        missed == 0 ? Verdict.Tone.GOOD : Verdict.Tone.BAD,
        missed == 0
            ? "All %d numbers came out as expected".formatted(claimed)
            : "%d of %d numbers did not come out as expected".formatted(missed, claimed),
        "Expectations: "
            + result.reproduction().source()
            + ". Input: "
            + result.reproduced().input()
            + ".");
  }

  private static Cards cards(ReproduceResult result) {
    Reproduced found = result.reproduced();
    return Cards.of(
        new Cards.Card(
            "as expected",
            Cell.count(found.claimed() - found.missed()),
            "of " + found.claimed() + " numbers that something was expected of"),
        new Cards.Card(
            "for comparison",
            Cell.count(found.checks().size() - found.claimed()),
            "numbers nobody has made a claim about"),
        new Cards.Card("wall time", Cell.number(result.record().seconds()), "seconds"));
  }

  private static Table overview(Overview overview) {
    List<Table.Column> columns = new ArrayList<>(List.of(Table.Column.text(overview.corner())));
    overview.columns().forEach(name -> columns.add(Table.Column.number(name, "")));
    List<Table.Row> rows = new ArrayList<>();
    for (Overview.Row row : overview.rows()) {
      List<Cell> cells = new ArrayList<>(List.of(Cell.text(row.name())));
      for (int i = 0; i < overview.columns().size(); i++) {
        cells.add(cell(row, i, least(overview, i)));
      }
      rows.add(new Table.Row(cells, row.yardstick()));
    }
    return new Table(overview.title(), columns, rows);
  }

  private static Cell cell(Overview.Row row, int column, double least) {
    return row.values()
        .get(column)
        .<Cell>map(value -> {
          Cell.Measured cell = Cell.measured(value.value(), value.standardError());
          return !row.yardstick() && value.value() == least ? cell.asBest() : cell;
        })
        .orElse(Cell.text("–"));
  }

  private static double least(Overview overview, int column) {
    return overview.rows().stream()
        .filter(row -> !row.yardstick())
        .flatMap(row -> row.values().get(column).stream())
        .mapToDouble(Estimate::value)
        .min()
        .orElse(Double.NaN);
  }

  private static Table table(String name, Reproduced found) {
    List<Table.Column> columns =
        List.of(
            Table.Column.text(""),
            Table.Column.number("measured", ""),
            Table.Column.number("expected", ""),
            Table.Column.text("as expected"),
            Table.Column.text("who says so"));
    List<Table.Row> rows =
        found.checks().stream()
            .filter(check -> check.table().equals(name))
            .map(ReproduceReport::row)
            .toList();
    return new Table(name, columns, rows);
  }

  private static Table.Row row(Check check) {
    Estimate measured = check.measured();
    List<Cell> cells =
        List.of(
            Cell.text(check.row()),
            Cell.measured(measured.value(), measured.standardError()),
            Cell.text(expectation(check.expected())),
            Cell.text(!check.claimed() ? "" : check.met() ? "✓ yes" : "✗ no"),
            Cell.text(check.expected().source()));
    return new Table.Row(cells, !check.claimed());
  }

  /// What was expected, in words; empty if nothing was.
  public static String expectation(Expected expected) {
    return switch (expected) {
      case Expected.Near(double value, double tolerance, String _) ->
          tolerance == 0
              ? NumberText.of(value)
              : NumberText.of(value) + ", within " + NumberText.of(tolerance);
      case Expected.Within(double least, double most, String _) ->
          Double.isInfinite(least)
              ? "at most " + NumberText.of(most)
              : Double.isInfinite(most)
                  ? "at least " + NumberText.of(least)
                  : NumberText.of(least) + " to " + NumberText.of(most);
      case Expected.Nothing() -> "";
    };
  }

  private static LineChart chart(Figure figure) {
    boolean logX = figure.axes() == Figure.Axes.LOG_X || figure.axes() == Figure.Axes.LOG_LOG;
    boolean logY = figure.axes() == Figure.Axes.LOG_Y || figure.axes() == Figure.Axes.LOG_LOG;
    return new LineChart(
        figure.title(),
        figure.reading(),
        axis(figure.x(), logX),
        axis(figure.y(), logY),
        figure.curves().stream().map(ReproduceReport::series).toList());
  }

  private static Axis axis(String name, boolean log) {
    return log ? Axis.log(name) : Axis.linear(name);
  }

  private static Series series(Figure.Curve curve) {
    Vector errors = curve.standardErrors();
    Series series = Series.of(curve.name(), curve.x(), curve.y()).withBars(errors);
    return switch (curve.role()) {
      case MEASURED -> series;
      case SUBJECT -> series.with(Series.Stroke.BOLD);
      case YARDSTICK -> series.with(Series.Stroke.DASHED);
    };
  }
}
