package org.scorefield.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.scorefield.array.Vector;
import org.scorefield.experiment.QuickstartResult;
import org.scorefield.experiment.QuickstartResult.Level;
import org.scorefield.experiment.QuickstartResult.Variant;
import org.scorefield.experiment.RunRecord;
import org.scorefield.metric.Estimate;

/// The report of `quickstart`: what was generated, how good it is, and why the closed-form start
/// works.
public final class QuickstartReport {
  private QuickstartReport() {}

  public static Report of(QuickstartResult result) {
    List<Section> sections = new ArrayList<>();
    pictures(result).ifPresent(sections::add);
    sections.add(metrics(result));
    trajectories(result).ifPresent(sections::add);
    sections.add(levels(result));
    sections.add(spectrum(result));
    sections.add(RunBlocks.provenance(result.record()));
    return new Report(
        "Scorefield quickstart",
        result.record().settings().getOrDefault("data", ""),
        List.of(verdict(result), cards(result)),
        sections);
  }

  private static boolean jumped(QuickstartResult result) {
    return !Double.isNaN(result.sigmaSkip());
  }

  private static Verdict verdict(QuickstartResult result) {
    if (!jumped(result)) {
      return new Verdict(
          Verdict.Tone.NEUTRAL,
          "These data are too far from Gaussian at every level to skip any of the sampling.",
          "No noise level of the grid met the budget for a closed-form start.");
    }
    Variant full = result.variants().get(0);
    Variant jump = result.variants().get(1);
    Estimate before = estimate(result, full.name(), "sliced-w2");
    Estimate after = estimate(result, jump.name(), "sliced-w2");
    double difference = after.value() - before.value();
    double error = Math.hypot(before.standardError(), after.standardError());
    long saved = Math.round(100.0 * (full.evaluations() - jump.evaluations()) / full.evaluations());
    boolean same = Math.abs(difference) <= 2 * error;
    String quality =
        same ? "no measurable loss" : difference < 0 ? "better samples" : "a measurable loss";
    return new Verdict(
        same || difference < 0 ? Verdict.Tone.GOOD : Verdict.Tone.CAUTION,
        "A closed-form start replaces %d %% of the evaluations, with %s.".formatted(saved, quality),
        ("Sliced Wasserstein-2 to held-out rows: %s with %d evaluations, %s with %d (difference"
                + " beyond two standard errors counts).")
            .formatted(text(before), full.evaluations(), text(after), jump.evaluations()));
  }

  private static String text(Estimate e) {
    return NumberText.of(e.value(), e.standardError());
  }

  private static Estimate estimate(QuickstartResult result, String subject, String metric) {
    return result.record().results().stream()
        .filter(r -> r.subject().equals(subject) && r.name().equals(metric))
        .map(RunRecord.Result::estimate)
        .findFirst()
        .orElse(new Estimate(Double.NaN, Double.NaN, 0));
  }

  private static Cards cards(QuickstartResult result) {
    List<Cards.Card> cards = new ArrayList<>();
    Variant full = result.variants().getFirst();
    cards.add(new Cards.Card("evaluations, full run", Cell.count(full.evaluations()), "a sample"));
    if (jumped(result)) {
      Variant jump = result.variants().get(1);
      cards.add(
          new Cards.Card("with closed-form start", Cell.count(jump.evaluations()), "a sample"));
      cards.add(
          new Cards.Card("sigma_skip", Cell.number(result.sigmaSkip()), "where the jump lands"));
    }
    cards.add(new Cards.Card("wall time", Cell.number(result.record().seconds()), "seconds"));
    return new Cards(cards);
  }

