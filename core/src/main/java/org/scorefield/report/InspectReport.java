package org.scorefield.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.scorefield.array.Vector;
import org.scorefield.experiment.InspectResult;
import org.scorefield.experiment.InspectResult.Plan;
import org.scorefield.experiment.InspectResult.Start;
import org.scorefield.linear.AutoSkip;
import org.scorefield.linear.Linearity;
import org.scorefield.linear.ResidualCurve;
import org.scorefield.linear.Surrogates;
import org.scorefield.metric.Estimate;

/// The report of `inspect`: how much of the model has a closed form, and where sampling may start.
public final class InspectReport {
  /// Costs between which the start of a run is decided, in nats.
  private static final double LEAST_COST = 1e-6;

  private static final double LARGEST_COST = 100;

  private InspectReport() {}

  public static Report of(InspectResult result) {
    List<Section> sections = new ArrayList<>();
    sections.add(costs(result));
    sections.add(shares(result));
    if (!result.classes().isEmpty()) {
      sections.add(InspectClasses.section(result));
    }
    sections.addAll(InspectTravelReport.sections(result));
    sections.add(RunBlocks.provenance(result.record()));
    return new Report(
        "How linear is this model?",
        result.record().settings().getOrDefault("model", "")
            + ", looked at with "
            + result.record().settings().getOrDefault("data", ""),
        List.of(verdict(result), cards(result)),
        sections);
  }

  private static Start gaussian(InspectResult result) {
    return result.starts().getFirst();
  }

  /// The skip of the longest run, which has the finest choice of levels.
  static Optional<AutoSkip.Skip> skip(Start start) {
    return start.plans().getLast().skip();
  }

  static List<Mark> skipMark(InspectResult result) {
    return skip(gaussian(result))
        .map(s -> List.<Mark>of(new Mark.Vertical(s.sigma(), "sigma_skip")))
        .orElse(List.of());
  }

  private static Verdict verdict(InspectResult result) {
    Start start = gaussian(result);
    Optional<AutoSkip.Skip> skip = skip(start);
    if (skip.isEmpty()) {
      return new Verdict(
          Verdict.Tone.NEUTRAL,
          "No part of the sampling can be skipped within %s nats."
              .formatted(NumberText.of(result.klTarget())),
          "At every level of the grid below the first, the Gaussian of the data is farther from the"
              + " model than the target allows. Raise `--kl-target`, or look at the charts: a model"
              + " that is off at high noise shows there.");
    }
    AutoSkip.Skip s = skip.get();
    return new Verdict(
        Verdict.Tone.GOOD,
        "Sampling may start at sigma = %s: above, the Gaussian of the data says all."
            .formatted(NumberText.of(s.sigma())),
        "That costs %s nats, within the target of %s. %s"
            .formatted(
                NumberText.of(s.kl().value(), s.kl().standardError()),
                NumberText.of(result.klTarget()),
                String.join(" ", start.plans().stream().map(InspectReport::sentence).toList())));
  }

  private static String sentence(Plan plan) {
    int steps = plan.grid().steps();
    return plan.skip()
        .map(s ->
            String.format(
                Locale.ROOT,
                "A run of %d steps (rho = 7) skips %d of them: %.0f %% of the evaluations.",
                steps,
                s.step(),
                100 * s.saved(1, 1)))
        .orElse("A run of %d steps has no level that qualifies.".formatted(steps));
  }

  private static Cards cards(InspectResult result) {
    List<Cards.Card> cards = new ArrayList<>();
    skip(gaussian(result))
        .ifPresent(s -> {
          cards.add(
              new Cards.Card(
                  "sigma_skip",
                  Cell.number(s.sigma()),
                  NumberText.of(s.sigma() / result.scale()) + " standard deviations"));
          cards.add(
              new Cards.Card(
                  "evaluations saved",
                  Cell.text("%.0f %%".formatted(100 * s.saved(1, 1))),
                  "of a run of " + s.steps() + " steps"));
        });
    double level = skip(gaussian(result)).map(AutoSkip.Skip::sigma).orElse(Double.MAX_VALUE);
    result.starts().stream()
        .filter(start -> start.surrogate().equals(Surrogates.MIXTURE))
        .flatMap(start -> skip(start).stream())
        .filter(s -> s.sigma() < level)
        .forEach(s ->
            cards.add(
                new Cards.Card(
                    "saved with a mixture",
                    Cell.text("%.0f %%".formatted(100 * s.saved(1, 1))),
                    "sigma_skip = " + NumberText.of(s.sigma()))));
    cards.add(
        new Cards.Card(
            "standard deviation of the data", Cell.number(result.scale()), "root mean square"));
    return new Cards(cards);
  }

