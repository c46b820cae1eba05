package org.scorefield.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.scorefield.convex.Certificate;
import org.scorefield.convex.diffusion.LevelFit;
import org.scorefield.experiment.ConvexResult;
import org.scorefield.experiment.RunRecord;

/// The report of a diffusion of convex programs: what is certified and over what, where gates are
/// worth it, and what the model draws.
public final class ConvexReport {
  private ConvexReport() {}

  public static Report of(ConvexResult result) {
    List<Section> sections = new ArrayList<>();
    sections.add(
        Section.of(
            "How well it denoises",
            "Loss on rows that no program has seen, with fresh noise. It is in EDM's units: 1 is what knowing nothing but mean and variance leaves of isotropic data, and what cannot be known stays.",
            ConvexCharts.losses(result),
            ConvexCharts.ratios(result)));
    ConvexCharts.errors(result)
        .ifPresent(chart ->
            sections.add(
                Section.of(
                    "How far it is from the exact denoiser",
                    "The law of these data is known, and so is its denoiser.",
                    chart)));
    ConvexSamples.section(result).ifPresent(sections::add);
    ConvexSamples.slices(result).ifPresent(sections::add);
    sections.add(Section.of("Level by level", "", table(result)));
    sections.add(
        Section.of(
            "How weight decay was chosen",
            "Each level is solved along a falling beta, every solution starting from the last; the solution that loses least on held-out rows is taken, never the one that loses least on its own.",
            ConvexCharts.heldOutByBeta(result),
            ConvexCharts.objectiveByBeta(result)));
    ConvexCharts.gaps(result)
        .ifPresent(chart ->
            sections.add(
                Section.of(
                    "How the gap fell",
                    "Between the objective of the weights so far and a bound that no weights with these gates are below.",
                    chart)));
    sections.add(RunBlocks.provenance(result.record()));
    return new Report(
        "Convex diffusion: " + result.model().card().data(),
        result.model().card().fit(),
        List.of(verdict(result), cards(result)),
        sections);
  }

  /// The finding in short.
  public static Verdict verdict(ConvexResult result) {
    List<LevelFit> open = result.levels().stream().filter(l -> !result.certified(l)).toList();
    List<LevelFit> gated =
        result.levels().stream().filter(l -> l.best().activeGates() > 0).toList();
    int n = result.levels().size();
    String scope = scope(result);
    String text =
        Stream.of(meaning(result), worth(result, gated), memory(result), stopped(result, open))
            .filter(words -> !words.isEmpty())
            .collect(Collectors.joining(" "));
    if (gated.isEmpty()) {
      return new Verdict(
          Verdict.Tone.CAUTION, "At no level are gates worth it: the model is a Gaussian.", text);
    }
    return open.isEmpty()
        ? new Verdict(
            Verdict.Tone.GOOD,
            "All %d levels are trained to their optimum%s, within %s."
                .formatted(n, scope, share(result.plan().tolerance())),
            text)
        : new Verdict(
            Verdict.Tone.CAUTION,
            "%d of %d levels are trained to their optimum%s, within %s."
                .formatted(n - open.size(), n, scope, share(result.plan().tolerance())),
            text);
  }

  private static String share(double tolerance) {
    return "%s of the objective".formatted(NumberText.of(tolerance));
  }

  private static boolean anyWidth(ConvexResult result) {
    return result.levels().getFirst().best().certificate().scope() == Certificate.Scope.NETWORK;
  }

  private static String scope(ConvexResult result) {
    return anyWidth(result) ? " among networks of any width" : " over the gates drawn";
  }

  private static String meaning(ConvexResult result) {
    return anyWidth(result)
        ? "For each level a bound from the dual program shows that no two-layer network of any width does better on the training rows and noises at the beta that was chosen."
        : "For each level a bound from the dual program shows that no weights with these gates do better on the training rows and noises at the beta that was chosen. Of networks with other gates it says nothing.";
  }

  private static String worth(ConvexResult result, List<LevelFit> gated) {
    if (gated.isEmpty()) {
      return "Held-out rows preferred least squares everywhere.";
    }
    LevelFit best = gated.stream().max((a, b) -> Double.compare(a.gain(), b.gain())).orElseThrow();
    return "On held-out rows gates take up to %s %% off the loss of least squares (at sigma = %s), and are in use at %d of %d levels."
        .formatted(
            NumberText.of(Math.rint(1000 * best.gain()) / 10),
            RunBlocks.sigma(best.sigma()),
            gated.size(),
            result.levels().size());
  }

