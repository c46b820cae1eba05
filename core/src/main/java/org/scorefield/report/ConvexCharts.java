package org.scorefield.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.scorefield.array.Vector;
import org.scorefield.convex.diffusion.LevelFit;
import org.scorefield.experiment.ConvexResult;
import org.scorefield.metric.Estimate;

/// The curves of a diffusion of convex programs.
final class ConvexCharts {
  private static final String LEAST_SQUARES = "least squares";

  private ConvexCharts() {}

  private static Vector sigmas(ConvexResult result) {
    return of(result.levels(), LevelFit::sigma);
  }

  private static <T> Vector of(List<T> list, ToDoubleFunction<T> value) {
    return Vector.generate(list.size(), i -> value.applyAsDouble(list.get(i)));
  }

  private static Series series(String name, Vector x, List<Estimate> estimates) {
    return Series.of(name, x, of(estimates, Estimate::value))
        .withBand(of(estimates, Estimate::standardError));
  }

  static LineChart losses(ConvexResult result) {
    Vector sigmas = sigmas(result);
    List<Series> series = new ArrayList<>();
    for (ConvexResult.Yardstick yardstick : result.yardsticks()) {
      Series one = series(yardstick.name(), sigmas, yardstick.losses());
      series.add(
          yardstick.name().equals(ConvexResult.CONVEX)
              ? one.with(Series.Stroke.BOLD)
              : Series.of(one.name(), one.x(), one.y()).with(Series.Stroke.DASHED));
    }
    return new LineChart(
        "Held-out loss by noise level",
        "All on the same rows and noises, so that differences are smaller than the band suggests. No denoiser is below the exact one.",
        Axis.log("σ").reverse(),
        Axis.linear("held-out loss"),
        series);
  }

  static LineChart ratios(ConvexResult result) {
    return new LineChart(
        "Loss over that of least squares",
        "Least squares is the same program with all gates shut. 1: gates are of no use, as at high noise, where every score is nearly that of a Gaussian.",
        Axis.log("σ").reverse(),
        Axis.linear("loss over that of least squares"),
        List.of(
            Series.of(
                    ConvexResult.CONVEX,
                    sigmas(result),
                    of(result.levels(), level -> 1 - level.gain()))
                .with(Series.Stroke.BOLD)),
        List.of(new Mark.Horizontal(1, LEAST_SQUARES)));
  }

  /// Distance from the exact denoiser, where it is known.
  static Optional<LineChart> errors(ConvexResult result) {
    List<Series> series =
        result.yardsticks().stream()
            .flatMap(y -> y.errors().stream().map(e -> series(y.name(), sigmas(result), e)))
            .map(s -> s.name().equals(ConvexResult.CONVEX) ? s.with(Series.Stroke.BOLD) : s)
            .toList();
    return series.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new LineChart(
                "Mean squared distance from the exact denoiser",
                "In the units of the loss: what training could still gain at each level.",
                Axis.log("σ").reverse(),
                Axis.log("excess loss"),
                series));
  }

  /// A high, a middle and a low level.
  private static List<LevelFit> three(List<LevelFit> levels) {
    int n = levels.size();
    return Stream.of(n / 4, n / 2, 3 * n / 4).distinct().map(levels::get).toList();
  }

  private static String name(LevelFit level) {
    return "σ = " + RunBlocks.sigma(level.sigma());
  }

  static LineChart heldOutByBeta(ConvexResult result) {
    List<Series> series = new ArrayList<>();
    for (LevelFit level : three(result.levels())) {
      series.add(
          Series.of(name(level), betas(level), of(level.path(), LevelFit.Point::loss))
              .withBars(of(level.path(), LevelFit.Point::standardError)));
    }
    List<LevelFit> levels = three(result.levels());
    series.add(
        Series.of(
                "taken",
                of(levels, level -> relative(level, level.best())),
                of(levels, level -> level.best().loss()))
            .with(Series.Stroke.POINTS));
    return new LineChart(
        "Held-out loss by weight decay",
        "At the left all gates are shut. Where a curve rises again, smaller beta fits the noise of the training pairs.",
        Axis.log("beta over the largest").reverse(),
        Axis.linear("held-out loss"),
        series);
  }

  static LineChart objectiveByBeta(ConvexResult result) {
    return new LineChart(
        "Training objective by weight decay",
        "With its penalty, over that of all gates shut: it always falls, and says nothing of new rows.",
        Axis.log("beta over the largest").reverse(),
        Axis.linear("objective over the first"),
        three(result.levels()).stream()
            .map(level -> {
              double first = level.path().getFirst().certificate().primal();
              return Series.of(
                  name(level),
                  betas(level),
                  of(level.path(), point -> point.certificate().primal() / first));
            })
            .toList());
  }

  private static Vector betas(LevelFit level) {
    return of(level.path(), point -> relative(level, point));
  }

  private static double relative(LevelFit level, LevelFit.Point point) {
    return point.beta() / level.path().getFirst().beta();
  }

  /// The gap of the solutions that were taken, where they took several looks.
  static Optional<LineChart> gaps(ConvexResult result) {
    List<LevelFit> timed =
        result.levels().stream()
            .filter(l -> result.descent(l).map(d -> d.gaps().size() > 2).orElse(false))
            .toList();
    if (timed.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new LineChart(
            "Relative gap by time",
            "Of the solution that was taken; levels are solved side by side, so seconds are those of a shared machine.",
            Axis.linear("seconds"),
            Axis.log("relative gap"),
            three(timed).stream()
                .map(l -> {
                  ConvexResult.Descent d = result.descent(l).orElseThrow();
                  return Series.of(name(l), d.seconds(), d.gaps());
                })
                .toList(),
            List.of(new Mark.Horizontal(result.plan().tolerance(), "tolerance"))));
  }
}
