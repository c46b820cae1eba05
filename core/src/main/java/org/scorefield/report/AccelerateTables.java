package org.scorefield.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.scorefield.accelerate.Acceleration;
import org.scorefield.design.Aim;
import org.scorefield.design.Comparison;
import org.scorefield.design.Goal;
import org.scorefield.design.PeerContest;
import org.scorefield.design.Peers;
import org.scorefield.experiment.AccelerateResult;
import org.scorefield.experiment.AccelerateResult.Count;
import org.scorefield.metric.Estimate;

/// The tables of an {@link AccelerateReport}.
final class AccelerateTables {
  private static final String OWN = AccelerateResult.OWN;

  static final String HOW_TO_READ =
      "The found sampler beside the best of the standard ones at as many evaluations of the model a"
          + " sample. The interval is that of the pair, which ran on the same noise; where it"
          + " contains no difference the file holds the standard sampler.";

  private AccelerateTables() {}

  /// A row for each number of evaluations.
  static Table verdicts(AccelerateResult result) {
    boolean ratio = result.goal().aim() == Aim.FIDELITY;
    String what = ratio ? "error" : result.goal().metric();
    List<Table.Row> rows = new ArrayList<>();
    for (Count count : result.counts()) {
      rows.add(
          Table.Row.of(
              Cell.count(count.evaluations()),
              Cell.text(count.found().wanted().name()),
              result
                  .comparison()
                  .of(OWN, count.evaluations())
                  .map(entry -> cell(result, entry, count.won()))
                  .orElse(Cell.text("")),
              Cell.text(count.peer().map(entry -> result.peerName(entry)).orElse("none works")),
              count.peer().map(entry -> cell(result, entry, false)).orElse(Cell.text("")),
              Cell.text(count.versus().map(AccelerateTables::interval).orElse("")),
              Cell.text(needs(result, count)),
              Cell.text(count.won() ? "found" : "standard")));
    }
    return new Table(
        ratio
            ? "Found and best standard sampler; ratio of their errors, below 1 is better"
            : "Found and best standard sampler; difference of their sets, below 0 is better",
        List.of(
            Table.Column.number("evaluations", ""),
            Table.Column.text("found"),
            Table.Column.number(what, "").lowerIsBetter(),
            Table.Column.text("best standard"),
            Table.Column.number(what + " of it", "").lowerIsBetter(),
            Table.Column.text((ratio ? "ratio" : "difference") + ", 95 % interval"),
            Table.Column.text("standard ones need"),
            Table.Column.text("in the file")),
        rows);
  }

  private static Cell cell(AccelerateResult result, Comparison.Entry entry, boolean best) {
    return entry
        .standing()
        .map(result.goal()::estimate)
        .<Cell>map(e -> new Cell.Measured(e.value(), e.standardError(), best))
        .orElse(Cell.text("diverged"));
  }

  private static String interval(Goal.Versus versus) {
    return "%s [%s, %s]"
        .formatted(
            NumberText.of(round(versus.estimate().value())),
            NumberText.of(round(versus.low())),
            NumberText.of(round(versus.high())));
  }

  private static double round(double value) {
    return Double.isFinite(value)
        ? new java.math.BigDecimal(value).round(new java.math.MathContext(2)).doubleValue()
        : value;
  }

  private static String needs(AccelerateResult result, Count count) {
    return count.peerNeeds().isPresent()
        ? String.valueOf(Math.round(count.peerNeeds().getAsDouble()))
        : result
                .comparison()
                .of(OWN, count.evaluations())
                .flatMap(Comparison.Entry::standing)
                .isPresent()
            ? "more than " + result.mostRun()
            : "";
  }

  /// One for each number: solvers down, evaluations across; then the grids.
  static List<Table> all(AccelerateResult result) {
    List<Table> tables = new ArrayList<>();
    tables.add(
        table(
            result,
            "Error to the seed, in standard deviations of the samples",
            Comparison.Standing::error,
            Optional.of(result.comparison().reference()),
            "fine solution, half the steps"));
    for (String metric : AccelerateCharts.metrics(result)) {
      tables.add(
          table(
              result,
              metric,
              standing -> standing.metric(metric),
              Optional.ofNullable(result.comparison().floor().get(metric)),
              "real data"));
    }
    tables.add(gridTable(result));
    return tables;
  }

  private static List<Integer> budgets(AccelerateResult result) {
    return result.comparison().entries().stream()
        .map(Comparison.Entry::budget)
        .distinct()
        .sorted()
        .toList();
  }

