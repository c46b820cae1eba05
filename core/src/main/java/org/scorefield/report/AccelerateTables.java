package org.scorefield.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.scorefield.accelerate.Acceleration;
import org.scorefield.design.Comparison;
import org.scorefield.design.PeerContest;
import org.scorefield.design.Peers;
import org.scorefield.experiment.AccelerateResult;
import org.scorefield.experiment.AccelerateResult.Count;
import org.scorefield.metric.Estimate;

/// The tables of an {@link AccelerateReport}.
final class AccelerateTables {
  private static final String OWN = AccelerateResult.OWN;

  private AccelerateTables() {}

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
