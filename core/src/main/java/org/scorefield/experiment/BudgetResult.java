package org.scorefield.experiment;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.scorefield.array.Batch;
import org.scorefield.budget.Advice;
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
public record BudgetResult(
    RunRecord record,
    ModelCard card,
    MeasuredModel measured,
    List<ScoreEvidence.Reference> references,
    LossCeiling.Reading ceiling,
    Advice advice,
    List<Realised> realised,
    List<RunRecord.Result> control,
    Batch real) {

  /// A scheme and what came out of it.
  ///
  /// @param scheme as predicted; samples have a last denoising more
  /// @param discretisation part of its path divergence, predicted
  /// @param qualities of its samples against held-out rows
  /// @param preview samples to look at
  public record Realised(
      Scheme scheme, Estimate discretisation, List<RunRecord.Result> qualities, Batch preview) {}

  public BudgetResult {
    references = List.copyOf(references);
    realised = List.copyOf(realised);
    control = List.copyOf(control);
  }

  /// The answer in a sentence.
  public String verdict() {
    Estimate discretisation = part(Advice.DISCRETISATION);
    return switch (advice.dominant()) {
      case START ->
          String.format(
              Locale.ROOT,
              "the start from white noise costs most: %.3g nats of the path divergence",
              part(Advice.START).value());
      case DISCRETISATION ->
          "discretisation costs most: %s of the path divergence; a better schedule or more steps help, more training hardly"
              .formatted(nats(discretisation));
      case SCORE ->
          "the score error costs most: at least %s, discretisation %s; training or another network helps, more steps hardly"
              .formatted(nats(part(Advice.SCORE)), nats(discretisation));
      case NOT_KNOWN ->
          "discretisation costs %s; the score error is %s, so which is larger is not known"
              .formatted(nats(discretisation), score());
    };
  }

  private String score() {
    return switch (advice.score()) {
      case ScorePart.Known known -> nats(known.value());
      case ScorePart.Between between ->
          String.format(
              Locale.ROOT,
              "between %.3g and %.3g nats",
              between.least().value(),
              between.most().value());
    };
  }

  /// A part of the budget.
  public Estimate part(String name) {
    return advice.budget().parts().stream()
        .filter(part -> part.name().equals(name))
        .findFirst()
        .orElseThrow()
        .value();
  }

  /// EDM's levels or Song's, in a sentence.
  public Optional<String> published() {
    return advice.published().map(d -> "EDM's levels or Song's, for this model: " + d.words());
  }

  static String nats(Estimate e) {
    return e.standardError() > 0
        ? String.format(
            Locale.ROOT, "%.3g nats (standard error %.1g)", e.value(), e.standardError())
        : String.format(Locale.ROOT, "%.3g nats", e.value());
  }
}
