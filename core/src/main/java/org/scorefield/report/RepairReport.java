package org.scorefield.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.scorefield.array.Vector;
import org.scorefield.experiment.RepairResult;
import org.scorefield.experiment.RunRecord;
import org.scorefield.linear.FittedStack;
import org.scorefield.linear.StackJudgement;
import org.scorefield.metric.Estimate;

/// The report of `repair`: where closed forms denoise better than the model, what the stack of them
/// gains, and what that does to samples.
public final class RepairReport {
  private static final int POINTS = 121;

  private RepairReport() {}

  public static Report of(RepairResult result) {
    List<Section> sections = new ArrayList<>();
    sections.add(losses(result));
    sections.add(weights(result));
    samples(result).ifPresent(sections::add);
    sections.add(RunBlocks.provenance(result.record()));
    return new Report(
        "What closed forms can repair in this model",
        result.record().settings().getOrDefault("model", "")
            + ", judged by "
            + result.record().settings().getOrDefault("data", ""),
        List.of(verdict(result), cards(result)),
        sections);
  }

  private static Verdict verdict(RepairResult result) {
    String words = result.verdict();
    String headline = words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1) + ".";
    if (!result.harmed().isEmpty()) {
      return new Verdict(
          Verdict.Tone.CAUTION,
          headline,
          "By more than three standard errors, on rows that nothing has seen. Where that is little,"
              + " the weights change faster than the levels at which they were fitted.");
    }
    String useless =
        result.modelIsUseless()
            ? " At no level is the model better than a closed form: its data may be in other units,"
                + " or its inputs wired wrongly (`scorefield doctor`)."
            : "";
    return new Verdict(
        result.improved().isEmpty()
            ? Verdict.Tone.NEUTRAL
            : useless.isEmpty() ? Verdict.Tone.GOOD : Verdict.Tone.CAUTION,
        headline,
        "Judged on rows that neither the closed forms nor the weights have seen, at levels between"
            + " those at which the weights were fitted. A lower denoising loss is not by itself a"
            + " better sampler. "
            + result.samplesVerdict().map(text -> text + ".").orElse("No samples were drawn.")
            + useless);
  }

  private static Cards cards(RepairResult result) {
    List<Cards.Card> cards = new ArrayList<>();
    cards.add(
        new Cards.Card(
            "noise levels with a lower loss",
            Cell.text(
                "%d of %d".formatted(result.improved().size(), result.judged().levels().size())),
            "by more than three standard errors"));
    result
        .largestGain()
        .ifPresent(level ->
            cards.add(
                new Cards.Card(
                    "largest gain",
                    Cell.text("%.1f %%".formatted(100 * (1 - ratio(level, level.stack())))),
                    "of the loss, at sigma = " + NumberText.of(level.sigma()))));
    if (result.sigmaSkip().isPresent()) {
      cards.add(
          new Cards.Card(
              "model not called above",
              Cell.number(result.sigmaSkip().getAsDouble()),
              "noise level; there the closed form is the stack"));
    }
    return new Cards(cards);
  }

  private static double ratio(StackJudgement.Level level, Estimate loss) {
    return loss.value() / level.members().get(RepairResult.MODEL).value();
  }

  private static Section losses(RepairResult result) {
    return Section.of(
        "Denoising loss by noise level",
        "Mean squared error a component of the denoised held-out rows. The stack can be no better"
            + " than the truth, and should be nowhere above a member.",
        lossChart(result),
        ratioChart(result),
        lossTable(result));
  }

  private static Vector sigmas(RepairResult result) {
    List<StackJudgement.Level> levels = result.judged().levels();
    return Vector.generate(levels.size(), l -> levels.get(l).sigma());
  }

  private static LineChart lossChart(RepairResult result) {
    List<StackJudgement.Level> levels = result.judged().levels();
    Vector x = sigmas(result);
    List<Series> series = new ArrayList<>();
    for (int j = 0; j < result.members().size(); j++) {
      int member = j;
      series.add(
          series(
              result.members().get(j),
              x,
              levels.stream().map(level -> level.members().get(member)).toList()));
    }
    series.add(
        series("repaired", x, levels.stream().map(StackJudgement.Level::stack).toList())
            .with(Series.Stroke.BOLD));
    return new LineChart(
        "Loss before and after",
        "Lower is better. Bars reach two standard errors either side; as all curves share rows and"
            + " noise, differences are known far better than that: see the next chart.",
        Axis.log("σ").reverse(),
        Axis.log("loss a component"),
        series);
  }

  private static Series series(String name, Vector x, List<Estimate> estimates) {
    return Series.of(name, x, Vector.generate(x.size(), i -> estimates.get(i).value()))
        .withBars(Vector.generate(x.size(), i -> estimates.get(i).standardError()));
  }

  /// The loss of the stack over that of each member, with the errors of the paired differences.
  private static LineChart ratioChart(RepairResult result) {
    List<StackJudgement.Level> levels = result.judged().levels();
    Vector x = sigmas(result);
    List<Series> series = new ArrayList<>();
    for (int j = 0; j < result.members().size(); j++) {
      int member = j;
      Vector ratios =
          Vector.generate(
              x.size(),
              l -> levels.get(l).stack().value() / levels.get(l).members().get(member).value());
      Vector errors =
          Vector.generate(
              x.size(),
              l ->
                  levels.get(l).excess().get(member).standardError()
                      / levels.get(l).members().get(member).value());
      series.add(Series.of("over " + result.members().get(j), x, ratios).withBars(errors));
    }
    return new LineChart(
        "Loss of the stack over that of each member",
        "Below 1 the stack is better than that member, and it should be above 1 nowhere. Bars reach"
            + " two standard errors of the difference row by row.",
        Axis.log("σ").reverse(),
        Axis.linear("ratio of losses"),
        series,
        List.of(new Mark.Horizontal(1, "as good as")));
  }

  private static Table lossTable(RepairResult result) {
    List<Table.Column> columns = new ArrayList<>();
    columns.add(Table.Column.number("σ", ""));
    for (String member : result.members()) {
      columns.add(Table.Column.number(member, "loss").lowerIsBetter());
    }
    columns.add(Table.Column.number("repaired", "loss").lowerIsBetter());
    for (String member : result.members()) {
      columns.add(Table.Column.number("repaired less " + member, "").lowerIsBetter());
    }
    columns.add(Table.Column.number("weight of the model", ""));
    List<Table.Row> rows = new ArrayList<>();
    for (StackJudgement.Level level : result.judged().levels()) {
      List<Cell> cells = new ArrayList<>();
      cells.add(Cell.number(level.sigma()));
      level.members().forEach(e -> cells.add(measured(e)));
      cells.add(measured(level.stack()));
      level.excess().forEach(e -> cells.add(measured(e)));
      cells.add(modelWeight(level));
      rows.add(new Table.Row(cells, false));
    }
    return new Table(
        "Loss a component on the rows that judge, and differences row by row", columns, rows);
  }

  private static Cell modelWeight(StackJudgement.Level level) {
    double least =
        level.weights().stream().mapToDouble(w -> w.get(RepairResult.MODEL)).min().orElseThrow();
    double most =
        level.weights().stream().mapToDouble(w -> w.get(RepairResult.MODEL)).max().orElseThrow();
    return least == most
        ? Cell.text(String.format(Locale.ROOT, "%.2f", least))
        : Cell.text(String.format(Locale.ROOT, "%.2f – %.2f", least, most));
  }

  private static Cell measured(Estimate estimate) {
    return Cell.measured(estimate.value(), estimate.standardError());
  }

  private static Section weights(RepairResult result) {
    List<Block> blocks = new ArrayList<>();
    int bands = result.stack().curves().size();
    for (int b = 0; b < bands; b++) {
      blocks.add(weightChart(result, b, bands));
    }
    return new Section(
        "Who is believed where",
        "The weight of each member. Below a hundredth it is taken for 0 and the member is not"
            + " evaluated, which for the model is a closed-form start derived instead of assumed.",
        blocks);
  }

  private static LineChart weightChart(RepairResult result, int band, int bands) {
    List<FittedStack.Level> levels = result.fitted().levels();
    Vector knots = Vector.generate(levels.size(), l -> levels.get(l).sigma());
    double low = knots.first();
    double high = knots.last();
    Vector fine = Vector.generate(POINTS, i -> low * Math.pow(high / low, i / (POINTS - 1.0)));
    List<Series> series = new ArrayList<>();
    int members = result.members().size();
    // Of two the second has what the first leaves.
    for (int j = 0; j < (members == 2 ? 1 : members); j++) {
      int member = j;
      String name = result.members().get(j);
      series.add(
          Series.of(
              name,
              fine,
              Vector.generate(
                  POINTS, i -> result.stack().curves().get(band).at(fine.get(i)).get(member))));
      series.add(fitted(name, band, member, levels).with(Series.Stroke.POINTS));
    }
    List<Mark> marks =
        result.sigmaSkip().isPresent()
            ? List.of(new Mark.Vertical(result.sigmaSkip().getAsDouble(), "sigma_skip"))
            : List.of();
    return new LineChart(
        bands == 1 ? "Weights by noise level" : "Weights by noise level, band " + (band + 1),
        "Points: fitted, with two standard errors either side where members are mixed; where they are"
            + " not, one stands alone. Lines: what the stack uses.",
        Axis.log("σ").reverse(),
        Axis.linear("weight"),
        series,
        marks);
  }

  /// Weights at the levels of the fit; one that was not mixed has no error to speak of.
  private static Series fitted(String name, int band, int member, List<FittedStack.Level> levels) {
    Vector knots = Vector.generate(levels.size(), l -> levels.get(l).sigma());
    List<Estimate> weights = levels.stream().map(l -> l.weights().get(band).get(member)).toList();
    return Series.of(
            name + ", fitted", knots, Vector.generate(knots.size(), l -> weights.get(l).value()))
        .withBars(
            Vector.generate(
                knots.size(),
                l -> levels.get(l).mixed() ? weights.get(l).standardError() : Double.NaN));
  }

  private static Optional<Section> samples(RepairResult result) {
    if (result.ways().isEmpty()) {
      return Optional.empty();
    }
    List<Block> blocks = new ArrayList<>();
    List<Pictures.Picture> pictures = new ArrayList<>();
    for (RepairResult.Way way : result.ways()) {
      RunBlocks.picture(way.name(), way.preview(), result.real()).ifPresent(pictures::add);
    }
    RunBlocks.picture("real", result.real(), result.real()).ifPresent(pictures::add);
    if (!pictures.isEmpty()) {
      blocks.add(
          Pictures.sideBySide(
              "Samples of the same seeds, and real rows",
              pictures.toArray(Pictures.Picture[]::new)));
    }
    blocks.add(waysTable(result));
    if (!result.quality().isEmpty()) {
      blocks.add(
          RunBlocks.metrics(
              "Distance of the samples from the rows that judge. Marked: the best, as far as two"
                  + " standard errors tell",
              result.quality(),
              RunRecord.REAL_VS_REAL));
      if (!result.inFeatures().isEmpty()) {
        blocks.add(
            RunBlocks.metrics(
                "The same in %s. This is not the standard FID"
                    .formatted(result.record().settings().getOrDefault("features", "features")),
                result.inFeatures(),
                RunRecord.REAL_VS_REAL));
      }
      blocks.add(RunBlocks.meanings(result.quality()));
    }
    return Optional.of(
        new Section(
            "What it does to samples",
            "The model and the stack, each from white noise and from the closed form, of the same"
                + " seeds on the same noise levels. The four tell apart what the better denoiser does"
                + " and what the skipped evaluations do.",
            blocks));
  }

  private static Table waysTable(RepairResult result) {
    return new Table(
        "What each way of sampling costs",
        List.of(
            Table.Column.text("way"),
            Table.Column.number("starts at σ", ""),
            Table.Column.number("evaluations of the model", "a sample").lowerIsBetter()),
        IntStream.range(0, result.ways().size())
            .mapToObj(i -> result.ways().get(i))
            .map(way ->
                Table.Row.of(
                    Cell.text(way.name()),
                    Cell.number(way.start()),
                    Cell.number(way.evaluations())))
            .toList());
  }
}
