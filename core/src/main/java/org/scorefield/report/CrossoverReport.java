package org.scorefield.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.scorefield.array.Vector;
import org.scorefield.budget.NoiseChoice;
import org.scorefield.experiment.CrossoverResult;
import org.scorefield.experiment.CrossoverResult.Contest;
import org.scorefield.experiment.CrossoverResult.Losses;
import org.scorefield.experiment.CrossoverResult.Moment;
import org.scorefield.experiment.CrossoverResult.Score;
import org.scorefield.experiment.CrossoverResult.Trial;
import org.scorefield.metric.Estimate;

/// The report of a crossover study: whether the held-out loss of a network on its way says which
/// sampler is best for it.
public final class CrossoverReport {
  private CrossoverReport() {}

  public static Report of(CrossoverResult result) {
    return new Report(
        "Does the held-out loss say which sampler is best?",
        result.record().settings().getOrDefault("data", ""),
        List.of(verdict(result), cards(result)),
        List.of(
            orders(result),
            CrossoverDuels.section(result),
            predictions(result),
            samplers(result),
            losses(result),
            RunBlocks.provenance(result.record())));
  }

  private static Verdict verdict(CrossoverResult result) {
    double all = mean(result, (s, n) -> result.spearman(s, n, 0).value());
    Score loss = total(result, s -> result.foretold(s, 0, List.of(NoiseChoice.values())));
    int named = loss.right() + loss.wrong();
    boolean right = loss.right() > 2 * loss.wrong();
    return new Verdict(
        all > 0.5 && right
            ? Verdict.Tone.GOOD
            : all > 0.5 || right ? Verdict.Tone.CAUTION : Verdict.Tone.BAD,
        "Samplers in the order of their predicted error: rank correlation %s with the order by %s."
            .formatted(NumberText.of(all), result.measures().getFirst()),
        "Mean over stages of training, numbers of steps and seeds. Between the two published grids the loss names the better in %d of %d cases where it and the samples name one (%d are open)."
            .formatted(loss.right(), named, loss.open()));
  }

  private static Cards cards(CrossoverResult result) {
    List<Cards.Card> cards = new ArrayList<>();
    cards.add(
        new Cards.Card(
            "all samplers",
            Cell.number(mean(result, (s, n) -> result.spearman(s, n, 0).value())),
            "Spearman's correlation: 1 is the same order, 0 none"));
    for (NoiseChoice noise : NoiseChoice.values()) {
      cards.add(
          new Cards.Card(
              "grids, noise " + noise.label(),
              Cell.number(mean(result, (s, n) -> result.spearman(s, n, 0, noise).value())),
              "the same among grids at one step noise"));
    }
    cards.add(
        card(
            "pairs of samplers",
            total(result, share -> scores(result, share)),
            "the better one named by the loss"));
    cards.add(
        card(
            "rho 7 or exponential, by the loss",
            total(result, share -> result.foretold(share, 0, List.of(CrossoverResult.PLAIN))),
            "noise frozen-score"));
    cards.add(
        card(
            "the same, by the published rule",
            total(result, share -> result.ruled(share, 0)),
            "polynomial while the score errs"));
    double last = result.shares().getLast();
    double place =
        result.steps().stream()
            .mapToDouble(n -> result.mean(last, m -> m.contest(n).agreement(0).place()).value())
            .average()
            .orElse(Double.NaN);
    cards.add(
        new Cards.Card(
            "place of what the loss takes",
            Cell.number(place),
            "after %s, of %d"
                .formatted(percent(last), trials(result, middle(result.steps())).size())));
    return new Cards(cards);
  }

  private static Cards.Card card(String label, Score score, String hint) {
    int named = score.right() + score.wrong();
    return new Cards.Card(
        label,
        Cell.text("%d of %d".formatted(score.right(), named)),
        "%s; %d open".formatted(hint, score.open()));
  }

  private static Score scores(CrossoverResult result, double share) {
    return result.steps().stream()
        .map(n -> result.score(share, m -> m.contest(n).pairs()))
        .reduce(new Score(0, 0, 0), Score::plus);
  }

  @FunctionalInterface
  private interface At {
    double of(double share, int steps);
  }

  private static double mean(CrossoverResult result, At at) {
    return result.shares().stream()
        .flatMapToDouble(s -> result.steps().stream().mapToDouble(n -> at.of(s, n)))
        .filter(Double::isFinite)
        .average()
        .orElse(Double.NaN);
  }

  static Score total(CrossoverResult result, Function<Double, Score> score) {
    return result.shares().stream().map(score).reduce(new Score(0, 0, 0), Score::plus);
  }

