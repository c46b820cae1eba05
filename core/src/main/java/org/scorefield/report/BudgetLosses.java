package org.scorefield.report;

import java.util.ArrayList;
import java.util.List;
import org.scorefield.array.Vector;
import org.scorefield.budget.Advice;
import org.scorefield.budget.ScoreEvidence;
import org.scorefield.experiment.BudgetResult;
import org.scorefield.metric.Estimate;
import org.scorefield.metric.LossCurve;
import org.scorefield.schedule.TimeGrid;

/// The losses that a budget rests on, and where the error of the model lies.
final class BudgetLosses {
  private static final String MODEL = "this model";

  private BudgetLosses() {}

  static Section byLevel(BudgetResult result) {
    return Section.of(
        "How well the model denoises",
        "All numbers on this page follow from the first curve. %s"
            .formatted(
                floor(result).isEmpty()
                    ? "The exact denoiser is known; what lies between it and the model is the model's error."
                    : "The exact denoiser is not known: it lies between the rows that remember themselves and the best curve."),
        noise(result),
        normalised(result));
  }

  private static List<LossCurve> floor(BudgetResult result) {
    return switch (result.measured().score()) {
      case ScoreEvidence.Exact _ -> List.of();
      case ScoreEvidence.Proxies proxies -> List.of(proxies.floor());
    };
  }

  @FunctionalInterface
  private interface Unit {
    List<Estimate> of(LossCurve curve);
  }

  private static double variance(BudgetResult result) {
    return result.measured().moments().totalVariance() / result.measured().curve().dimension();
  }

  private static LineChart noise(BudgetResult result) {
    List<Series> series = curves(result, LossCurve::epsilonLossByLevel);
    Vector sigmas = result.measured().curve().sigmas();
    double c = variance(result);
    series.add(
        Series.of(
                "best multiple of the input",
                sigmas,
                Vector.generate(sigmas.size(), l -> c / (c + sigmas.get(l) * sigmas.get(l))))
            .with(Series.Stroke.DASHED));
    series.add(asked(result));
    return new LineChart(
        "How much of the noise is not recognised",
        "1: none of the noise is told from the data; 0: all of it. Of the exact denoiser it falls"
            + " from 1 without noise to 0. The points are where %s asks the model."
                .formatted(result.advice().scheme().name()),
        Axis.log("σ").reverse(),
        Axis.linear("error of the noise prediction, a component"),
        series);
  }

  /// The model, what it is compared with, and what nothing is below.
  private static List<Series> curves(BudgetResult result, Unit unit) {
    List<Series> series = new ArrayList<>();
    series.add(series(MODEL, result.measured().curve(), unit, true).with(Series.Stroke.BOLD));
    for (ScoreEvidence.Reference reference : result.references()) {
      series.add(series(reference.name(), reference.curve(), unit, false));
    }
    for (LossCurve floor : floor(result)) {
      series.add(
          series("rows that remember themselves", floor, unit, false).with(Series.Stroke.DASHED));
    }
    return series;
  }

  private static Series series(String name, LossCurve curve, Unit unit, boolean band) {
    List<Estimate> values = unit.of(curve);
    Series series =
        Series.of(name, curve.sigmas(), Vector.generate(values.size(), l -> values.get(l).value()));
    return band
        ? series.withBand(Vector.generate(values.size(), l -> values.get(l).standardError()))
        : series;
  }

  private static Series asked(BudgetResult result) {
    TimeGrid grid = result.advice().scheme().grid();
    LossCurve curve = result.measured().curve();
    Vector levels = Vector.generate(grid.steps(), grid::sigma);
    return Series.of(
            "asked here",
            levels,
            Vector.generate(levels.size(), k -> curve.epsilonLossAt(levels.get(k)).value()))
        .with(Series.Stroke.POINTS);
  }

  private static LineChart normalised(BudgetResult result) {
    double c = variance(result);
    return new LineChart(
        "The same beside the best multiple of the input",
        "1: no better than multiplying the noisy sample by a number. A curve above 1 is a model that was trained badly"
            + " or not at all there. Differences at high noise are seen only here.",
        Axis.log("σ").reverse(),
        Axis.linear("loss over that of the best multiple"),
        curves(result, curve -> curve.normalisedByLevel(c)),
        List.of(new Mark.Horizontal(1, "best multiple of the input")));
  }

  static Section bands(BudgetResult result) {
    List<Advice.Band> bands = result.advice().bands().reversed();
    boolean known = result.advice().score().known();
    return Section.of(
        "Where the model's error lies",
        known
            ? "The model's part of the error by noise level; train more where the bars are high."
            : "As far as it is known: by how much the best of the references beats the model, where it clearly does. The truth is at least that.",
        new BarChart(
            known
                ? "Error of the model by noise level"
                : "Error of the model by noise level, at least",
            "Each bar covers the same factor of σ; they add up to the model's part.",
            bands.stream()
                .map(band -> RunBlocks.sigma(band.to()) + " – " + RunBlocks.sigma(band.from()))
                .toList(),
            "nats",
            List.of(
                new BarChart.Bars(
                    known ? "error" : "error, at least",
                    Vector.generate(bands.size(), b -> bands.get(b).score().value()),
                    Vector.generate(bands.size(), b -> bands.get(b).score().standardError())))));
  }
}
