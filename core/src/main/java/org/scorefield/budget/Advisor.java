package org.scorefield.budget;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.Stream;
import org.scorefield.array.Vector;
import org.scorefield.metric.Estimate;
import org.scorefield.metric.HeldOut;
import org.scorefield.metric.LossCurve;
import org.scorefield.schedule.TimeGrid;
import org.scorefield.wiring.LevelRange;

/// Says where the path divergence of a model and a {@link Scheme} comes from, and what each change
/// would bring. It needs no evaluation of the model: all follows from the loss curve.
///
/// The path divergence is `start + discretisation + score`: what white noise costs as a start
/// ({@link MeasuredModel#start}), what finitely many steps cost this model ({@link
/// PathCost#discretisation}), and the score error that infinitely many steps would have ({@link
/// ScorePart}). Only the last one needs the truth.
///
/// @param model what was measured
/// @param rule that places the levels of the scheme asked about
/// @param noise of its steps
/// @param steps of it, at least 1
public record Advisor(MeasuredModel model, Schemes.NamedRule rule, NoiseChoice noise, int steps) {
  private static final int[] STEPS = {4, 5, 6, 8, 10, 14, 18, 25, 35, 50, 70, 100};
  private static final int BANDS = 8;

  /// Other first levels are looked at down to this share of the usual one, and other last levels up
  /// to its inverse.
  private static final int OCTAVES = 6;

  /// The model at an earlier moment of its training.
  ///
  /// @param curve losses on the same rows, noises and levels
  public record Earlier(String name, LossCurve curve) {}

  /// The advice.
  ///
  /// @param earlier moments of the model's training, in order
  /// @throws IllegalArgumentException if the model has too few levels for so many steps
  public Advice advise(List<Earlier> earlier) {
    int most = Math.max(steps + 1, STEPS[STEPS.length - 1]);
    Schemes schemes = Schemes.of(model.range(), model.loss(), most);
    Scheme asked = schemes.require(rule, noise, steps);
    ScorePart score = model.score().part(asked.grid().last(), asked.grid().first());
    ErrorBudget budget = budget(asked, score);
    return new Advice(
        asked,
        budget,
        score,
        dominant(budget, score),
        ranking(schemes, asked),
        published(schemes, model.curve()),
        bySteps(schemes),
        ends(octaves(model.range().sigmaMax(), 0.5), true),
        ends(octaves(model.range().sigmaMin(), 2), false),
        bands(),
        earlier.stream().map(e -> stage(e, schemes)).toList(),
        onGaussian(schemes, asked),
        oneMore(schemes, asked));
  }

  private ErrorBudget budget(Scheme scheme, ScorePart score) {
    return new ErrorBudget(
        "path divergence, nats",
        ErrorBudget.Rule.BOUND,
        List.of(
            ErrorBudget.Part.exact(Advice.START, model.start(scheme.grid().first())),
            new ErrorBudget.Part(
                Advice.DISCRETISATION, PathCost.discretisation(scheme, model.curve())),
            new ErrorBudget.Part(Advice.SCORE, score.least())),
        Optional.empty());
  }

  private static Advice.Dominant dominant(ErrorBudget budget, ScorePart score) {
    String largest = budget.dominant().name();
    double most =
        switch (score) {
          case ScorePart.Known known -> known.value().value();
          case ScorePart.Between between -> between.most().value();
        };
    if (!largest.equals(Advice.SCORE) && most > budget.dominant().value().value()) {
      return Advice.Dominant.NOT_KNOWN;
    }
    return switch (largest) {
      case Advice.START -> Advice.Dominant.START;
      case Advice.DISCRETISATION -> Advice.Dominant.DISCRETISATION;
      default -> Advice.Dominant.SCORE;
    };
  }

  private List<Advice.Ranked> ranking(Schemes schemes, Scheme asked) {
    return Stream.concat(schemes.all(steps).stream(), alike(schemes))
        .distinct()
        .map(scheme ->
            new Advice.Ranked(
                scheme,
                PathCost.discretisation(scheme, model.curve()),
                Decision.between(scheme, asked, model.curve())))
        .sorted(Comparator.comparingDouble(ranked -> ranked.discretisation().value()))
        .toList();
  }