  private static Section costs(InspectResult result) {
    return Section.of(
        "What a closed-form start costs",
        "Replacing the model by a surrogate above sigma changes the law of the final samples by so"
            + " many nats, and no more: the flow below is a bijection. On CIFAR-10 the published"
            + " change of FID is about that number; up to 0.05 none was seen.",
        costChart(result),
        planTable(result));
  }

  private static LineChart costChart(InspectResult result) {
    List<Series> series = new ArrayList<>();
    for (Start start : result.starts()) {
      List<Estimate> kl = costs(start.curve());
      series.add(where(start.surrogate(), start.curve().sigmas(), kl, InspectReport::matters));
    }
    InspectResult.DataAlone data = result.dataAlone();
    series.add(
        predicted(
            "Gaussian, by cumulants",
            Vector.generate(data.cumulants().size(), i -> data.cumulants().get(i).sigma()),
            data.cumulants().stream().map(InspectResult.Landing::nats).toList()));
    series.add(
        predicted("Gaussian, by a fitted mixture", data.mixture().sigmas(), costs(data.mixture())));
    data.rows()
        .ifPresent(
            curve -> series.add(predicted("Gaussian, by the rows", curve.sigmas(), costs(curve))));
    List<Mark> marks = new ArrayList<>(skipMark(result));
    marks.add(new Mark.Horizontal(result.klTarget(), "target"));
    return new LineChart(
        "The later the start, the more it costs",
        "Divergence of the closed-form start from the model, by the noise level where it lands."
            + " Solid: measured on the model. Dashed: without it, from the data alone; the cumulants"
            + " mean something only where they are small.",
        Axis.log("sigma").reverse(),
        Axis.log("nats"),
        series,
        marks);
  }

  private static List<Estimate> costs(ResidualCurve curve) {
    return curve.sigmas().stream().mapToObj(curve::kl).toList();
  }

  private static Series predicted(String name, Vector sigmas, List<Estimate> nats) {
    return where(name, sigmas, nats, InspectReport::matters).with(Series.Stroke.DASHED);
  }

  /// Whether chance has not drowned a cost, and it is in the range where a decision is made.
  private static boolean matters(Estimate nats) {
    return nats.value() > LEAST_COST
        && nats.value() < LARGEST_COST
        && nats.value() > 2 * nats.standardError();
  }

  /// The curve of those values that are to be shown.
  static Series where(
      String name, Vector sigmas, List<Estimate> values, Predicate<Estimate> shown) {
    int[] chosen =
        IntStream.range(0, values.size()).filter(i -> shown.test(values.get(i))).toArray();
    return Series.of(
            name,
            Vector.generate(chosen.length, i -> sigmas.get(chosen[i])),
            Vector.generate(chosen.length, i -> values.get(chosen[i]).value()))
        .withBand(Vector.generate(chosen.length, i -> values.get(chosen[i]).standardError()));
  }

  private static Table planTable(InspectResult result) {
    List<Table.Row> rows = new ArrayList<>();
    for (Start start : result.starts()) {
      for (Plan plan : start.plans()) {
        int steps = plan.grid().steps();
        rows.add(
            plan.skip()
                .map(s ->
                    Table.Row.of(
                        Cell.text(start.surrogate()),
                        Cell.count(steps),
                        Cell.number(s.sigma()),
                        Cell.measured(s.kl().value(), s.kl().standardError()),
                        Cell.count(s.step()),
                        percent(s.saved(1, 1)),
                        percent(s.saved(2, 1))))
                .orElse(
                    Table.Row.of(
                        Cell.text(start.surrogate()),
                        Cell.count(steps),
                        Cell.text("none"),
                        Cell.text(""),
                        Cell.count(0),
                        percent(0),
                        percent(0))));
      }
    }
    return new Table(
        "Where a start within the target lands on rho = 7 grids, and what it saves",
        List.of(
            Table.Column.text("start"),
            Table.Column.number("steps", ""),
            Table.Column.number("sigma_skip", ""),
            Table.Column.number("cost", "nats"),
            Table.Column.number("steps skipped", ""),
            Table.Column.number("saved at one evaluation a step", ""),
            Table.Column.number("saved, Heun", "")),
        rows);
  }