  private static Table table(
      AccelerateResult result,
      String caption,
      Function<Comparison.Standing, Estimate> value,
      Optional<Estimate> yardstick,
      String yardstickName) {
    List<Integer> budgets = budgets(result);
    List<Table.Column> columns = new ArrayList<>(List.of(Table.Column.text("sampler")));
    budgets.forEach(n -> columns.add(Table.Column.number(String.valueOf(n), "").lowerIsBetter()));
    List<Table.Row> rows = new ArrayList<>();
    for (String name : names(result)) {
      List<Cell> cells = new ArrayList<>(List.of(Cell.text(name)));
      for (int n : budgets) {
        cells.add(cell(result, name, n, value));
      }
      rows.add(new Table.Row(cells, false));
    }
    yardstick.ifPresent(estimate -> {
      List<Cell> cells = new ArrayList<>(List.of(Cell.text(yardstickName)));
      budgets.forEach(_ -> cells.add(Cell.measured(estimate.value(), estimate.standardError())));
      rows.add(new Table.Row(cells, true));
    });
    return new Table(caption, columns, rows);
  }

  private static List<String> names(AccelerateResult result) {
    return Stream.concat(Stream.of(OWN), result.peers().stream().map(PeerContest.Seeded::name))
        .toList();
  }

  private static Cell cell(
      AccelerateResult result,
      String name,
      int budget,
      Function<Comparison.Standing, Estimate> value) {
    Optional<Comparison.Entry> entry = result.comparison().of(name, budget);
    if (entry.isEmpty()) {
      return Cell.text("");
    }
    if (entry.get().standing().isEmpty()) {
      return Cell.text("diverged");
    }
    Estimate own = value.apply(entry.get().standing().get());
    double least =
        result.comparison().entries().stream()
            .filter(e -> e.budget() == budget)
            .flatMap(e -> e.standing().stream())
            .map(value)
            .min(Comparator.comparingDouble(Estimate::value))
            .orElseThrow()
            .value();
    Cell.Measured measured = Cell.measured(own.value(), own.standardError());
    return own.value() == least ? measured.asBest() : measured;
  }

  private static Table gridTable(AccelerateResult result) {
    List<Integer> budgets = budgets(result);
    List<Table.Column> columns = new ArrayList<>(List.of(Table.Column.text("solver")));
    budgets.forEach(n -> columns.add(Table.Column.text(String.valueOf(n))));
    List<Table.Row> rows = new ArrayList<>();
    for (PeerContest.Seeded peer : result.peers()) {
      List<Cell> cells = new ArrayList<>(List.of(Cell.text(peer.name())));
      for (int n : budgets) {
        cells.add(
            Cell.text(
                result.comparison().of(peer.name(), n).isEmpty()
                    ? ""
                    : peer.peer(n).map(Peers.Peer::rule).map(r -> r.name()).orElse("")));
      }
      rows.add(new Table.Row(cells, false));
    }
    return new Table("Grid of each standard solver, by evaluations", columns, rows);
  }

  static Table costs(AccelerateResult result) {
    List<Table.Row> rows = new ArrayList<>();
    for (AccelerateResult.Cost cost : result.costs()) {
      rows.add(
          Table.Row.of(
              Cell.text(cost.part()), Cell.count(cost.planned()), Cell.count(cost.spent())));
    }
    rows.add(
        Table.Row.reference(
            Cell.text("all"),
            Cell.count(result.costs().stream().mapToLong(AccelerateResult.Cost::planned).sum()),
            Cell.count(result.costs().stream().mapToLong(AccelerateResult.Cost::spent).sum())));
    return new Table(
        "Evaluations of the model",
        List.of(
            Table.Column.text("part"),
            Table.Column.number("announced", ""),
            Table.Column.number("used", "")),
        rows);
  }

  /// What the search did, stage by stage.
  static Table stages(AccelerateResult result) {
    List<Table.Row> rows = new ArrayList<>();
    for (Count count : result.counts()) {
      for (Acceleration.Stage stage : count.found().stages()) {
        rows.add(
            Table.Row.of(
                Cell.count(count.evaluations()),
                Cell.text(stage.name()),
                Cell.count(stage.candidates()),
                Cell.count(stage.evaluations()),
                Cell.text(stage.finding())));
      }
    }
    return new Table(
        "What the search did",
        List.of(
            Table.Column.number("for", "evaluations"),
            Table.Column.text("stage"),
            Table.Column.number("tried", ""),
            Table.Column.number("asked of the model", ""),
            Table.Column.text("found")),
        rows);
  }
}