  /// The rule asked about, with every step noise: it need not be one of the usual ones.
  private Stream<Scheme> alike(Schemes schemes) {
    return Arrays.stream(NoiseChoice.values()).flatMap(n -> schemes.by(rule, n, steps).stream());
  }

  private Optional<Decision> published(Schemes schemes, LossCurve curve) {
    return schemes
        .by(Schemes.EDM, NoiseChoice.FROZEN_SCORE, steps)
        .flatMap(edm ->
            schemes
                .by(Schemes.SONG, NoiseChoice.FROZEN_SCORE, steps)
                .map(song -> Decision.between(edm, song, curve)));
  }

  private List<Advice.AtSteps> bySteps(Schemes schemes) {
    int[] counts =
        IntStream.concat(Arrays.stream(STEPS), IntStream.of(steps)).sorted().distinct().toArray();
    List<Advice.AtSteps> rows = new ArrayList<>();
    for (int count : counts) {
      Optional<Scheme> asked = schemes.by(rule, noise, count);
      Optional<Scheme> best = schemes.best(count);
      if (asked.isPresent() && best.isPresent()) {
        rows.add(
            new Advice.AtSteps(
                count,
                PathCost.discretisation(asked.get(), model.curve()),
                PathCost.discretisation(best.get(), model.curve()),
                best.get().name()));
      }
    }
    return rows;
  }

  /// The asked scheme, EDM's, Song's and the best for this model, each once.
  private List<GaussianComparison.Row> onGaussian(Schemes schemes, Scheme asked) {
    List<Scheme> shown = new ArrayList<>(List.of(asked));
    Stream.of(
            schemes.by(Schemes.EDM, NoiseChoice.FROZEN_SCORE, steps),
            schemes.by(Schemes.SONG, NoiseChoice.FROZEN_SCORE, steps),
            schemes.best(steps))
        .flatMap(Optional::stream)
        .filter(scheme -> !scheme.equals(asked))
        .distinct()
        .forEach(shown::add);
    return GaussianComparison.of(model.moments(), shown, rule, model.range());
  }

  private Estimate oneMore(Schemes schemes, Scheme asked) {
    return schemes
        .by(rule, noise, steps + 1)
        .map(more -> PathCost.difference(asked, more, model.curve()))
        .orElse(new Estimate(0, Double.NaN, 1));
  }

  /// The end itself and others, by powers of the factor, within the range.
  private double[] octaves(double end, double factor) {
    return IntStream.rangeClosed(0, OCTAVES)
        .mapToDouble(i -> model.range().nearest().applyAsDouble(end * Math.pow(factor, i)))
        .distinct()
        .filter(level -> level >= model.range().sigmaMin() && level <= model.range().sigmaMax())
        .toArray();
  }

  private List<Advice.AtLevel> ends(double[] levels, boolean first) {
    List<Advice.AtLevel> rows = new ArrayList<>();
    for (double level : levels) {
      double top = first ? level : model.range().sigmaMax();
      double bottom = first ? model.range().sigmaMin() : level;
      if (bottom < top / 2) {
        LevelRange range =
            new LevelRange(top, bottom, model.range().clock(), model.range().nearest());
        Schemes.byRule(range, model.loss())
            .by(rule, noise, steps)
            .ifPresent(scheme -> rows.add(end(scheme, level)));
      }
    }
    return rows;
  }

  private Advice.AtLevel end(Scheme scheme, double level) {
    TimeGrid grid = scheme.grid();
    return new Advice.AtLevel(
        level,
        model.start(grid.first()),
        PathCost.discretisation(scheme, model.curve()),
        model.score().part(grid.last(), grid.first()).least(),
        model.stopping(grid.last()));
  }

  private List<Advice.Band> bands() {
    Vector edges = HeldOut.logLevels(model.range().sigmaMin(), model.range().sigmaMax(), BANDS + 1);
    List<Estimate> errors = model.score().bands(edges);
    return IntStream.range(0, BANDS)
        .mapToObj(b -> new Advice.Band(edges.get(b), edges.get(b + 1), errors.get(b)))
        .toList();
  }

  private Advice.Stage stage(Earlier earlier, Schemes schemes) {
    Estimate behind =
        earlier
            .curve()
            .minus(model.curve())
            .integral(model.range().sigmaMin(), model.range().sigmaMax());
    return new Advice.Stage(earlier.name(), behind, published(schemes, earlier.curve()));
  }
}