  private static Cell percent(double share) {
    return Cell.text(String.format(Locale.ROOT, "%.0f %%", 100 * share));
  }

  private static Section shares(InspectResult result) {
    Linearity linearity = result.linearity();
    List<Mark> marks = new ArrayList<>(skipMark(result));
    marks.add(new Mark.Vertical(result.condensation(), "rows condense"));
    return Section.of(
        "How much of the model each surrogate explains",
        "The same rows and the same noise for all, on rows that no mixture was fitted to (mean and"
            + " covariance are those of all rows). In units of the score nearly anything"
            + " looks right at high noise, since most of the score there is the noise itself; the denoiser shows what is missing of the picture.",
        chart(
            result,
            "At high noise the score is that of a Gaussian",
            "Unexplained share of the score, `|s - s_q|^2 / |s|^2`, mean over samples.",
            r -> r.score().meanOfRatios(),
            marks),
        chart(
            result,
            "The denoiser is explained less well than its score",
            "Unexplained share of the denoiser about the mean of the data, `|D - D_q|^2 / |D - mu|^2`,"
                + " ratio of means. At the highest levels little is left to explain, and a network's"
                + " own errors fill it.",
            r -> r.centred().ratioOfMeans(),
            marks),
        crossovers(result, linearity));
  }

  private static LineChart chart(
      InspectResult result,
      String title,
      String reading,
      Function<Linearity.Residual, Estimate> share,
      List<Mark> marks) {
    Linearity linearity = result.linearity();
    List<Series> series = new ArrayList<>();
    for (String surrogate : linearity.surrogates()) {
      List<Estimate> shares = linearity.of(surrogate).stream().map(share).toList();
      Series one = where(surrogate, linearity.sigmas(), shares, e -> e.value() > 1e-14);
      series.add(surrogate.startsWith("mean") ? one.with(Series.Stroke.DASHED) : one);
    }
    return new LineChart(
        title, reading, Axis.log("sigma").reverse(), Axis.log("unexplained share"), series, marks);
  }

  private static Table crossovers(InspectResult result, Linearity linearity) {
    double[] shares = {0.1, 0.01, 0.001, 0.0001};
    List<Table.Column> columns = new ArrayList<>(List.of(Table.Column.text("surrogate")));
    for (String name : List.of("10 %", "1 %", "0.1 %", "0.01 %")) {
      columns.add(Table.Column.number(name, "score"));
    }
    columns.add(Table.Column.number("10 %", "denoiser"));
    columns.add(Table.Column.number("1 %", "denoiser"));
    List<Table.Row> rows = new ArrayList<>();
    for (String surrogate : linearity.surrogates()) {
      List<Cell> cells = new ArrayList<>(List.of(Cell.text(surrogate)));
      for (double share : shares) {
        cells.add(sigma(linearity.crossover(surrogate, share)));
      }
      for (double share : new double[] {0.1, 0.01}) {
        cells.add(sigma(linearity.crossover(surrogate, r -> r.centred().ratioOfMeans(), share)));
      }
      rows.add(new Table.Row(cells, false));
    }
    return new Table(
        ("Noise level down to which each surrogate leaves no more than this unexplained. Below sigma"
                + " = %s the training rows condense: as a model they only remember.")
            .formatted(NumberText.of(result.condensation())),
        columns,
        rows);
  }

  private static Cell sigma(java.util.OptionalDouble at) {
    return at.isPresent() ? Cell.number(at.getAsDouble()) : Cell.text("-");
  }
}