  private static Section orders(CrossoverResult result) {
    List<Block> tables = new ArrayList<>();
    for (int m = 0; m < result.measures().size(); m++) {
      tables.add(orders(result, m));
    }
    tables.add(pairs(result));
    return new Section(
        "The order of the samplers",
        "A prediction that is there to choose by must get the order right, nothing else. Step noises differ more than grids do, so the grids at one step noise are also ranked by themselves. The last column is the realised place of the sampler that the loss would take. Where samplers differ by less than chance a rank correlation is chance too: the last table counts pairs that both the loss and the samples tell apart, by two standard errors; all others are open.",
        tables);
  }

  private static Table orders(CrossoverResult result, int measure) {
    List<Table.Column> columns = new ArrayList<>();
    columns.add(Table.Column.text("after"));
    columns.add(Table.Column.number("steps", ""));
    columns.add(Table.Column.number("Spearman", "").higherIsBetter());
    columns.add(Table.Column.number("Kendall", "").higherIsBetter());
    for (NoiseChoice noise : NoiseChoice.values()) {
      columns.add(Table.Column.number("grids, " + noise.label(), "").higherIsBetter());
    }
    columns.add(Table.Column.number("place taken", "").lowerIsBetter());
    List<Table.Row> rows = new ArrayList<>();
    for (double share : result.shares()) {
      for (int n : result.steps()) {
        List<Cell> cells = new ArrayList<>();
        cells.add(Cell.text(percent(share)));
        cells.add(Cell.count(n));
        cells.add(cell(result.spearman(share, n, measure)));
        cells.add(cell(result.kendall(share, n, measure)));
        for (NoiseChoice noise : NoiseChoice.values()) {
          cells.add(cell(result.spearman(share, n, measure, noise)));
        }
        cells.add(cell(result.mean(share, moment -> moment.contest(n).agreement(measure).place())));
        rows.add(new Table.Row(cells, false));
      }
    }
    int samplers = result.moments().getFirst().contests().getFirst().trials().size();
    return new Table(
        "Rank correlation of the predicted path divergence with: %s (%d samplers, mean over seeds)"
            .formatted(result.measures().get(measure), samplers),
        columns,
        rows);
  }

  private static Table pairs(CrossoverResult result) {
    List<Table.Row> rows = new ArrayList<>();
    for (double share : result.shares()) {
      for (int n : result.steps()) {
        rows.add(
            Table.Row.of(
                Cell.text(percent(share)),
                Cell.count(n),
                Cell.text(words(result.score(share, m -> m.contest(n).pairs()))),
                Cell.text(words(result.score(share, m -> m.contest(n).grids())))));
      }
    }
    return new Table(
        "Pairs of samplers whose better one the loss names, by %s, over seeds"
            .formatted(result.measures().getFirst()),
        List.of(
            Table.Column.text("after"),
            Table.Column.number("steps", ""),
            Table.Column.text("all pairs"),
            Table.Column.text("grids at one step noise")),
        rows);
  }

  static String words(Score score) {
    return "%d right, %d wrong, %d open".formatted(score.right(), score.wrong(), score.open());
  }

  private static Section predictions(CrossoverResult result) {
    int n = middle(result.steps());
    List<Block> charts = new ArrayList<>();
    for (NoiseChoice noise : List.of(CrossoverResult.PLAIN, NoiseChoice.BEST)) {
      List<String> grids =
          trials(result, n).stream().filter(t -> t.noise() == noise).map(Trial::grid).toList();
      charts.add(
          new BarChart(
              "Path divergence by grid, step noise %s, %d steps".formatted(noise.label(), n),
              "Above that of rho 7 with frozen-score noise; from the held-out loss. Mean over seeds, two standard errors over them.",
              grids,
              "difference, nats",
              result.shares().stream()
                  .map(share -> {
                    List<Estimate> values =
                        grids.stream()
                            .map(g ->
                                result.over(share, m -> m.contest(n).trial(g, noise).predicted()))
                            .toList();
                    return new BarChart.Bars(percent(share), values(values), errors(values));
                  })
                  .toList()));
    }
    for (double share : result.shares()) {
      charts.add(scatter(result, share, n));
    }
    return new Section("Predicted and realised", "", charts);
  }