  private static String memory(ConvexResult result) {
    List<LevelFit> low = result.levels().stream().filter(LevelFit::memorises).toList();
    if (low.isEmpty()) {
      return "No level is so low that a noisy row tells which row it was made from.";
    }
    return "At %s a noisy row tells which training row it was made from, so the best function of the training rows is a lookup of them; what keeps the model from it there is the choice by held-out rows."
        .formatted(
            low.size() == 1
                ? "sigma = " + RunBlocks.sigma(low.getFirst().sigma())
                : "sigma = %s and below (%d levels)"
                    .formatted(RunBlocks.sigma(low.getFirst().sigma()), low.size()));
  }

  private static String stopped(ConvexResult result, List<LevelFit> open) {
    if (open.isEmpty()) {
      return "";
    }
    double worst =
        open.stream()
            .mapToDouble(l -> l.best().certificate().relativeGap())
            .max()
            .orElse(Double.NaN);
    return "At sigma = %s the %d steps ran out before the gap was closed; the largest left is %s. More steps (--steps) close it."
        .formatted(
            open.stream().map(l -> RunBlocks.sigma(l.sigma())).collect(Collectors.joining(", ")),
            result.plan().steps(),
            NumberText.of(worst));
  }

  private static Cards cards(ConvexResult result) {
    long certified = result.levels().stream().filter(result::certified).count();
    double gap =
        result.levels().stream()
            .mapToDouble(l -> l.best().certificate().relativeGap())
            .max()
            .orElse(Double.NaN);
    double gain = result.levels().stream().mapToDouble(LevelFit::gain).max().orElse(Double.NaN);
    List<Cards.Card> cards = new ArrayList<>();
    cards.add(
        new Cards.Card(
            "levels certified",
            Cell.text(certified + " of " + result.levels().size()),
            "largest relative gap " + NumberText.of(gap)));
    cards.add(
        new Cards.Card(
            "off the loss of least squares",
            Cell.text(String.format(Locale.ROOT, "%.1f %%", 100 * gain)),
            "at the best level, held out"));
    distance(result, ConvexResult.CONVEX)
        .ifPresent(own ->
            cards.add(
                new Cards.Card(
                    "sliced W2 of samples",
                    Cell.measured(own.estimate().value(), own.estimate().standardError()),
                    distance(result, ConvexResult.GAUSSIAN)
                        .map(g -> "Gaussian " + NumberText.of(g.estimate().value()))
                        .orElse(""))));
    cards.add(new Cards.Card("wall time", Cell.number(result.record().seconds()), "seconds"));
    return new Cards(cards);
  }

  private static Optional<RunRecord.Result> distance(ConvexResult result, String subject) {
    return result.record().results().stream()
        .filter(r -> r.subject().equals(subject) && r.name().equals("sliced-w2"))
        .findFirst();
  }

  private static Table table(ConvexResult result) {
    List<Table.Row> rows =
        result.levels().stream()
            .map(level -> {
              LevelFit.Point best = level.best();
              return Table.Row.of(
                  Cell.text(RunBlocks.sigma(level.sigma())),
                  Cell.number(best.beta()),
                  Cell.count(best.activeGates()),
                  Cell.measured(best.loss(), best.standardError()),
                  Cell.measured(level.linearLoss(), level.linearError()),
                  Cell.number(best.certificate().relativeGap()),
                  Cell.text(result.certified(level) ? "yes" : "no"),
                  Cell.count(level.path().stream().mapToInt(LevelFit.Point::steps).sum()),
                  Cell.number(level.neighbours()));
            })
            .toList();
    return new Table(
        "The solution that was taken at each level: its gates in use, its loss on held-out rows beside that of least squares, its relative gap, the steps of its whole path. Neighbours: how many training rows a noisy row may come from, in effect; near 1 only memorising them is left to learn.",
        List.of(
            Table.Column.text("σ"),
            Table.Column.number("beta", ""),
            Table.Column.number("gates", ""),
            Table.Column.number("loss", "").lowerIsBetter(),
            Table.Column.number("least squares", ""),
            Table.Column.number("gap", "").lowerIsBetter(),
            Table.Column.text("certified"),
            Table.Column.number("steps", ""),
            Table.Column.number("neighbours", "")),
        rows);
  }
}
