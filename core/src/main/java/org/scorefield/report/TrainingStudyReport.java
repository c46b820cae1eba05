package org.scorefield.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.scorefield.array.Vector;
import org.scorefield.experiment.TrainingStudies;
import org.scorefield.metric.Estimate;
import org.scorefield.study.BellStudy;
import org.scorefield.study.DecayFit;
import org.scorefield.study.ErrorParts;
import org.scorefield.study.Trace;

/// The sections of what was studied of a training run.
final class TrainingStudyReport {
  private static final int FINE = 200;

  private TrainingStudyReport() {}

  static List<Section> sections(TrainingStudies studies) {
    List<Section> sections = new ArrayList<>();
    studies.convergence().ifPresent(falling -> sections.add(convergence(falling)));
    studies.bell().ifPresent(bell -> sections.add(bell(bell)));
    studies.parts().ifPresent(parts -> sections.add(parts(parts)));
    return sections;
  }

  private static Section convergence(TrainingStudies.Falling falling) {
    Trace trace = falling.trace();
    List<Series> series = new ArrayList<>();
    series.add(
        Series.of("measured", trace.steps(), values(trace.values()))
            .withBars(errors(trace.values()))
            .with(Series.Stroke.POINTS));
    Vector fine =
        Vector.generate(
            FINE,
            i ->
                trace.steps().first()
                    * Math.pow(trace.steps().last() / trace.steps().first(), i / (FINE - 1.0)));
    for (DecayFit fit :
        List.of(falling.fits().exponential(), falling.fits().stretched(), falling.fits().power())) {
      Series drawn =
          Series.of(
              fit.decay().name().toLowerCase(Locale.ROOT),
              fine,
              Vector.generate(FINE, i -> fit.at(fine.get(i))));
      series.add(
          drawn.with(
              fit.equals(falling.fits().best()) ? Series.Stroke.BOLD : Series.Stroke.DASHED));
    }
    return Section.of(
        "How the loss falls",
        "Measured: %s; %s.".formatted(falling.measure(), falling.fits().sentence()),
        new LineChart(
            "The loss and three laws of decay",
            "A bold curve is the law that explains the trace best; the exponential, unless another does so decisively (a difference of 10 in the Bayesian information criterion).",
            Axis.log("step"),
            Axis.log("loss"),
            series));
  }

  private static Section bell(BellStudy bell) {
    Vector sigmas = bell.bins().centres();
    List<Table.Row> rows =
        bell.stages().stream()
            .map(stage ->
                Table.Row.of(
                    Cell.text(share(stage)),
                    measured(stage.rawBell()),
                    measured(stage.normalisedBell()),
                    Cell.number(stage.lowest()),
                    measured(stage.spread())))
            .toList();
    return Section.of(
        "Where it learns, early and late",
        "Theory says that the inverse of the loss of the noise prediction is a bell over the level, and that a good weighting makes weight times loss constant: then the last column is 1.",
        curves(
            bell,
            "Loss of the noise prediction",
            "Near 1 at low noise for data with a density. What the loss rises to at high noise is the network's doing: the exact one falls to 0.",
            BellStudy.Stage::raw,
            sigmas),
        curves(
            bell,
            "Normalised loss",
            "The same errors in EDM's units: 1 at both ends for a network that is as good there as can be.",
            BellStudy.Stage::normalised,
            sigmas),
        new Table(
            "Bells: the lower of the two end losses over the least; 1 is no bell",
            List.of(
                Table.Column.text("after"),
                Table.Column.number("bell, raw", ""),
                Table.Column.number("bell, normalised", ""),
                Table.Column.number("sigma of the least", ""),
                Table.Column.number("largest over least weight times loss", "")),
            rows));
  }

  private static String share(BellStudy.Stage stage) {
    return "%s %% (step %d)".formatted(NumberText.of(100 * stage.fraction()), stage.step());
  }

  private static LineChart curves(
      BellStudy bell,
      String title,
      String reading,
      Function<BellStudy.Stage, List<Estimate>> losses,
      Vector sigmas) {
    return new LineChart(
        title,
        reading,
        Axis.log("sigma"),
        Axis.log("loss"),
        bell.stages().stream()
            .map(stage ->
                Series.of(share(stage), sigmas, values(losses.apply(stage)))
                    .withBand(errors(losses.apply(stage))))
            .toList());
  }

  private static Section parts(TrainingStudies.Parts parts) {
    ErrorParts whole = parts.whole();
    List<Block> blocks = new ArrayList<>();
    blocks.add(
        Cards.of(
            card("score error", whole.total(), "of this network, nats"),
            card("approximation", whole.approximation(), "what the architecture cannot express"),
            card("estimation", whole.estimation(), "what these rows cost against endless ones"),
            card("optimisation", whole.optimisation(), "what stopping here costs")));
    List<String> remarks = whole.remarks();
    if (!remarks.isEmpty()) {
      blocks.add(new Paragraph(String.join("; ", remarks) + "."));
    }
    blocks.add(
        new LineChart(
            "The parts by noise level",
            "Excess error of the noise prediction a component. The parts add up to the excess of this network.",
            Axis.log("sigma"),
            Axis.linear("excess error"),
            List.of(
                part("approximation", parts, ErrorParts::approximation),
                part("estimation", parts, ErrorParts::estimation),
                part("optimisation", parts, ErrorParts::optimisation))));
    return new Section("What the error is made of", parts.how(), blocks);
  }

  private static Series part(
      String name, TrainingStudies.Parts parts, Function<ErrorParts, Estimate> of) {
    List<Estimate> levels = parts.byLevel().stream().map(of).toList();
    return Series.of(name, parts.sigmas(), values(levels)).withBand(errors(levels));
  }

  private static Cards.Card card(String label, Estimate estimate, String hint) {
    return new Cards.Card(label, measured(estimate), hint);
  }

  private static Cell.Measured measured(Estimate estimate) {
    return Cell.measured(estimate.value(), estimate.standardError());
  }

  static Vector values(List<Estimate> estimates) {
    return Vector.generate(estimates.size(), i -> estimates.get(i).value());
  }

  static Vector errors(List<Estimate> estimates) {
    return Vector.generate(estimates.size(), i -> estimates.get(i).standardError());
  }
}
