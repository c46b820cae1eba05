package org.scorefield.report;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.random.Noise;

/// A report with every kind of block. Its numbers are made up, in the manner of real ones.
final class DemoReport {
  private static final Vector SIGMAS =
      Vector.generate(26, i -> 0.002 * Math.pow(80 / 0.002, (25 - i) / 25.0));

  private DemoReport() {}

  static Report report() {
    return new Report(
        "Digits: 1 797 handwritten images, modelled and judged",
        "Convex two-layer network, Heun on 18 levels from `teleport auto`, seed 7",
        List.of(
            new Verdict(
                Verdict.Tone.GOOD,
                "Same quality with 12 evaluations instead of 35",
                "Above σ = 5.1 the score is linear, so the sampler starts there from the closed form. "
                    + "The Fréchet distance rises by 0.03 ± 0.11, which is no more than chance."),
            cards()),
        List.of(
            samples(),
            trajectory(),
            quality(),
            levels(),
            budget(),
            spectrum(),
            points(),
            origin()));
  }

  private static Cards cards() {
    return Cards.of(
        new Cards.Card(
            "Fréchet distance", Cell.measured(3.412, 0.087), "3.38 with all 35 evaluations"),
        new Cards.Card("Evaluations a sample", Cell.count(12), "66 % fewer than the full run"),
        new Cards.Card("σ where sampling starts", Cell.number(5.13), "KL of the jump below 10⁻³"),
        new Cards.Card("Certified gap", Cell.number(2.31e-7), "of the training optimum"));
  }

  private static Section samples() {
    return Section.of(
        "Samples",
        "Real images on the left, generated ones on the right. Look for strokes that break off and "
            + "for digits that appear too often.",
        Pictures.sideBySide(
            "64 of each, drawn without selection.",
            new Pictures.Picture(
                DemoPictures.grid(8, 3, 0), "Eight by eight grid of real digits", "Real, held out"),
            new Pictures.Picture(
                DemoPictures.grid(8, 5, 0.07),
                "Eight by eight grid of generated digits",
                "Generated, 12 evaluations")));
  }

  private static Section trajectory() {
    double[] shown = {80, 20, 5.13, 2, 1, 0.5, 0.2, 0.05, 0.002};
    return Section.of(
        "From noise to image",
        "One state a level, from the prior to the sample. The first two levels cost nothing: the "
            + "teleport passes over them.",
        Pictures.strip(
            "The state x(σ), scaled to unit variance.",
            List.of(
                strip("Sample 1", 4, shown),
                strip("Sample 2", 8, shown),
                strip("Sample 3", 2, shown))));
  }

  private static Pictures.Row strip(String label, int digit, double[] sigmas) {
    return new Pictures.Row(
        label,
        DoubleStream.of(sigmas)
            .mapToObj(s ->
                new Pictures.Picture(
                    DemoPictures.state(digit, s, digit),
                    label + " at sigma " + NumberText.of(s),
                    "σ = " + NumberText.of(s)))
            .toList());
  }

  private static Section quality() {
    Table table =
        new Table(
            "Quality of 5 000 samples against held-out data",
            List.of(
                Table.Column.text("Sampler"),
                Table.Column.number("Evaluations", ""),
                Table.Column.number("Fréchet distance", "").lowerIsBetter(),
                Table.Column.number("Sliced W₂", "grey levels").lowerIsBetter(),
                Table.Column.number("Precision", "%").higherIsBetter(),
                Table.Column.number("Time", "s")),
            List.of(
                row("Heun, full range", 35, 3.381, 0.092, 0.0412, 0.0016, 91.3, 0.6, 8.71),
                row("Heun, teleport", 23, 3.402, 0.088, 0.0409, 0.0017, 91.1, 0.6, 5.66),
                Table.Row.of(
                    Cell.text("DPM-Solver++(2M), teleport"),
                    Cell.count(12),
                    Cell.measured(3.412, 0.087),
                    Cell.measured(0.0405, 0.0016).asBest(),
                    Cell.measured(91.0, 0.6),
                    Cell.number(3.02).asBest()),
                row("Euler, full range", 35, 6.94, 0.14, 0.0655, 0.0021, 84.2, 0.8, 8.64),
                Table.Row.reference(
                    Cell.text("Real against real"),
                    Cell.text("–"),
                    Cell.measured(1.207, 0.041),
                    Cell.measured(0.0288, 0.0011),
                    Cell.measured(95.1, 0.4),
                    Cell.text("–"))));
    Vector nfe = Vector.of(5, 7, 9, 12, 16, 23, 35);
    LineChart curve =
        new LineChart(
            "Twelve evaluations reach what 35 do",
            "Lower is better. Where bars overlap, samplers cannot be told apart.",
            Axis.log("Evaluations a sample"),
            Axis.log("Fréchet distance"),
            List.of(
                Series.of("Full range", nfe, Vector.of(41.2, 18.8, 10.9, 6.9, 4.71, 3.62, 3.381))
                    .withBars(Vector.of(0.9, 0.5, 0.33, 0.21, 0.14, 0.1, 0.092)),
                Series.of("Teleport", nfe, Vector.of(11.9, 5.8, 4.2, 3.412, 3.39, 3.402, 3.38))
                    .withBars(Vector.of(0.4, 0.22, 0.13, 0.087, 0.09, 0.088, 0.09)),
                Series.of(
                        "Predicted from statistics alone",
                        nfe,
                        Vector.of(12.6, 6.2, 4.3, 3.5, 3.4, 3.38, 3.37))
                    .with(Series.Stroke.DASHED)),
            List.of(new Mark.Horizontal(1.207, "real against real")));
    return Section.of(
        "Quality",
        "Distances to held-out data, with standard errors. The last row is what fresh real data reach.",
        table,
        curve);
  }

