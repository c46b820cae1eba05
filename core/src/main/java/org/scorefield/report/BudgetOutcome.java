package org.scorefield.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.scorefield.array.Vector;
import org.scorefield.experiment.BudgetResult;
import org.scorefield.experiment.RunRecord;
import org.scorefield.metric.Better;
import org.scorefield.metric.Estimate;
import org.scorefield.metric.Metrics;
import org.scorefield.metric.RankCorrelation;

/// What was predicted beside what came out.
final class BudgetOutcome {
  /// Orders of fewer things agree by chance.
  private static final int FEWEST_RANKED = 4;

  private BudgetOutcome() {}

  static Section section(BudgetResult result) {
    List<BudgetResult.Realised> realised =
        result.realised().stream()
            .sorted(Comparator.comparingDouble(r -> r.discretisation().value()))
            .toList();
    List<RunRecord.Result> qualities =
        realised.stream().flatMap(r -> r.qualities().stream()).toList();
    List<Block> blocks = new ArrayList<>();
    List<Pictures.Picture> pictures = new ArrayList<>();
    for (BudgetResult.Realised one : realised) {
      RunBlocks.picture(one.scheme().name(), one.preview(), result.real()).ifPresent(pictures::add);
    }
    RunBlocks.picture("real", result.real(), result.real()).ifPresent(pictures::add);
    if (!pictures.isEmpty()) {
      blocks.add(
          Pictures.sideBySide(
              "Samples of the same seeds, the least predicted cost first, and real rows",
              pictures.toArray(Pictures.Picture[]::new)));
    }
    for (String name : metrics(qualities)) {
      blocks.add(chart(name, realised, result.control()));
    }
    if (!qualities.isEmpty()) {
      List<RunRecord.Result> all = new ArrayList<>(qualities);
      all.addAll(result.control());
      blocks.add(
          RunBlocks.metrics(
              "Distance of the samples from held-out rows. Marked: the best, as far as two standard"
                  + " errors tell",
              all,
              RunRecord.REAL_VS_REAL));
      blocks.add(RunBlocks.meanings(qualities));
    }
    return new Section(
        "Predicted, and what came out",
        "The cost of the steps was predicted from the loss alone; then each scheme was run, with a"
            + " last denoising. The units differ, and the prediction bounds the error of the samples"
            + " from above: only the order is to be compared.",
        blocks);
  }

  /// Those that fall as samples get better.
  private static List<String> metrics(List<RunRecord.Result> qualities) {
    return qualities.stream()
        .map(RunRecord.Result::name)
        .distinct()
        .filter(name -> Metrics.named(name).better() == Better.SMALLER)
        .toList();
  }

  /// One point a scheme.
  private static LineChart chart(
      String metric, List<BudgetResult.Realised> realised, List<RunRecord.Result> control) {
    List<Series> series = new ArrayList<>();
    List<Double> predicted = new ArrayList<>();
    List<Double> found = new ArrayList<>();
    for (BudgetResult.Realised one : realised) {
      of(one, metric)
          .ifPresent(estimate -> {
            predicted.add(one.discretisation().value());
            found.add(estimate.value());
            series.add(
                Series.of(
                        one.scheme().name(),
                        Vector.of(one.discretisation().value()),
                        Vector.of(estimate.value()))
                    .withBars(Vector.of(estimate.standardError()))
                    .with(Series.Stroke.POINTS));
          });
    }
    return new LineChart(
        metric + " by predicted cost of the steps",
        "A point a scheme. Rising from left to right is a right prediction. "
            + correlation(predicted, found),
        Axis.linear("predicted cost of the steps, nats"),
        Axis.linear(metric + " of the samples"),
        series,
        control.stream()
            .filter(real -> real.name().equals(metric))
            .<Mark>map(real -> new Mark.Horizontal(real.estimate().value(), "real rows"))
            .toList());
  }

  private static Optional<Estimate> of(BudgetResult.Realised one, String metric) {
    return one.qualities().stream()
        .filter(q -> q.name().equals(metric) && q.subject().equals(one.scheme().name()))
        .map(RunRecord.Result::estimate)
        .findFirst();
  }

  private static String correlation(List<Double> predicted, List<Double> found) {
    if (predicted.size() < FEWEST_RANKED) {
      return "";
    }
    double spearman = RankCorrelation.of(vector(predicted), vector(found)).spearman();
    return String.format(
        Locale.ROOT, "Rank correlation (Spearman) over %d schemes: %.2f.", found.size(), spearman);
  }

  private static Vector vector(List<Double> values) {
    return Vector.generate(values.size(), values::get);
  }
}
