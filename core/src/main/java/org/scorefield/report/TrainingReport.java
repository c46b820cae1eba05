package org.scorefield.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.scorefield.array.Batch;
import org.scorefield.array.Vector;
import org.scorefield.experiment.TrainingResult;
import org.scorefield.metric.Estimate;

/// The report of a trained network: how good it is at each noise level, how it got there, what it
/// drew on the way.
public final class TrainingReport {
  /// Standard errors that a difference must exceed to be called one.
  private static final double CLEAR = 2;

  /// Share of the whole fall of the loss that still counts as falling, over the last quarter.
  private static final double STILL_FALLING = 0.02;

  /// Share of a loss below which a difference is not worth a word.
  private static final double WORTH = 0.02;

  private static final String NORMALISED = "normalised loss";

  private TrainingReport() {}

  public static Report of(TrainingResult result) {
    List<Section> sections = new ArrayList<>();
    sections.add(levels(result));
    sections.add(course(result));
    samples(result).ifPresent(sections::add);
    sections.addAll(TrainingStudyReport.sections(result.studies()));
    sections.add(candidates(result));
    sections.add(RunBlocks.provenance(result.record()));
    return new Report(
        "Training: " + result.model().card().kind(),
        result.record().settings().getOrDefault("data", ""),
        List.of(verdict(result), cards(result)),
        sections);
  }

  private static TrainingResult.Curve network(TrainingResult result) {
    return result.levels().curves().getFirst();
  }

  private static Optional<TrainingResult.Curve> curve(TrainingResult result, String name) {
    return result.levels().curves().stream().filter(c -> c.name().equals(name)).findFirst();
  }

  private static Verdict verdict(TrainingResult result) {
    TrainingResult.Curve net = network(result);
    Estimate linear = curve(result, TrainingResult.LINEAR).orElse(net).mean();
    String loss = NumberText.of(net.mean().value(), net.mean().standardError());
    String against =
        "Mean normalised loss %s on %s, where the best linear denoiser has %s%s."
            .formatted(
                loss,
                result.levels().rows(),
                NumberText.of(linear.value(), linear.standardError()),
                curve(result, TrainingResult.EXACT)
                    .map(exact ->
                        " and the exact one "
                            + NumberText.of(exact.mean().value(), exact.mean().standardError()))
                    .orElse(""));
    String text = against + " " + worst(result) + " " + advice(result);
    Estimate behind = curve(result, TrainingResult.LINEAR).orElse(net).meanBehind();
    if (!(behind.value() < -CLEAR * behind.standardError())) {
      return new Verdict(
          Verdict.Tone.BAD,
          "The network denoises no better than the Gaussian of the data.",
          text + " Train longer, or look at the learning rate and the levels below.");
    }
    return stillFalling(result) || clearlyWorseSomewhere(result)
        ? new Verdict(Verdict.Tone.CAUTION, headline(result, linear), text)
        : new Verdict(Verdict.Tone.GOOD, headline(result, linear), text);
  }

  private static String headline(TrainingResult result, Estimate linear) {
    double net = network(result).mean().value();
    return curve(result, TrainingResult.EXACT)
        .map(exact ->
            "The loss is %s %% above the least there is."
                .formatted(
                    NumberText.of(
                        100 * exact.meanBehind().value() / exact.mean().value(),
                        100 * exact.meanBehind().standardError() / exact.mean().value())))
        .orElse(
            "The network denoises better than any linear model: its loss is %s %% lower."
                .formatted(NumberText.of(percent(1 - net / linear.value()))));
  }

  private static double percent(double share) {
    return Math.rint(1000 * share) / 10;
  }

  /// The level at which a network is farthest above a yardstick that it should reach.
  private static String worst(TrainingResult result) {
    List<Double> above = aboveLinear(result);
    if (above.isEmpty()) {
      return "At no level is it clearly worse than the best linear denoiser.";
    }
    return "At sigma = %s it is clearly worse than the best linear denoiser, which it could copy."
        .formatted(String.join(", ", above.stream().map(sigma -> NumberText.of(sigma)).toList()));
  }

  private static boolean clearlyWorseSomewhere(TrainingResult result) {
    return !aboveLinear(result).isEmpty();
  }

