package org.scorefield.report;

import java.util.Comparator;
import java.util.List;
import org.scorefield.budget.GaussianComparison;
import org.scorefield.experiment.BudgetResult;

/// Schemes and the usual solvers where all is known: on the Gaussian of the data.
final class BudgetGaussian {
  private BudgetGaussian() {}

  static Section section(BudgetResult result) {
    List<GaussianComparison.Row> rows =
        result.advice().onGaussian().stream()
            .sorted(Comparator.comparingDouble(GaussianComparison.Row::wasserstein))
            .toList();
    return Section.of(
        "Other solvers, where all is known",
        "On the Gaussian that has the mean and covariance of your data, with its exact score, the"
            + " error of the samples is known in closed form, also for solvers of the probability flow,"
            + " whose steps draw no noise and have no divergence of the path. It says how well steps"
            + " suit the spread of the data, and nothing of their structure.",
        new Table(
            "%d evaluations at most. The divergence of the samples is at most that of the path"
                .formatted(result.advice().scheme().steps()),
            List.of(
                Table.Column.text("sampler"),
                Table.Column.number("evaluations", ""),
                Table.Column.number("of the path", "nats"),
                Table.Column.number("of the samples", "nats"),
                Table.Column.number("Wasserstein distance", "of the spread")),
            rows.stream().map(BudgetGaussian::row).toList()));
  }

  private static Table.Row row(GaussianComparison.Row row) {
    return Table.Row.of(
        Cell.text(row.name()),
        Cell.count(row.evaluations()),
        row.path().<Cell>map(Cell::number).orElse(Cell.text("-")),
        Cell.number(row.marginal()),
        Cell.number(row.wasserstein()));
  }
}
