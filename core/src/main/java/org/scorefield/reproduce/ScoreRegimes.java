package org.scorefield.reproduce;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.convex.Activation;
import org.scorefield.convex.line.LineScore;
import org.scorefield.convex.line.LineSolution;
import org.scorefield.convex.line.LineThresholds;
import org.scorefield.convex.line.SortedPoints;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;
import org.scorefield.random.StandardNormal;

/// What score matching learns of standard normal data as beta falls from n to its least.
final class ScoreRegimes {
  private static final int POINTS = 500;

  /// The rms error of a score of 0 is 1.
  private static final double LEGIBLE = 1.1;

  private static final String CLOSED = "closed form";

  private ScoreRegimes() {}

  record Result(List<Check> checks, List<Figure> figures) {}

  static Result run(NoiseKey key) {
    SortedPoints data =
        SortedPoints.of(
            new Noise(key.child("regimes"), 0, POINTS).normal(Shape.vector(1)).toArray());
    List<Check> checks = new ArrayList<>();
    List<Figure> figures = new ArrayList<>();
    for (boolean skip : new boolean[] {false, true}) {
      for (Activation activation : Activation.values()) {
        Map<String, LineSolution> solutions = solutions(data, activation, skip);
        String name =
            "%s, %s skip connection"
                .formatted(
                    activation == Activation.RELU ? "ReLU" : "Absolute values",
                    skip ? "with" : "without");
        solutions.forEach((beta, solution) -> checks.addAll(row(name, beta, solution)));
        if (!skip || activation == Activation.RELU) {
          figures.add(figure(name, skip, solutions));
        }
      }
    }
    return new Result(checks, figures);
  }

  private static Map<String, LineSolution> solutions(
      SortedPoints data, Activation activation, boolean skip) {
    LineThresholds t = LinePrograms.matching(data, activation, skip, POINTS).thresholds();
    Map<String, Double> betas = new LinkedHashMap<>();
    betas.put("least", t.least());
    for (int part = 1; part <= 5; part += 2) {
      betas.put(
          "%d/6 of the way from least to line, in ratio".formatted(part),
          t.least() * Math.pow(t.affine() / t.least(), part / 6.0));
    }
    betas.put("line", t.affine());
    if (!skip) {
      betas.put("halfway from line to n", (t.affine() + POINTS) / 2);
      betas.put("n", (double) POINTS);
    }
    Map<String, LineSolution> solutions = new LinkedHashMap<>();
    betas.forEach((name, beta) ->
        solutions.put(name, LinePrograms.matching(data, activation, skip, beta).solve()));
    return solutions;
  }

  /// How far a score is from that of the law the data are from; and the slope where it is known.
  private static List<Check> row(String name, String where, LineSolution solution) {
    List<Check> checks = new ArrayList<>();
    String table = "Score matching on 500 standard normal points by beta: " + name;
    double beta = solution.program().beta();
    String row = "beta %.3f (%s)".formatted(beta, where);
    checks.add(
        Check.exact(
            table, row + ": kinks", solution.score().knots().size(), new Expected.Nothing()));
    checks.add(
        Check.exact(
            table,
            row + ": rms error of the score",
            error(solution.score()),
            new Expected.Nothing()));
    if (solution.regime() == LineSolution.Regime.AFFINE) {
      SortedPoints data = solution.program().points();
      double variance = data.variance();
      double slope =
          solution.program().skip()
              ? -1 / variance
              : -(POINTS - Math.min(beta, POINTS)) / (POINTS * variance);
      checks.add(
          Check.exact(
              table,
              row + ": slope",
              solution.score().slopeAt(data.mean()),
              Expected.near(slope, 1e-9, CLOSED)));
    }
    return checks;
  }

  /// `sqrt E (s(x) + x)^2` over the standard normal law, by its quantiles.
  private static double error(LineScore score) {
    int nodes = 2000;
    double sum = 0;
    for (int i = 0; i < nodes; i++) {
      double x = StandardNormal.quantile((i + .5) / nodes);
      double off = score.at(x) + x;
      sum += off * off / nodes;
    }
    return Math.sqrt(sum);
  }

  /// Without scores that are further from the truth than 0 is: they jump from point to point, by
  /// one over the spacing.
  private static Figure figure(String name, boolean skip, Map<String, LineSolution> solutions) {
    Vector x = Vector.generate(241, i -> -4 + i / 30.0);
    List<Figure.Curve> curves = new ArrayList<>();
    solutions.forEach((where, solution) -> {
      if (error(solution.score()) < LEGIBLE) {
        Figure.Curve curve =
            Figure.Curve.of(
                "beta %.3g".formatted(solution.program().beta()),
                x,
                Vector.generate(x.size(), i -> solution.score().at(x.get(i))));
        curves.add(where.equals("line") ? curve.asSubject() : curve);
      }
    });
    curves.add(
        Figure.Curve.of("truth", x, Vector.generate(x.size(), i -> -x.get(i))).asYardstick());
    return new Figure(
        name + (skip ? ": the Gaussian score from a beta on" : ": less slope as beta grows"),
        "Score learned from 500 standard normal points; in bold the least beta from which there is"
            + " no kink inside of the data. Smaller ones, whose score is further from the truth than"
            + " 0 is, are in the tables only."
            + (skip ? " Absolute values learn the same scores at twice the beta." : ""),
        "x",
        "score",
        Figure.Axes.LINEAR,
        curves);
  }
}