  private static Optional<Section> pictures(QuickstartResult result) {
    List<Pictures.Picture> pictures = new ArrayList<>();
    RunBlocks.picture("real, held out", result.real(), result.real()).ifPresent(pictures::add);
    for (Variant variant : result.variants()) {
      RunBlocks.picture(label(variant), variant.samples(), result.real()).ifPresent(pictures::add);
    }
    return pictures.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Section.of(
                "Real and generated",
                "Rows that no fit has seen, beside samples of each model. The full run and the"
                    + " closed-form start use the same seeds: picture by picture they can be compared.",
                Pictures.sideBySide(
                    "real beside generated", pictures.toArray(Pictures.Picture[]::new))));
  }

  private static String label(Variant variant) {
    return variant.evaluations() == 0
        ? variant.name()
        : variant.name() + ", " + variant.evaluations() + " evaluations";
  }

  private static Section metrics(QuickstartResult result) {
    return Section.of(
        "How near to real",
        "Measured against the held-out rows, each with one standard error. Real against real shows what"
            + " a perfect generator would score.",
        RunBlocks.metrics(
            "samples against held-out rows", result.record().results(), RunRecord.REAL_VS_REAL),
        RunBlocks.meanings(result.record().results()));
  }

  private static Optional<Section> trajectories(QuickstartResult result) {
    List<Pictures.Row> rows = new ArrayList<>();
    for (Variant variant : result.variants()) {
      RunBlocks.strip(label(variant), variant.trajectory(), result.scale(), result.real())
          .ifPresent(rows::add);
    }
    return rows.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Section.of(
                "From noise to data",
                "The same samples after each step, scaled to the size of the data. The closed-form"
                    + " start lands where the full run would have been.",
                Pictures.strip("trajectories by noise level", rows)));
  }

  private static Section levels(QuickstartResult result) {
    Vector sigma = column(result, Level::sigma);
    List<Mark> marks =
        jumped(result) ? List.of(new Mark.Vertical(result.sigmaSkip(), "sigma_skip")) : List.of();
    LineChart losses =
        new LineChart(
            "At high noise a Gaussian denoises as well as anything",
            "Held-out denoising loss over the data's variance, lower is better. Where the curves meet,"
                + " the cheaper model is enough; the training set itself, as a model, stops improving"
                + " at low noise: it only knows its own rows.",
            Axis.log("sigma").reverse(),
            Axis.linear("loss / variance"),
            List.of(
                loss("Gaussian", result, Level::gaussianLoss, sigma),
                loss("mixture", result, Level::mixtureLoss, sigma),
                loss("training set", result, Level::empiricalLoss, sigma)
                    .with(Series.Stroke.DASHED)),
            marks);
    Vector kl = column(result, level -> positive(level.kl().value()));
    LineChart cost =
        new LineChart(
            "What a closed-form start costs, by where it lands",
            "Kullback-Leibler divergence between the mixture and its Gaussian after noise of level sigma."
                + " It is the same at the final samples, as the flow is a bijection.",
            Axis.log("sigma").reverse(),
            Axis.log("nats"),
            List.of(
                Series.of("KL", sigma, kl)
                    .withBars(column(result, level -> level.kl().standardError()))),
            marks);
    return Section.of(
        "Noise level by noise level", "Why sampling may start in the middle.", losses, cost);
  }

  private static double positive(double value) {
    return value > 0 ? value : Double.NaN;
  }

  private static Series loss(
      String name, QuickstartResult result, Function<Level, Estimate> of, Vector sigma) {
    double variance = result.scale() * result.scale();
    return Series.of(name, sigma, column(result, level -> of.apply(level).value() / variance))
        .withBand(column(result, level -> of.apply(level).standardError() / variance));
  }

  private static Vector column(QuickstartResult result, Function<Level, Double> value) {
    return Vector.generate(result.levels().size(), i -> value.apply(result.levels().get(i)));
  }

  private static Section spectrum(QuickstartResult result) {
    Vector spectrum = result.spectrum();
    int n = spectrum.size();
    double floor = 1e-6 * spectrum.first();
    Vector index = Vector.generate(n, i -> i + 1.0);
    Vector deviation =
        Vector.generate(n, i -> spectrum.get(i) > floor ? Math.sqrt(spectrum.get(i)) : Double.NaN);
    List<Mark> marks =
        jumped(result) ? List.of(new Mark.Horizontal(result.sigmaSkip(), "sigma_skip")) : List.of();
    return Section.of(
        "Spectrum of the data",
        "A direction is decided while sigma passes its standard deviation: strong ones early, fine"
            + " detail last.",
        new LineChart(
            "A few directions carry most of the data",
            "Standard deviation of the data along its principal directions.",
            Axis.linear("principal direction"),
            Axis.log("standard deviation"),
            List.of(Series.of("data", index, deviation).with(Series.Stroke.POINTS)),
            marks));
  }
}
