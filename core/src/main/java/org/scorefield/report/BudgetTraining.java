package org.scorefield.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.scorefield.array.Vector;
import org.scorefield.budget.Advice;
import org.scorefield.budget.Decision;
import org.scorefield.experiment.BudgetResult;
import org.scorefield.metric.Estimate;

/// What training has brought, and which schedule each moment of it prefers.
final class BudgetTraining {
  private static final String NOW = "this model";

  private BudgetTraining() {}

  static Section section(BudgetResult result) {
    List<Block> blocks = new ArrayList<>();
    blocks.add(new Paragraph(crossover(result)));
    chart(result).ifPresent(blocks::add);
    blocks.add(table(result));
    return new Section(
        "What training has brought",
        "By how much earlier models are worse than this one needs no knowledge of the truth: it cancels.",
        blocks);
  }

  private static List<Advice.Stage> stages(BudgetResult result) {
    List<Advice.Stage> stages = new ArrayList<>(result.advice().training());
    stages.add(new Advice.Stage(NOW, new Estimate(0, 0, 1), result.advice().published()));
    return stages;
  }

  /// When the preferred schedule changed, in words.
  private static String crossover(BudgetResult result) {
    List<Advice.Stage> stages = stages(result);
    List<String> preferred = new ArrayList<>();
    for (Advice.Stage stage : stages) {
      stage
          .published()
          .ifPresent(decision -> preferred.add(preferred(decision) + " at " + stage.name()));
    }
    long kinds =
        stages.stream()
            .flatMap(stage -> stage.published().stream())
            .map(Decision::verdict)
            .distinct()
            .count();
    return preferred.isEmpty()
        ? "The model has too few noise levels to compare EDM's with Song's."
        : kinds == 1
            ? "EDM's levels or Song's: the answer was the same at every moment, %s."
                .formatted(preferred(stages.getLast().published().orElseThrow()))
            : "EDM's levels or Song's: the answer changed with training: %s."
                .formatted(String.join(", ", preferred));
  }

  private static String preferred(Decision decision) {
    return switch (decision.verdict()) {
      case FIRST -> decision.first().name();
      case SECOND -> decision.second().name();
      case TIE -> "a tie";
    };
  }

  private static Optional<Chart> chart(BudgetResult result) {
    List<Advice.Stage> stages = stages(result);
    if (!stages.stream().allMatch(stage -> stage.published().isPresent())) {
      return Optional.empty();
    }
    List<Estimate> differences =
        stages.stream().map(stage -> stage.published().orElseThrow().difference()).toList();
    return Optional.of(
        new BarChart(
            "EDM's levels less Song's, as training went on",
            "Below 0 EDM's (rho 7) are better, above it Song's (exponential).",
            stages.stream().map(Advice.Stage::name).toList(),
            "difference of the cost of the steps, nats",
            List.of(
                new BarChart.Bars(
                    "rho 7 less exponential",
                    Vector.generate(stages.size(), i -> differences.get(i).value()),
                    Vector.generate(stages.size(), i -> differences.get(i).standardError())))));
  }

  private static Table table(BudgetResult result) {
    List<Table.Row> rows = new ArrayList<>();
    for (Advice.Stage stage : stages(result)) {
      boolean now = stage.name().equals(NOW);
      rows.add(
          new Table.Row(
              List.of(
                  Cell.text(stage.name()),
                  now ? Cell.text("") : BudgetReport.measured(stage.behind()),
                  stage
                      .published()
                      .<Cell>map(decision -> BudgetReport.measured(decision.difference()))
                      .orElse(Cell.text("")),
                  Cell.text(stage.published().map(BudgetTraining::preferred).orElse(""))),
              now));
    }
    return new Table(
        "The model as it was",
        List.of(
            Table.Column.text("moment"),
            Table.Column.number("its error above this model's", "nats").lowerIsBetter(),
            Table.Column.number("rho 7 less exponential", "nats"),
            Table.Column.text("prefers")),
        rows);
  }
}
