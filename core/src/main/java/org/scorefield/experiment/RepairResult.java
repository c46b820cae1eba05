package org.scorefield.experiment;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.scorefield.array.Batch;
import org.scorefield.linear.FittedStack;
import org.scorefield.linear.StackJudgement;
import org.scorefield.linear.Stacked;
import org.scorefield.metric.Estimate;
import org.scorefield.metric.Metric;
import org.scorefield.metric.Metrics;

/// What a repair found.
///
/// @param record of the run
/// @param before card of the model as it was
/// @param model the stack, of which the model is member 0
/// @param fitted weights, and losses on the rows that made them
/// @param judged the stack on rows that nothing has seen
/// @param plan which rows did what
/// @param ways samples with and without; empty if none were drawn
/// @param quality of the samples, by way
/// @param inFeatures the same in features; empty if none were given
/// @param real some judging rows, for pictures
public record RepairResult(
    RunRecord record,
    ModelCard before,
    Model model,
    FittedStack fitted,
    StackJudgement judged,
    RepairPlan plan,
    List<Way> ways,
    List<RunRecord.Result> quality,
    List<RunRecord.Result> inFeatures,
    Batch real) {

  /// Position of the model that is repaired among the members.
  public static final int MODEL = 0;

  /// Standard errors from which on a difference counts: among a score of comparisons one of two is
  /// to be expected by chance.
  private static final double SIGNIFICANT = 3;

  private static final double SAMPLES_DIFFER = 2;

  private static final String BETTER = "better in";
  private static final String WORSE = "worse in";
  private static final String SAME = "no difference seen in";

  public RepairResult {
    ways = List.copyOf(ways);
    quality = List.copyOf(quality);
    inFeatures = List.copyOf(inFeatures);
  }

  /// A way of sampling.
  ///
  /// @param name of it
  /// @param evaluations of the model that a sample took
  /// @param start noise level at which it started
  /// @param preview its first samples, of the same seeds for every way
  public record Way(String name, double evaluations, double start, Batch preview) {}

  public Stacked stack() {
    return (Stacked) model.denoiser();
  }

  /// Names of the members.
  public List<String> members() {
    return stack().members().stream().map(member -> member.name()).toList();
  }

  /// Of the record's figures those of samples, by way of sampling.
  public List<RunRecord.Result> ofSamples() {
    List<String> names = ways.stream().map(Way::name).toList();
    return record.results().stream().filter(r -> names.contains(r.subject())).toList();
  }

  /// The levels at which the stack is better than the model by more than chance.
  public List<StackJudgement.Level> improved() {
    return judged.levels().stream().filter(level -> level.beats(MODEL, SIGNIFICANT)).toList();
  }

  /// The levels at which it is worse than one of its members by more than chance.
  public List<StackJudgement.Level> harmed() {
    return judged.levels().stream().filter(RepairResult::harmed).toList();
  }

  private static boolean harmed(StackJudgement.Level level) {
    for (int j = 0; j < level.members().size(); j++) {
      if (level.losesTo(j, SIGNIFICANT)) {
        return true;
      }
    }
    return false;
  }

  /// The share of its loss that the model loses where it gains most; empty if it gains nowhere.
  public Optional<StackJudgement.Level> largestGain() {
    return improved().stream()
        .min(
            Comparator.comparingDouble(
                level -> level.stack().value() / level.members().get(MODEL).value()));
  }

  /// The level above which the model is not evaluated; empty if it is at every level.
  public OptionalDouble sigmaSkip() {
    return stack().skippedAbove(MODEL);
  }

  /// Whether the model is better than every other member at no level at all, which a network in its
  /// own units and wiring hardly is.
  public boolean modelIsUseless() {
    return judged.levels().stream()
        .allMatch(level ->
            level.members().stream().anyMatch(e -> e.value() < level.members().get(MODEL).value()));
  }

  private static double largestExcess(StackJudgement.Level level) {
    double largest = 0;
    for (int j = 0; j < level.members().size(); j++) {
      if (level.losesTo(j, SIGNIFICANT)) {
        largest = Math.max(largest, level.excess().get(j).value() / level.members().get(j).value());
      }
    }
    return largest;
  }

  /// What the repair does to samples, in a sentence: which metrics get better, which worse, and in
  /// which no difference of two standard errors is seen. Empty if no samples were drawn.
  public Optional<String> samplesVerdict() {
    Map<String, List<String>> words = new LinkedHashMap<>();
    List.of(BETTER, WORSE, SAME).forEach(word -> words.put(word, new ArrayList<>()));
    for (RunRecord.Result before : quality) {
      if (before.subject().equals(RepairSamples.MODEL)) {
        quality.stream()
            .filter(after ->
                after.subject().equals(RepairSamples.REPAIRED)
                    && after.name().equals(before.name()))
            .forEach(after -> {
              String word = compared(before, after);
              words
                  .getOrDefault(word, new ArrayList<>())
                  .add(word.equals(SAME) ? before.name() : change(before, after));
            });
      }
    }
    String text =
        words.entrySet().stream()
            .filter(e -> !e.getValue().isEmpty())
            .map(e -> e.getKey() + " " + String.join(", ", e.getValue()))
            .collect(Collectors.joining("; "));
    return text.isEmpty() ? Optional.empty() : Optional.of("Its samples: " + text);
  }

  private static String change(RunRecord.Result before, RunRecord.Result after) {
    return String.format(
        Locale.ROOT,
        "%s (%.3g, now %.3g)",
        before.name(),
        before.estimate().value(),
        after.estimate().value());
  }

  private static String compared(RunRecord.Result before, RunRecord.Result after) {
    Metric metric = Metrics.named(before.name());
    Estimate a = before.estimate();
    Estimate b = after.estimate();
    boolean differs =
        Math.abs(b.value() - a.value())
            > SAMPLES_DIFFER * Math.hypot(a.standardError(), b.standardError());
    return !differs
        ? SAME
        : metric.better().prefers(b.value(), a.value(), metric.target()) ? BETTER : WORSE;
  }

  /// The answer in a sentence.
  public String verdict() {
    List<StackJudgement.Level> better = improved();
    if (!harmed().isEmpty()) {
      return "the stack is worse than one of its members at %s: allow more rows or levels"
          .formatted(
              harmed().stream()
                  .map(level ->
                      String.format(
                          Locale.ROOT,
                          "sigma %.3g (by %.2g %% of the loss)",
                          level.sigma(),
                          100 * largestExcess(level)))
                  .collect(Collectors.joining(", ")));
    }
    if (better.isEmpty()) {
      return "nothing to repair: at no noise level does a closed-form model help this one";
    }
    StackJudgement.Level most = largestGain().orElseThrow();
    return String.format(
        Locale.ROOT,
        "better at %d of %d noise levels, from sigma %.3g to %.3g, worse at none; at sigma %.3g the loss falls from %.4g to %.4g",
        better.size(),
        judged.levels().size(),
        better.getFirst().sigma(),
        better.getLast().sigma(),
        most.sigma(),
        most.members().get(MODEL).value(),
        most.stack().value());
  }
}