  /// Levels at which the network is worse by more than chance and a twentieth.
  private static List<Double> aboveLinear(TrainingResult result) {
    Optional<TrainingResult.Curve> linear = curve(result, TrainingResult.LINEAR);
    if (linear.isEmpty()) {
      return List.of();
    }
    Vector sigmas = result.levels().sigmas();
    return IntStream.range(0, sigmas.size())
        .filter(l -> {
          Estimate behind = linear.get().behind().get(l);
          return behind.value()
              > Math.max(
                  CLEAR * behind.standardError(), WORTH * linear.get().losses().get(l).value());
        })
        .mapToObj(sigmas::get)
        .toList();
  }

  private static boolean stillFalling(TrainingResult result) {
    Vector losses = result.course().normalised();
    int n = losses.size();
    if (n < 8) {
      return false;
    }
    double start = losses.first();
    double before = mean(losses, n / 2, 3 * n / 4);
    double end = mean(losses, 3 * n / 4, n);
    return start > end && (before - end) / (start - end) > STILL_FALLING;
  }

  private static double mean(Vector values, int from, int to) {
    return IntStream.range(from, to).mapToDouble(values::get).average().orElse(Double.NaN);
  }

  private static String advice(TrainingResult result) {
    if (!result.levels().heldOut()) {
      return "It was judged by rows that it was trained on: hold some out (`--held-out 0.1`) to know more.";
    }
    return stillFalling(result)
        ? "The training loss was still falling in the last quarter: more steps would help."
        : "The training loss no longer fell in the last quarter.";
  }

  private static Cards cards(TrainingResult result) {
    TrainingResult.Course course = result.course();
    double linear =
        curve(result, TrainingResult.LINEAR).map(c -> c.mean().value()).orElse(Double.NaN);
    Estimate loss = network(result).mean();
    List<Cards.Card> cards = new ArrayList<>();
    cards.add(
        new Cards.Card(
            NORMALISED,
            Cell.measured(loss.value(), loss.standardError()),
            "best linear denoiser: " + NumberText.of(linear)));
    cards.add(
        new Cards.Card(
            "steps",
            Cell.count((long) (course.steps().size() == 0 ? 0 : course.steps().last())),
            "of " + result.record().settings().getOrDefault("batch", "?") + " rows"));
    cards.add(
        new Cards.Card(
            "parameters",
            Cell.count(Long.parseLong(result.record().settings().getOrDefault("parameters", "0"))),
            result.candidates().stream()
                .filter(TrainingResult.Candidate::chosen)
                .map(c -> "chosen: " + c.name())
                .findFirst()
                .orElse("")));
    cards.add(
        new Cards.Card(
            "rows a second",
            Cell.count(Math.round(median(course.rowsPerSecond()))),
            "%s s in all".formatted(NumberText.of(result.record().seconds()))));
    return new Cards(cards);
  }

  private static double median(Vector values) {
    double[] sorted = values.stream().sorted().toArray();
    return sorted.length == 0 ? 0 : sorted[sorted.length / 2];
  }

  private static Section levels(TrainingResult result) {
    TrainingResult.Levels levels = result.levels();
    List<Series> series =
        levels.curves().stream()
            .map(curve -> {
              Series plain =
                  Series.of(
                          curve.name(), levels.sigmas(), TrainingStudyReport.values(curve.losses()))
                      .withBand(TrainingStudyReport.errors(curve.losses()));
              return curve.equals(network(result))
                  ? plain.with(Series.Stroke.BOLD)
                  : plain.with(Series.Stroke.DASHED);
            })
            .toList();
    List<Series> behind =
        levels.curves().stream()
            .filter(curve -> !curve.equals(network(result)))
            .map(curve ->
                Series.of(
                        "over " + curve.name(),
                        levels.sigmas(),
                        TrainingStudyReport.values(curve.behind()))
                    .withBand(TrainingStudyReport.errors(curve.behind())))
            .toList();
    Mark scale = new Mark.Vertical(levels.scale(), "standard deviation of the data");
    return Section.of(
        "How good it is at each noise level",
        "Loss on %s. It is in EDM's units: 1 is what the best linear denoiser of isotropic data has. All curves are on the same rows and noises; bands are two standard errors."
            .formatted(levels.rows()),
        new LineChart(
            "Normalised loss by noise level",
            "The best linear denoiser knows mean and covariance alone. No denoiser is below the exact one; what lies between the network and it can still be learned.",
            Axis.log("sigma"),
            Axis.linear(NORMALISED),
            series,
            List.of(scale)),
        new LineChart(
            "The network less the others",
            "Paired differences: the noise that all share is gone. Below zero the network is better. Over the exact denoiser it is what training has left to gain.",
            Axis.log("sigma"),
            Axis.linear("difference of the " + NORMALISED),
            behind,
            List.of(scale, new Mark.Horizontal(0, ""))));
  }

