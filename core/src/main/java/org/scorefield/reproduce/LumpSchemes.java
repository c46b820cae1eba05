package org.scorefield.reproduce;

import static org.scorefield.reproduce.Lumps.LAW;
import static org.scorefield.reproduce.Lumps.LINE;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.scorefield.array.Vector;
import org.scorefield.budget.DensityPropagation;
import org.scorefield.budget.GridProgram;
import org.scorefield.budget.LineBudget;
import org.scorefield.budget.NoiseChoice;
import org.scorefield.budget.OdePushForward;
import org.scorefield.budget.OutputLaw;
import org.scorefield.budget.Scheme;
import org.scorefield.budget.StepCost;
import org.scorefield.metric.Estimate;
import org.scorefield.reproduce.Lumps.Choice;
import org.scorefield.sampling.solver.Heun;
import org.scorefield.schedule.GridRule;
import org.scorefield.schedule.LogUniformGrid;
import org.scorefield.schedule.RhoGrid;
import org.scorefield.schedule.TimeGrid;

/// Schemes on the {@link Lumps} side by side: by number of steps, by what their grid was searched
/// for, and the density of what they draw.
final class LumpSchemes {
  private static final int STEPS = 10;
  private static final List<String> COLUMNS =
      List.of("plain noise", "DDPM's noise", "best noise", "Heun, no noise");

  private LumpSchemes() {}

  /// Grids searched for each choice of noise, run with every choice.
  static void searched(List<Check> checks, List<Overview> overviews) {
    List<Overview.Row> path = new ArrayList<>();
    List<Overview.Row> marginal = new ArrayList<>();
    List<Overview.Row> distance = new ArrayList<>();
    for (GridRule rule : List.of(new RhoGrid(7), new LogUniformGrid())) {
      TimeGrid grid = rule.toMin(STEPS, Lumps.TOP, Lumps.BOTTOM);
      add(rule.name(), grid, true, path, marginal, distance);
    }
    for (NoiseChoice noise : NoiseChoice.values()) {
      GridProgram program =
          GridProgram.between(Lumps.TOP, Lumps.BOTTOM, LINE, StepCost.of(noise), STEPS);
      TimeGrid grid = program.grid(STEPS);
      add("searched for " + noise.label(), grid, false, path, marginal, distance);
      int column = noise.ordinal();
      checks.add(
          Check.exact(
              "Path of the searched grid as a share of the better usual grid's",
              noise.label(),
              value(path.getLast(), column)
                  / Math.min(value(path.get(0), column), value(path.get(1), column)),
              Expected.atMost(1, "a search over grids")));
    }
    overviews.add(new Overview("Ten steps: divergence of the path, nats", "grid", COLUMNS, path));
    overviews.add(
        new Overview("Ten steps: divergence of the samples, nats", "grid", COLUMNS, marginal));
    overviews.add(
        new Overview("Ten steps: W2 of the samples to their target", "grid", COLUMNS, distance));
  }

  private static double value(Overview.Row row, int column) {
    return row.values().get(column).orElseThrow().value();
  }

  private static void add(
      String name,
      TimeGrid grid,
      boolean yardstick,
      List<Overview.Row> path,
      List<Overview.Row> marginal,
      List<Overview.Row> distance) {
    List<Optional<Estimate>> paths = new ArrayList<>();
    List<Optional<Estimate>> marginals = new ArrayList<>();
    List<Optional<Estimate>> distances = new ArrayList<>();
    for (NoiseChoice noise : NoiseChoice.values()) {
      Scheme scheme = noise.on(name, grid, LINE);
      OutputLaw out = DensityPropagation.of(LAW).run(scheme);
      paths.add(exact(new LineBudget(LINE, scheme).pathDivergence()));
      marginals.add(exact(out.klToTarget()));
      distances.add(exact(out.w2()));
    }
    OutputLaw heun = OdePushForward.of(LAW).run(grid, new Heun(), LAW);
    paths.add(Optional.empty());
    marginals.add(exact(heun.klToTarget()));
    distances.add(exact(heun.w2()));
    path.add(new Overview.Row(name, paths, yardstick));
    marginal.add(new Overview.Row(name, marginals, yardstick));
    distance.add(new Overview.Row(name, distances, yardstick));
  }

  private static Optional<Estimate> exact(double value) {
    return Optional.of(new Estimate(value, 0, 1));
  }

  static void bySteps(List<Figure> figures) {
    int[] steps = {4, 6, 8, 10, 14, 18, 26, 35, 50, 70, 100};
    Vector x = Vector.generate(steps.length, i -> steps[i]);
    List<Figure.Curve> path = new ArrayList<>();
    List<Figure.Curve> marginal = new ArrayList<>();
    for (GridRule rule : List.of(new RhoGrid(7), new LogUniformGrid())) {
      for (Choice choice : List.of(Choice.PLAIN, Choice.DDPM, Choice.BEST)) {
        String name = choice.on(rule, 4).name();
        path.add(byStep(name, x, choice, rule, s -> new LineBudget(LINE, s).pathDivergence()));
        marginal.add(
            byStep(name, x, choice, rule, s -> DensityPropagation.of(LAW).run(s).klToTarget()));
      }
    }
    figures.add(
        new Figure(
            "Along the path the step noise matters more than the schedule",
            "Divergence of the path, start and discretisation, by number of steps. It falls like"
                + " 1/N.",
            "steps",
            "path divergence, nats",
            Figure.Axes.LOG_LOG,
            path));
    figures.add(
        new Figure(
            "The samples show less of it, and in another order",
            "Divergence of the samples by number of steps. It falls like 1/N^2 until the start is"
                + " what is left.",
            "steps",
            "marginal divergence, nats",
            Figure.Axes.LOG_LOG,
            marginal));
  }

  private static Figure.Curve byStep(
      String name,
      Vector steps,
      Choice choice,
      GridRule rule,
      ToDoubleFunction<Scheme> divergence) {
    return Figure.Curve.of(
        name,
        steps,
        Vector.generate(
            steps.size(), i -> divergence.applyAsDouble(choice.on(rule, (int) steps.get(i)))));
  }

  static Figure densities() {
    OutputLaw plain = DensityPropagation.of(LAW).run(Choice.PLAIN.on(new LogUniformGrid(), 10));
    OutputLaw best = DensityPropagation.of(LAW).run(Choice.BEST.on(new LogUniformGrid(), 10));
    return new Figure(
        "Ten steps with the best noise come near the data",
        "Exact density of the samples of ten log-uniform steps, and of the data with the noise that"
            + " the grid ends at.",
        "x",
        "density",
        Figure.Axes.LINEAR,
        List.of(
            density("plain noise", plain, plain.density()),
            density("best noise", best, best.density()).asSubject(),
            density("data", best, best.target()).asYardstick()));
  }

  /// Few enough points to draw, where there is anything to see.
  private static Figure.Curve density(String name, OutputLaw law, Vector density) {
    double[] x = law.points().toArray();
    List<Integer> shown = new ArrayList<>();
    double last = -1.6;
    for (int i = 0; i < x.length; i++) {
      if (x[i] >= last + .01 && x[i] < 1.6) {
        shown.add(i);
        last = x[i];
      }
    }
    return Figure.Curve.of(
        name,
        Vector.generate(shown.size(), i -> x[shown.get(i)]),
        Vector.generate(shown.size(), i -> density.get(shown.get(i))));
  }
}
