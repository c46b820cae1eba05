package org.scorefield.report;

import java.util.ArrayList;
import java.util.List;
import org.scorefield.design.Aim;
import org.scorefield.design.Comparison;
import org.scorefield.experiment.AccelerateResult;
import org.scorefield.experiment.AccelerateResult.Count;
import org.scorefield.metric.Estimate;

/// The report of `accelerate`: what was found for each number of evaluations, beside the standard
/// samplers at as many, and what it took to find.
public final class AccelerateReport {
  private static final String OWN = AccelerateResult.OWN;

  private AccelerateReport() {}

  public static Report of(AccelerateResult result) {
    List<Section> sections = new ArrayList<>();
    sections.add(
        Section.of(
            "What was found", AccelerateTables.HOW_TO_READ, AccelerateTables.verdicts(result)));
    sections.add(
        Section.of(
            "By number of evaluations",
            "Every sampler started from the same noise, none of which was used to choose anything."
                + " Bars reach two standard errors either side.",
            AccelerateCharts.all(result).toArray(Block[]::new)));
    AcceleratePictures.of(result).ifPresent(sections::add);
    sections.add(
        Section.of(
            "All numbers",
            "Mean and one standard error over %d sets of %d samples; each standard solver on the one of its three grids that was best on other noise."
                .formatted(sets(result), perSet(result)),
            AccelerateTables.all(result).toArray(Block[]::new)));
    sections.add(
        Section.of(
            "Where the evaluations go",
            "Noise levels at which the model is asked.",
            AccelerateCharts.grids(result).toArray(Block[]::new)));
    sections.add(
        Section.of(
            "What it took",
            "Evaluations of the model, one of one sample each. What was asked before was not asked again.",
            AccelerateTables.costs(result),
            AccelerateTables.stages(result),
            new Paragraph(
                "Not tried: samplers that draw noise on the way, solvers that choose their steps as they go, distillation or any other training of the model.")));
    sections.add(
        Section.of(
            "Use it",
            "",
            new Code(
                "Samples the model with %d evaluations"
                    .formatted(result.counts().getFirst().evaluations()),
                "scorefield sample MODEL -n 64 --sampler " + result.counts().getFirst().file())));
    sections.add(RunBlocks.provenance(result.record()));
    return new Report(
        "Samplers for %s evaluations"
            .formatted(
                String.join(
                    ", ",
                    result.counts().stream().map(c -> String.valueOf(c.evaluations())).toList())),
        result.record().settings().getOrDefault("model", ""),
        List.of(verdict(result), cards(result)),
        sections);
  }

  static int sets(AccelerateResult result) {
    return result.comparison().entries().stream()
        .flatMap(e -> e.standing().stream())
        .mapToInt(s -> s.squares().size())
        .findFirst()
        .orElse(0);
  }

  static long perSet(AccelerateResult result) {
    return result.comparison().reference().n() / Math.max(1, sets(result));
  }

  private static Verdict verdict(AccelerateResult result) {
    long won = result.counts().stream().filter(Count::won).count();
    int all = result.counts().size();
    String aim =
        result.goal().aim() == Aim.FIDELITY
            ? "staying near each seed's fine solution, not for the quality of the set"
            : "the quality of the set of samples, not for staying near each seed's fine solution";
    String headline =
        won == all
            ? all == 1
                ? "Better than every standard sampler at as many evaluations"
                : "Better than every standard sampler at every number of evaluations"
            : won == 0
                ? result.counts().stream().anyMatch(Count::open)
                    ? "Nothing beats the standard samplers beyond chance"
                    : "Nothing beats the standard samplers here"
                : "Better than every standard sampler at %d of %d numbers of evaluations"
                    .formatted(won, all);
    return new Verdict(
        won == all ? Verdict.Tone.GOOD : Verdict.Tone.CAUTION,
        headline,
        best(result) + "Chosen for " + aim + "." + ownSamples(result));
  }

  /// Where it gains most, in words.
  private static String best(AccelerateResult result) {
    for (int i = 0; i < result.counts().size(); i++) {
      if (result.counts().get(i).won() || result.counts().size() == 1) {
        return result.verdicts().get(i) + ". ";
      }
    }
    return "";
  }

  private static String ownSamples(AccelerateResult result) {
    String data = result.record().settings().getOrDefault("data", "");
    return data.startsWith("none")
        ? " There were no data: samples of the model stand in for them, so the distribution is held against the model's own."
        : "";
  }

  private static Cards cards(AccelerateResult result) {
    List<Cards.Card> cards = new ArrayList<>();
    for (Count count : result.counts().subList(0, Math.min(4, result.counts().size()))) {
      result
          .comparison()
          .of(OWN, count.evaluations())
          .flatMap(Comparison.Entry::standing)
          .map(standing -> result.goal().estimate(standing))
          .ifPresent(own ->
              cards.add(
                  new Cards.Card(
                      count.evaluations() + " evaluations",
                      Cell.measured(own.value(), own.standardError()),
                      count
                          .peer()
                          .flatMap(Comparison.Entry::standing)
                          .map(s -> "best peer: " + number(result.goal().estimate(s)))
                          .orElse(""))));
    }
    if (cards.size() % 2 == 1) {
      cards.add(
          new Cards.Card(
              "asked of the model",
              Cell.count(result.costs().stream().mapToLong(AccelerateResult.Cost::spent).sum()),
              "evaluations, of all samples together"));
    }
    return new Cards(cards);
  }

  private static String number(Estimate estimate) {
    return NumberText.of(estimate.value(), estimate.standardError());
  }
}