  private static Section course(TrainingResult result) {
    TrainingResult.Course course = result.course();
    return Section.of(
        "How it got there",
        "Means over the steps between two points. The loss that is minimised has a weight of its own; the normalised loss has EDM's, and can be compared between runs of the same noise levels.",
        new LineChart(
            "Training loss",
            "What is minimised, and the same errors in EDM's units.",
            Axis.linear("step"),
            Axis.log("loss"),
            losses(course)),
        new LineChart(
            "Learning rate and gradient",
            "The rate of each step, and the norm of its gradient before clipping.",
            Axis.linear("step"),
            Axis.log("rate, norm"),
            List.of(
                Series.of("learning rate", course.steps(), course.learningRates()),
                Series.of("gradient norm", course.steps(), course.gradientNorms()))));
  }

  private static List<Series> losses(TrainingResult.Course course) {
    Series normalised =
        Series.of("normalised", course.steps(), course.normalised()).with(Series.Stroke.BOLD);
    return alike(course.losses(), course.normalised())
        ? List.of(normalised)
        : List.of(Series.of("minimised", course.steps(), course.losses()), normalised);
  }

  /// With EDM's own weights both are the same.
  private static boolean alike(Vector a, Vector b) {
    return IntStream.range(0, a.size())
        .allMatch(i -> Math.abs(a.get(i) - b.get(i)) < 1e-4 * Math.abs(b.get(i)));
  }

  private static Optional<Section> samples(TrainingResult result) {
    List<Pictures.Picture> pictures = new ArrayList<>();
    for (TrainingResult.Snapshot snapshot : result.snapshots()) {
      RunBlocks.picture("step " + snapshot.step(), snapshot.samples(), result.real())
          .ifPresent(pictures::add);
    }
    if (pictures.isEmpty()) {
      return Optional.empty();
    }
    int shown = result.snapshots().getLast().samples().count();
    Batch real = result.real();
    RunBlocks.picture("real", real.slice(0, Math.min(shown, real.count())), real)
        .ifPresent(pictures::add);
    return Optional.of(
        Section.of(
            "Samples over training",
            "The same noise each time, 16 steps of DPM-Solver++(2M), drawn with the average of the parameters that looks back least.",
            new Pictures(
                "Samples after so many steps, and real rows last.",
                List.of(new Pictures.Row("", pictures)),
                real.shape().isImage() ? Pictures.Layout.STRIP : Pictures.Layout.SIDE_BY_SIDE)));
  }

  private static Section candidates(TrainingResult result) {
    List<Table.Row> rows =
        result.candidates().stream()
            .map(c -> {
              Cell.Measured loss = Cell.measured(c.loss().value(), c.loss().standardError());
              return Table.Row.of(
                  Cell.text(c.name() + (c.chosen() ? " (chosen)" : "")),
                  c.chosen() ? loss.asBest() : loss,
                  Cell.measured(c.behind().value(), c.behind().standardError()));
            })
            .toList();
    return Section.of(
        "Which parameters",
        "The last ones and their averages over training, by the width of their profile relative to its length. Other rows chose than those that give the numbers here: the least of several losses on one set of rows would be too low. So the chosen one need not be the least. Differences are paired: same rows, same noises.",
        new Table(
            "Mean normalised loss on " + result.levels().rows(),
            List.of(
                Table.Column.text("parameters"),
                Table.Column.number(NORMALISED, "").lowerIsBetter(),
                Table.Column.number("behind the chosen", "")),
            rows));
  }
}
