package org.scorefield.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.scorefield.budget.Advice;
import org.scorefield.budget.Counsel;
import org.scorefield.budget.ScoreEvidence;
import org.scorefield.budget.ScorePart;
import org.scorefield.experiment.BudgetResult;
import org.scorefield.metric.Estimate;

/// The report of `budget`: where the error of a model's samples comes from, and what each change
/// would bring.
public final class BudgetReport {
  /// Known score error from which it is worth saying where it lies, in nats.
  private static final double WORTH_PLACING = 1e-3;

  private BudgetReport() {}

  public static Report of(BudgetResult result) {
    List<Section> sections = new ArrayList<>();
    sections.add(counsels(result));
    sections.add(BudgetSchedules.steps(result));
    sections.add(BudgetSchedules.ranking(result));
    sections.add(BudgetLosses.byLevel(result));
    if (bandsWorthPlacing(result)) {
      sections.add(BudgetLosses.bands(result));
    }
    if (!result.advice().training().isEmpty()) {
      sections.add(BudgetTraining.section(result));
    }
    sections.add(BudgetSchedules.ends(result));
    if (!result.realised().isEmpty()) {
      sections.add(BudgetOutcome.section(result));
    }
    sections.add(BudgetGaussian.section(result));
    sections.add(meanings(result));
    sections.add(RunBlocks.provenance(result.record()));
    return new Report(
        "Where the error of these samples comes from",
        result.record().settings().getOrDefault("model", "")
            + ", judged by "
            + result.record().settings().getOrDefault("data", ""),
        List.of(verdict(result), cards(result)),
        sections);
  }

  private static boolean bandsWorthPlacing(BudgetResult result) {
    return result.advice().bands().stream().anyMatch(band -> band.score().value() > WORTH_PLACING);
  }

  private static Verdict verdict(BudgetResult result) {
    String caution = caution(result);
    return new Verdict(
        caution.isEmpty() ? Verdict.Tone.NEUTRAL : Verdict.Tone.CAUTION,
        sentence(result.verdict()),
        String.join(
            " ",
            Stream.of(
                    "Asked about: %d steps of %s, from sigma %s to %s, one evaluation each."
                        .formatted(
                            result.advice().scheme().steps(),
                            result.advice().scheme().name(),
                            NumberText.of(result.advice().scheme().grid().first()),
                            NumberText.of(result.advice().scheme().grid().last())),
                    result.better().map(BudgetReport::sentence).orElse(""),
                    result.published().map(BudgetReport::sentence).orElse(""),
                    "The parts add up to how far the whole way from noise to sample is from the right one; the samples at its end are off by at most that, often by far less.",
                    caution)
                .filter(words -> !words.isEmpty())
                .toList()));
  }