  private static Table.Row row(
      String name,
      int nfe,
      double fd,
      double se,
      double w,
      double ws,
      double p,
      double ps,
      double s) {
    return Table.Row.of(
        Cell.text(name),
        Cell.count(nfe),
        Cell.measured(fd, se),
        Cell.measured(w, ws),
        Cell.measured(p, ps),
        Cell.number(s));
  }

  private static Section levels() {
    Batch wobble = Noise.of(11, 1).normal(Shape.vector(26));
    DoubleUnaryOperator linear = s -> 1 / (1 + Math.pow(s / 0.7, 2.2)) + 0.004;
    Vector gap =
        Vector.generate(
            26, i -> linear.applyAsDouble(SIGMAS.get(i)) * (1 + 0.06 * wobble.get(0, i)));
    LineChart linearity =
        new LineChart(
            "Above σ = 5.1 a linear score explains all but 2 %",
            "The share of the denoiser that no linear map explains, at each level. "
                + "Sampling runs from left to right.",
            Axis.log("σ (grey levels)").reverse(),
            Axis.log("Unexplained share"),
            List.of(
                Series.of("Network", SIGMAS, gap).withBand(gapErrors(gap, 0.12)),
                Series.of(
                        "Exact, finite data",
                        SIGMAS,
                        map(SIGMAS, s -> 0.86 * linear.applyAsDouble(s)))
                    .with(Series.Stroke.DASHED)),
            List.of(
                new Mark.Zone(80, 5.13, "skipped by the teleport"),
                new Mark.Vertical(5.13, "σ_skip = 5.13")));
    LineChart loss =
        new LineChart(
            "The network is at its best where it matters",
            "Root mean square error of the denoiser.",
            Axis.log("σ (grey levels)").reverse(),
            Axis.linear("RMSE (grey levels)"),
            List.of(
                Series.of(
                        "Convex network", SIGMAS, map(SIGMAS, s -> 0.31 * s / Math.hypot(s, 0.42)))
                    .withBand(map(SIGMAS, s -> 0.009 * s / Math.hypot(s, 0.42))),
                Series.of("Gaussian", SIGMAS, map(SIGMAS, s -> 0.34 * s / Math.hypot(s, 0.33))),
                Series.of(
                        "Mixture of 10",
                        SIGMAS,
                        map(SIGMAS, s -> s > 60 ? Double.NaN : 0.32 * s / Math.hypot(s, 0.38)))
                    .with(Series.Stroke.POINTS)));
    return Section.of(
        "Level by level",
        "At high noise the score is linear and known in closed form; at low noise the network must do "
            + "the work. These curves show where one hands over to the other.",
        linearity,
        loss);
  }

  private static Vector gapErrors(Vector gap, double share) {
    return Vector.generate(gap.size(), i -> share * gap.get(i) / (1 + 0.2 * i));
  }

  private static Vector map(Vector x, DoubleUnaryOperator f) {
    return Vector.generate(x.size(), i -> f.applyAsDouble(x.get(i)));
  }

  private static Section budget() {
    BarChart parts =
        new BarChart(
            "Estimation is to blame for two thirds of the error",
            "Parts of the squared Wasserstein distance, by sampler.",
            List.of("Heun, full range", "Heun, teleport", "DPM-Solver++(2M), teleport"),
            "Share of squared W₂ (grey levels²)",
            List.of(
                BarChart.Bars.of("Initialisation", Vector.of(0.0003, 0.0001, 0.0001)),
                BarChart.Bars.of("Discretisation", Vector.of(0.0021, 0.0024, 0.0049)),
                BarChart.Bars.of("Estimation", Vector.of(0.0118, 0.0118, 0.0118)),
                BarChart.Bars.of("Approximation", Vector.of(0.0034, 0.0034, 0.0034))),
            BarChart.Arrangement.STACKED);
    BarChart classes =
        new BarChart(
            "No digit is missing",
            "Share of each digit among 5 000 samples, beside the data.",
            IntStream.range(0, 10).mapToObj(String::valueOf).toList(),
            "Share (%)",
            List.of(
                new BarChart.Bars(
                    "Generated",
                    Vector.of(9.8, 10.6, 9.7, 10.1, 10.3, 9.9, 10.2, 9.6, 9.4, 10.4),
                    Vector.generate(10, _ -> 0.42)),
                BarChart.Bars.of(
                    "Data", Vector.of(9.9, 10.1, 9.8, 10.2, 10.1, 10.1, 10.1, 10.0, 9.7, 10.0))));
    return Section.of(
        "Error budget",
        "Where the remaining distance comes from, and so what to spend the next effort on.",
        parts,
        classes,
        new Paragraph(
            "More training would gain at most 0.003; more evaluations at most 0.002. Run "
                + "`scorefield budget` with more data to see the estimation part shrink."));
  }

