package org.scorefield.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.scorefield.array.Vector;
import org.scorefield.design.Aim;
import org.scorefield.design.Method;
import org.scorefield.design.SamplerChoice;
import org.scorefield.design.SamplerChoice.Candidate;
import org.scorefield.experiment.DesignResult;
import org.scorefield.experiment.DesignResult.Prediction;
import org.scorefield.metric.Estimate;
import org.scorefield.schedule.TimeGrid;

/// The report of `design`: which sampler, why, and what it was chosen from.
public final class DesignReport {
  private static final int MODES = 6;
  private static final int POINTS = 81;

  /// Samples farther from the exact ones than these are from their mean are not worth a drawing.
  private static final double USELESS = 1;

  private static final String METRIC = "sliced-w2";

  private DesignReport() {}

  public static Report of(DesignResult result) {
    List<Section> sections =
        List.of(
            Section.of(
                "What it was chosen from",
                "Every candidate ran on the proxy with the same seeds, none of which was used to"
                    + " choose. Error: distance of each sample from the exact flow of its seed, in"
                    + " standard deviations. Sliced W2: distance of the set from exact samples.",
                candidates(result)),
            Section.of(
                "Where the evaluations go",
                "The noise levels of the chosen grid beside the usual one, and what they decide.",
                levels(result),
                emergence(result)),
            Section.of(
                "What other numbers of evaluations would give",
                "On Gaussian data every solver's error is known without a run. On data with structure"
                    + " errors are larger, and cancellations that a designed grid finds for a"
                    + " multistep solver do not carry over.",
                predictions(result)),
            Section.of(
                "Use it",
                "",
                new Code(
                    "Samples a model with this sampler",
                    "scorefield sample MODEL -n 64 --sampler sampler.json")),
            RunBlocks.provenance(result.record()));
    return new Report(
        "A sampler for %s evaluations"
            .formatted(result.record().settings().get("evaluations allowed")),
        result
            .record()
            .settings()
            .getOrDefault("data", result.record().settings().getOrDefault("model", "")),
        List.of(verdict(result.choice()), cards(result)),
        sections);
  }

  private static Verdict verdict(SamplerChoice choice) {
    Candidate chosen = choice.chosen();
    String aim =
        choice.aim() == Aim.DISTRIBUTION
            ? "Chosen for the quality of the set of samples; among sets that are equally good as far as"
                + " can be told, for staying near each seed's exact solution."
            : "Chosen for staying near each seed's exact solution, not for the quality of the set.";
    boolean designed = !chosen.name().equals(choice.usual().name());
    return new Verdict(
        designed ? Verdict.Tone.GOOD : Verdict.Tone.CAUTION,
        designed
            ? "Use %s%s".formatted(steps(chosen), jumped(chosen))
            : "Stay with %s on the usual grid".formatted(chosen.method().name()),
        sentence(choice.verdict()) + " " + aim);
  }

  private static String steps(Candidate chosen) {
    return switch (chosen.method()) {
      case Method.Learning _ -> "weights and grid learned together";
      case Method named -> "%s on the grid “%s”".formatted(named.name(), chosen.gridName());
    };
  }

  private static String jumped(Candidate chosen) {
    return chosen
        .jump()
        .map(jump -> ", from a closed-form start at σ = " + RunBlocks.sigma(jump.sigma()))
        .orElse(", from white noise");
  }