  private static String sentence(String words) {
    return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1) + ".";
  }

  private static String caution(BudgetResult result) {
    String worse =
        result.ceiling().above().isEmpty()
            ? ""
            : "At %d of %d noise levels (%s) the model denoises worse than the best multiple of its input does: there it was trained badly or never, or is called wrongly (`scorefield doctor`)."
                .formatted(
                    result.ceiling().above().size(),
                    result.ceiling().levels(),
                    result.ceiling().range());
    String seen = result.record().settings().getOrDefault("warning, model", "");
    return (worse + (seen.isEmpty() ? "" : " The model " + seen + ".")).strip();
  }

  private static Cards cards(BudgetResult result) {
    Advice advice = result.advice();
    Estimate steps = result.part(Advice.DISCRETISATION);
    return Cards.of(
        new Cards.Card(
            "the start, nats",
            Cell.number(result.part(Advice.START).value()),
            "white noise in place of data with noise"),
        new Cards.Card(
            "the steps, nats",
            Cell.measured(steps.value(), steps.standardError()),
            "%d in place of infinitely many".formatted(advice.scheme().steps())),
        new Cards.Card(
            "the model, nats",
            switch (advice.score()) {
              case ScorePart.Known known ->
                  Cell.measured(known.value().value(), known.value().standardError());
              case ScorePart.Between between ->
                  Cell.text(
                      "%.3g to %.3g".formatted(between.least().value(), between.most().value()));
            },
            "its own error, with infinitely many steps"),
        new Cards.Card(
            "best of %d schemes".formatted(advice.ranking().size()),
            Cell.text(advice.best().scheme().name()),
            "its %d steps cost %s nats"
                .formatted(
                    advice.best().scheme().steps(),
                    NumberText.of(
                        advice.best().discretisation().value(),
                        advice.best().discretisation().standardError()))));
  }

  private static Section counsels(BudgetResult result) {
    List<Table.Row> rows = new ArrayList<>();
    for (Counsel counsel : result.advice().counsels()) {
      rows.add(
          Table.Row.of(
              Cell.text(counsel.change().label()),
              measured(counsel.gain()),
              Cell.text(counsel.words() + (counsel.clear() ? "" : "; this may be chance"))));
    }
    return Section.of(
        "What to do",
        "Each line changes one thing and leaves the rest as it is, so gains do not add up.",
        new Table(
            "What each change takes off, the largest gain first",
            List.of(
                Table.Column.text("change"),
                Table.Column.number("gain", "nats").higherIsBetter(),
                Table.Column.text("finding")),
            rows),
        new Code(
            "The best scheme as a sampler, from the directory of this run",
            "scorefield sample MODEL --sampler %s -n 64 --out samples"
                .formatted(result.sampler())));
  }

  private static Section meanings(BudgetResult result) {
    List<KeyValues.Entry> entries = new ArrayList<>();
    entries.add(
        new KeyValues.Entry(
            "nats",
            "Kullback-Leibler divergence. With 0.02 nats the best possible judge who sees one whole path guesses right at most 55 times in 100 whether it is the exact process or yours; with 0.5 nats at most 75 times."));
    entries.add(
        new KeyValues.Entry(
            "what is added up",
            "The divergence of the path: of all states of a run together, from noise to sample. It is the sum of the three parts exactly, and an upper bound of the divergence of the samples alone, in which errors of early steps may have been forgotten. One is never given for the other here."));
    entries.add(
        new KeyValues.Entry(
            "the start",
            "A run begins with white noise; right would be data with that much noise. Counted for the Gaussian with the data's mean and covariance."));
    entries.add(
        new KeyValues.Entry(
            "the steps",
            "Discretisation: the score is held fixed over each step. Known from the loss of the model alone; more steps or better placed ones lessen it, training does not."));
    entries.add(new KeyValues.Entry("the model", score(result)));
    entries.add(
        new KeyValues.Entry(
            "what it is about",
            "Samplers that draw noise in every step. Of a deterministic one (DDIM, Heun, DPM-Solver++) no path divergence exists: for those see `scorefield design` and `scorefield accelerate`."));
    entries.add(
        new KeyValues.Entry(
            "step noise",
            "How much noise a step adds. Plain: the score is held fixed, as in the analysis of 2406.12839. DDPM: the denoised sample is held fixed, and less is added. Best: the amount of least path divergence for the measured loss (Analytic-DPM)."));
    entries.add(
        new KeyValues.Entry(
            "rho 7, exponential",
            "Rules that place noise levels: those of EDM (2206.00364) and of Song et al. (2011.13456)."));
    entries.add(new KeyValues.Entry("where the time went", result.spent().words()));
    return Section.of("How to read this", "", new KeyValues("What the words mean", entries));
  }

  private static String score(BudgetResult result) {
    return switch (result.measured().score()) {
      case ScoreEvidence.Exact _ ->
          "Score error: how much the model differs from the exact denoiser, which is known here, summed over all noise levels.";
      case ScoreEvidence.Proxies _ ->
          "Score error, summed over all noise levels. The exact denoiser is not known, so this is enclosed and not measured: it is at least by how much other denoisers (%s) beat the model on the same rows, and at most by how much rows that remember themselves do. Better references (--reference) narrow it."
              .formatted(
                  String.join(
                      ", ",
                      result.references().stream().map(ScoreEvidence.Reference::name).toList()));
    };
  }

  static Cell measured(Estimate estimate) {
    return Cell.measured(estimate.value(), estimate.standardError());
  }
}