  private static Section spectrum() {
    Vector index = Vector.generate(60, i -> i + 1);
    Vector real = map(index, k -> 180 * Math.pow(k, -1.1) * Math.exp(-k / 25));
    LineChart line =
        new LineChart(
            "Generated images have the spectrum of real ones up to component 45",
            "Variance along each principal component of the data.",
            Axis.linear("Principal component"),
            Axis.log("Variance (grey levels²)"),
            List.of(
                Series.of("Real", index, real).withBand(map(real, v -> 0.04 * v)),
                Series.of(
                    "Generated",
                    index,
                    map(
                        index,
                        k -> 180 * Math.pow(k, -1.1) * Math.exp(-k / 25 - Math.pow(k / 52, 8))))));
    List<String> names = IntStream.range(0, 12).mapToObj(i -> "PC " + (i + 1)).toList();
    HeatMap heat =
        new HeatMap(
            "Correlations that the model misses are below 0.1",
            "Correlation of generated minus correlation of real data, between principal components.",
            new HeatMap.Labels("Component", names),
            new HeatMap.Labels("Component", names),
            IntStream.range(0, 12)
                .mapToObj(i ->
                    Vector.generate(
                        12,
                        j ->
                            i == j
                                ? Double.NaN
                                : 0.09
                                    * Math.sin(3.1 * (i + j))
                                    * Math.exp(-Math.abs(i - j) / 5.0)))
                .toList(),
            "Difference of correlations",
            HeatMap.Shading.DIVERGING);
    HeatMap levels =
        new HeatMap(
            "The step from 1 to 0.5 makes most of the error",
            "Error that each solver adds in each step.",
            new HeatMap.Labels("σ", List.of("80", "20", "5", "2", "1", "0.5", "0.2", "0.05")),
            new HeatMap.Labels("Solver", List.of("Euler", "Heun", "DPM-Solver++(2M)")),
            List.of(
                Vector.of(1e-5, 1e-4, 2e-3, 1e-2, 5e-2, 8e-2, 2e-2, 4e-3),
                Vector.of(1e-7, 1e-6, 4e-5, 9e-4, 7e-3, 9e-3, 1e-3, 1e-4),
                Vector.of(0, 1e-6, 3e-5, 7e-4, 4e-3, 6e-3, 8e-4, 1e-4)),
            "Squared error",
            HeatMap.Shading.LOG);
    return Section.of("Spectrum", "Second moments, direction by direction.", line, heat, levels);
  }

  private static Section points() {
    return Section.of(
        "Two moons",
        "The same sampler on a toy whose score is known exactly.",
        new ScatterChart(
            "Generated points lie on both moons",
            "Four hundred of each.",
            Axis.linear("x₁"),
            Axis.linear("x₂"),
            List.of(moons("Real", 1), moons("Generated", 2)),
            ScatterChart.Aspect.EQUAL));
  }

  private static ScatterChart.Cloud moons(String name, long seed) {
    Batch noise = Noise.of(seed, 400).normal(Shape.vector(3));
    double[] angle =
        IntStream.range(0, 400)
            .mapToDouble(i -> Math.PI * Math.abs(Math.sin(noise.get(i, 2) * 2)))
            .toArray();
    return new ScatterChart.Cloud(
        name,
        Vector.generate(
            400,
            i ->
                (i % 2 == 0 ? Math.cos(angle[i]) : 1 - Math.cos(angle[i]))
                    + 0.08 * noise.get(i, 0)),
        Vector.generate(
            400,
            i ->
                (i % 2 == 0 ? Math.sin(angle[i]) : 0.5 - Math.sin(angle[i]))
                    + 0.08 * noise.get(i, 1)));
  }

  private static Section origin() {
    return Section.of(
        "Repeat this run",
        "The same command gives the same bytes on any machine.",
        new Code(
            "Everything above, from the shipped data",
            "scorefield quickstart --data digits --seed 7 --out runs/digits\n"
                + "scorefield evaluate runs/digits/samples.npy --data digits"),
        new KeyValues(
            "Provenance",
            List.of(
                new KeyValues.Entry("Seed", "7"),
                new KeyValues.Entry("Data", "digits, 1 797 × 8 × 8, sha256 7f3a90c4b1d2e8f6a5"),
                new KeyValues.Entry("Scorefield", "0.1.0, commit 0b17bfb"),
                new KeyValues.Entry("Java", "25.0.1, Linux x86_64, 2 cores"))));
  }
}