  private static ScatterChart scatter(CrossoverResult result, double share, int n) {
    List<ScatterChart.Cloud> clouds =
        Arrays.stream(NoiseChoice.values())
            .map(noise -> {
              List<Double> predicted = new ArrayList<>();
              List<Double> realised = new ArrayList<>();
              for (Moment moment : result.at(share)) {
                List<Trial> trials = moment.contest(n).trials();
                for (Trial trial : trials) {
                  if (trial.noise() == noise) {
                    predicted.add(place(trials, trial, t -> t.predicted().value()));
                    realised.add(place(trials, trial, t -> t.realised().getFirst().value()));
                  }
                }
              }
              return new ScatterChart.Cloud(
                  noise.label(),
                  Vector.generate(predicted.size(), predicted::get),
                  Vector.generate(realised.size(), realised::get));
            })
            .toList();
    return new ScatterChart(
        "Realised against predicted place after %s, %d steps".formatted(percent(share), n),
        "One point a sampler and seed, by step noise; 1 is best. A perfect prediction lies on the diagonal.",
        Axis.linear("place by predicted path divergence"),
        Axis.linear("place by " + result.measures().getFirst()),
        clouds,
        ScatterChart.Aspect.EQUAL);
  }

  private static double place(List<Trial> trials, Trial own, ToDoubleFunction<Trial> error) {
    double value = error.applyAsDouble(own);
    return 1.0 + trials.stream().filter(t -> error.applyAsDouble(t) < value).count();
  }

  private static Section samplers(CrossoverResult result) {
    double last = result.shares().getLast();
    List<Block> tables = new ArrayList<>();
    for (int n : result.steps()) {
      tables.add(samplers(result, last, n));
    }
    return new Section(
        "All samplers after %s of training".formatted(percent(last)),
        "Schemes of the theory by predicted error; beside them samplers of the probability flow, of which it predicts nothing. Mean over seeds.",
        tables);
  }

  private static Table samplers(CrossoverResult result, double share, int n) {
    List<Table.Column> columns = new ArrayList<>();
    columns.add(Table.Column.text("sampler"));
    columns.add(Table.Column.number("predicted", "nats").lowerIsBetter());
    result.measures().forEach(m -> columns.add(Table.Column.number(m, "").lowerIsBetter()));
    List<Table.Row> rows = new ArrayList<>();
    for (Trial trial : trials(result, n)) {
      Function<Moment, Trial> own = m -> m.contest(n).trial(trial.grid(), trial.noise());
      List<Cell> cells = new ArrayList<>();
      cells.add(Cell.text(trial.grid() + ", " + trial.noise().label()));
      cells.add(cell(result.over(share, m -> own.apply(m).predicted())));
      for (int i = 0; i < result.measures().size(); i++) {
        int measure = i;
        cells.add(cell(result.over(share, m -> own.apply(m).realised().get(measure))));
      }
      rows.add(new Table.Row(cells, false));
    }
    List<CrossoverResult.Other> others = result.at(share).getFirst().contest(n).others();
    for (int o = 0; o < others.size(); o++) {
      int other = o;
      List<Cell> cells = new ArrayList<>();
      cells.add(Cell.text(others.get(o).name()));
      cells.add(Cell.text(""));
      for (int i = 0; i < result.measures().size(); i++) {
        int measure = i;
        cells.add(
            cell(
                result.over(share, m -> m.contest(n).others().get(other).realised().get(measure))));
      }
      rows.add(new Table.Row(cells, true));
    }
    return new Table("%d steps".formatted(n), columns, rows);
  }

  private static Section losses(CrossoverResult result) {
    Moment first = result.moments().getFirst();
    List<Moment> stages = result.moments().stream().filter(m -> m.seed() == first.seed()).toList();
    List<Series> series = new ArrayList<>();
    for (Moment stage : stages) {
      Losses losses = stage.losses();
      series.add(
          Series.of(percent(stage.share()), losses.sigmas(), values(losses.network()))
              .withBand(errors(losses.network())));
    }
    first
        .losses()
        .exact()
        .ifPresent(exact ->
            series.add(
                Series.of("exact", first.losses().sigmas(), values(exact))
                    .with(Series.Stroke.DASHED)));
    return Section.of(
        "The losses behind the predictions",
        "All that a prediction knows of a network.",
        new LineChart(
            "Error of the noise prediction a component, seed %d".formatted(first.seed()),
            "1 at low noise for data with a density; the exact score has the least there is.",
            Axis.log("sigma"),
            Axis.log("loss"),
            series));
  }

  private static List<Trial> trials(CrossoverResult result, int n) {
    Contest contest = result.moments().getFirst().contest(n);
    return contest.trials();
  }

  /// Of few numbers of steps the upper middle one.
  static int middle(List<Integer> steps) {
    return steps.get(steps.size() / 2);
  }

  static String percent(double share) {
    return NumberText.of(100 * share) + " %";
  }

  static Cell.Measured cell(Estimate e) {
    return Cell.measured(e.value(), e.standardError());
  }

  private static Vector values(List<Estimate> estimates) {
    return Vector.generate(estimates.size(), i -> estimates.get(i).value());
  }

  private static Vector errors(List<Estimate> estimates) {
    return Vector.generate(estimates.size(), i -> estimates.get(i).standardError());
  }
}
