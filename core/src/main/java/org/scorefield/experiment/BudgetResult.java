package org.scorefield.experiment;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.scorefield.array.Batch;
import org.scorefield.budget.Advice;
import org.scorefield.budget.Decision;
import org.scorefield.budget.LossCeiling;
import org.scorefield.budget.MeasuredModel;
import org.scorefield.budget.Scheme;
import org.scorefield.budget.ScoreEvidence;
import org.scorefield.budget.ScorePart;
import org.scorefield.metric.Estimate;

/// The outcome of a {@link BudgetExperiment}.
///
/// @param record of the run
/// @param card of the model
/// @param measured losses, and what is known of the score error
/// @param references other losses on the same rows
/// @param ceiling how the model's losses lie to what they should never be above
/// @param advice what follows
/// @param realised what came out of a few schemes; empty if no samples were drawn
/// @param control what as many real rows score in the place of samples
/// @param real rows of the data, to look at beside samples
/// @param sampler file of the best scheme, for `sample --sampler`
/// @param spent where the time went
public record BudgetResult(
    RunRecord record,
    ModelCard card,
    MeasuredModel measured,
    List<ScoreEvidence.Reference> references,
    LossCeiling.Reading ceiling,
    Advice advice,
    List<Realised> realised,
    List<RunRecord.Result> control,
    Batch real,
    String sampler,
    Spent spent) {

  /// A scheme and what came out of it.
  ///
  /// @param scheme as predicted; samples have a last denoising more
  /// @param discretisation part of its path divergence, predicted
  /// @param qualities of its samples against held-out rows
  /// @param preview samples to look at
  public record Realised(
      Scheme scheme, Estimate discretisation, List<RunRecord.Result> qualities, Batch preview) {}

  /// Where the time of a run went, in seconds.
  ///
  /// @param evaluations of the model, a row or a sample each
  /// @param model in them
  /// @param comparisons in fitting and evaluating what the model is compared with
  /// @param advice in all that follows from the losses
  /// @param total of the run
  public record Spent(
      long evaluations, double model, double comparisons, double advice, double total) {
    /// Share of the time that was the model's.
    public double share() {
      return model / total;
    }

    /// In words.
    public String words() {
      return String.format(
          Locale.ROOT,
          "%,d evaluations of the model took %.1f of %.1f s (%.0f %%), what it is compared with %.1f s, the advice from the losses %.2f s, the rest statistics of data and samples",
          evaluations,
          model,
          total,
          100 * share(),
          comparisons,
          advice);
    }
  }

  public BudgetResult {
    references = List.copyOf(references);
    realised = List.copyOf(realised);
    control = List.copyOf(control);
  }

  /// The answer in a sentence.
  public String verdict() {
    int steps = advice.scheme().steps();
    String start = nats(part(Advice.START));
    String discretisation = nats(part(Advice.DISCRETISATION));
    return switch (advice.dominant()) {
      case START ->
          "most of the error is the start from white noise at sigma %s: %s; taking %d steps adds %s, the model's own error %s"
              .formatted(
                  text(advice.scheme().grid().first()), start, steps, discretisation, score());
      case DISCRETISATION ->
          "most of the error comes from taking only %d steps: %s; the model's own error adds %s. A better schedule or more steps help, more training hardly"
              .formatted(steps, discretisation, score());
      case SCORE ->
          "most of the error is the model's own: %s; taking %d steps adds %s. Training or another network helps, more steps hardly"
              .formatted(score(), steps, discretisation);
      case NOT_KNOWN ->
          "taking %d steps costs %s; the model's own error is %s, so which is larger is not known"
              .formatted(steps, discretisation, score());
    };
  }

  /// The score error as far as it is known, in words.
  public String score() {
    return switch (advice.score()) {
      case ScorePart.Known known -> nats(known.value());
      case ScorePart.Between between ->
          "between %s and %s nats"
              .formatted(text(between.least().value()), text(between.most().value()));
    };
  }

  private static String text(double value) {
    return String.format(Locale.ROOT, "%.3g", value);
  }

  /// A part of the budget.
  public Estimate part(String name) {
    return advice.budget().parts().stream()
        .filter(part -> part.name().equals(name))
        .findFirst()
        .orElseThrow()
        .value();
  }

  /// What the best scheme would bring, in a sentence; empty if it is the one asked about, or cannot
  /// be told from it.
  public Optional<String> better() {
    Advice.Ranked best = advice.best();
    if (best.against().verdict() != Decision.Verdict.FIRST) {
      return Optional.empty();
    }
    Estimate difference = best.against().difference();
    boolean modelsTurn = part(Advice.SCORE).value() > best.discretisation().value();
    return Optional.of(
        "with as many evaluations, '%s' takes %s off what '%s' costs%s"
            .formatted(
                best.scheme().name(),
                nats(new Estimate(-difference.value(), difference.standardError(), difference.n())),
                advice.scheme().name(),
                modelsTurn ? "; the model's own error is then the largest part" : ""));
  }

  /// EDM's levels or Song's, in a sentence.
  public Optional<String> published() {
    return advice.published().map(d -> "EDM's levels or Song's, for this model: " + d.words());
  }

  /// To two digits of the standard error.
  private static String nats(Estimate e) {
    if (!(e.standardError() > 0)) {
      return text(e.value()) + " nats";
    }
    int decimals = Math.clamp(1 - (long) Math.floor(Math.log10(e.standardError())), 0, 8);
    String number = "%." + decimals + "f";
    return String.format(
        Locale.ROOT, number + " ± " + number + " nats", e.value(), e.standardError());
  }
}