  private static String sentence(String words) {
    return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1) + ".";
  }

  private static Cards cards(DesignResult result) {
    SamplerChoice choice = result.choice();
    Estimate error = choice.chosen().standing().error();
    Estimate distance = choice.chosen().standing().metric(METRIC);
    return Cards.of(
        new Cards.Card(
            "evaluations a sample",
            Cell.count(choice.chosen().standing().evaluations()),
            choice.chosen().method().name()),
        new Cards.Card(
            "sliced W2",
            Cell.measured(distance.value(), distance.standardError()),
            "usual: %s; exact samples: %s"
                .formatted(
                    NumberText.of(choice.usual().standing().metric(METRIC).value()),
                    NumberText.of(choice.floor().value()))),
        new Cards.Card(
            "error to the seed",
            Cell.measured(error.value(), error.standardError()),
            "usual: %s; best standard: %s"
                .formatted(
                    NumberText.of(choice.usual().standing().error().value()),
                    NumberText.of(choice.peer().standing().error().value()))));
  }

  private static Table candidates(DesignResult result) {
    SamplerChoice choice = result.choice();
    List<Table.Row> rows = new ArrayList<>();
    for (Candidate candidate : choice.candidates()) {
      boolean chosen = candidate.name().equals(choice.chosen().name());
      rows.add(
          new Table.Row(
              List.of(
                  Cell.text(candidate.name() + (chosen ? " — chosen" : "")),
                  measured(candidate.standing().metric(METRIC), choice.asGoodAsTheBest(candidate)),
                  measured(frechet(candidate), false),
                  measured(candidate.standing().error(), chosen),
                  candidate
                      .predicted()
                      .<Cell>map(p -> Cell.number(p.trajectory().orElse(Double.NaN)))
                      .orElse(Cell.text("")),
                  Cell.count(candidate.standing().evaluations())),
              candidate.name().equals(choice.usual().name())));
    }
    return new Table(
        "The best of each method, grid and start, and what they are held against; best first. Marked: as good as the best set, as far as can be told; set apart: the usual sampler",
        List.of(
            Table.Column.text("solver, grid, start"),
            Table.Column.number("sliced W2", "").lowerIsBetter(),
            Table.Column.number("Fréchet", "").lowerIsBetter(),
            Table.Column.number("error", "").lowerIsBetter(),
            Table.Column.number("predicted on the Gaussian", "").lowerIsBetter(),
            Table.Column.number("evaluations", "")),
        rows);
  }

  private static Estimate frechet(Candidate candidate) {
    return candidate.standing().metrics().entrySet().stream()
        .filter(e -> e.getKey().startsWith("frechet"))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(new Estimate(Double.NaN, Double.NaN, 0));
  }

  private static Cell measured(Estimate estimate, boolean best) {
    return new Cell.Measured(estimate.value(), estimate.standardError(), best);
  }

  private static LineChart levels(DesignResult result) {
    return new LineChart(
        "The chosen grid beside standard ones",
        "Each mark is a noise level where the model is asked; a steep stretch is where evaluations"
            + " are spent. The last step goes on to σ = 0.",
        Axis.log("σ").reverse(),
        Axis.linear("evaluation"),
        grids(result.choice()));
  }

  /// The chosen grid, the learned one if it is another, and those it is held against.
  private static List<Series> grids(SamplerChoice choice) {
    Map<TimeGrid, Series> grids = new LinkedHashMap<>();
    grids.put(choice.chosen().grid(), grid("chosen", choice.chosen().grid()));
    choice.candidates().stream()
        .filter(c -> c.method() instanceof Method.Learning)
        .forEach(c -> grids.putIfAbsent(c.grid(), grid("learned", c.grid())));
    grids.putIfAbsent(
        choice.peer().grid(),
        grid(choice.peer().name(), choice.peer().grid()).with(Series.Stroke.DASHED));
    grids.putIfAbsent(
        choice.usual().grid(),
        grid("rho 7 from white noise", choice.usual().grid()).with(Series.Stroke.DASHED));
    return List.copyOf(grids.values());
  }

  private static Series grid(String name, TimeGrid grid) {
    int n = grid.steps();
    return Series.of(name, Vector.generate(n, grid::sigma), Vector.generate(n, i -> i + 1.0));
  }

  private static LineChart emergence(DesignResult result) {
    Vector spectrum = result.spectrum();
    double top = result.choice().usual().grid().first();
    double bottom =
        result.choice().usual().grid().sigma(result.choice().usual().grid().steps() - 1);
    Vector sigmas = Vector.generate(POINTS, i -> top * Math.pow(bottom / top, i / (POINTS - 1.0)));
    int positive = (int) spectrum.stream().filter(v -> v > 1e-9 * spectrum.first()).count();
    List<Series> series =
        IntStream.range(0, MODES)
            .map(i -> (int) Math.round(Math.pow(positive, i / (MODES - 1.0))) - 1)
            .distinct()
            .mapToObj(k -> mode(k, spectrum.get(k), sigmas))
            .toList();
    TimeGrid grid = result.choice().chosen().grid();
    List<Mark> marks =
        IntStream.range(0, grid.steps())
            .<Mark>mapToObj(i -> new Mark.Vertical(grid.sigma(i), String.valueOf(i + 1)))
            .toList();
    return new LineChart(
        "What is decided when: layout first, details last",
        "Share of each principal direction that is already in the denoised sample, by noise level."
            + " Numbered lines are the levels of the chosen grid.",
        Axis.log("σ").reverse(),
        Axis.linear("share decided"),
        series,
        marks);
  }

  /// `1 / sqrt(1 + sigma^2 / lambda)`.
  private static Series mode(int k, double lambda, Vector sigmas) {
    return Series.of(
        "direction %d, sd %s".formatted(k + 1, RunBlocks.sigma(Math.sqrt(lambda))),
        sigmas,
        Vector.generate(
            sigmas.size(), i -> 1 / Math.sqrt(1 + sigmas.get(i) * sigmas.get(i) / lambda)));
  }

  private static LineChart predictions(DesignResult result) {
    List<Prediction> useful = result.predictions().stream().map(DesignReport::useful).toList();
    List<Series> series = new ArrayList<>();
    series.add(front(useful));
    useful.stream()
        .filter(p -> p.errors().size() > 0)
        .map(p -> Series.of(p.name(), p.evaluations(), p.errors()))
        .forEach(series::add);
    return new LineChart(
        "Predicted error by evaluations",
        "Relative error on the Gaussian of the data, from white noise; that of the chosen sampler from"
            + " its own start. Dashed: the front, below which no solver and grid shown here reach.",
        Axis.linear("evaluations"),
        Axis.log("predicted relative error"),
        series);
  }

  /// The points that are worth a drawing.
  private static Prediction useful(Prediction p) {
    int[] kept =
        IntStream.range(0, p.errors().size())
            .filter(i -> p.errors().get(i) > 0 && p.errors().get(i) < USELESS)
            .toArray();
    return new Prediction(
        p.name(),
        Vector.generate(kept.length, i -> p.evaluations().get(kept[i])),
        Vector.generate(kept.length, i -> p.errors().get(kept[i])));
  }

  /// The least error within each number of evaluations, where it falls.
  private static Series front(List<Prediction> predictions) {
    List<double[]> points = new ArrayList<>();
    for (Prediction p : predictions) {
      for (int i = 0; i < p.errors().size(); i++) {
        points.add(new double[] {p.evaluations().get(i), p.errors().get(i)});
      }
    }
    points.sort(Comparator.<double[]>comparingDouble(q -> q[0]).thenComparingDouble(q -> q[1]));
    List<double[]> front = new ArrayList<>();
    for (double[] point : points) {
      if (front.isEmpty() || point[1] < front.getLast()[1]) {
        front.add(point);
      }
    }
    return Series.of(
            "Pareto front",
            Vector.generate(front.size(), i -> front.get(i)[0]),
            Vector.generate(front.size(), i -> front.get(i)[1]))
        .with(Series.Stroke.DASHED);
  }
}
