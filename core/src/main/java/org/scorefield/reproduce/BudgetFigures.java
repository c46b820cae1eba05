package org.scorefield.reproduce;

import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.scorefield.array.Vector;
import org.scorefield.budget.ErrorBudget;
import org.scorefield.budget.GaussianBudget;
import org.scorefield.budget.GaussianModel;
import org.scorefield.budget.LinearScoreError;
import org.scorefield.budget.Scheme;
import org.scorefield.linear.Spectrum;
import org.scorefield.sampling.solver.FrozenScoreSde;
import org.scorefield.schedule.GridRule;
import org.scorefield.schedule.InverseDeviationGrid;
import org.scorefield.schedule.TangentGrid;
import org.scorefield.schedule.TotalVarianceGrid;

/// What the exact budgets look like by number of steps.
final class BudgetFigures {
  private static final int[] STEPS = {5, 7, 10, 14, 18, 25, 35, 50, 70, 100, 140, 200, 350, 500};

  private BudgetFigures() {}

  static List<Figure> all() {
    GaussianModel wrong =
        new GaussianModel(Spectrum.powerLaw(64, 1.5, 16), new LinearScoreError.Constant(.05, 0));
    List<GaussianBudget> budgets =
        IntStream.of(STEPS)
            .mapToObj(n ->
                GaussianBudget.of(
                    Scheme.plain(
                        "",
                        GaussianBudgets.EDM.toMin(n, GaussianBudgets.TOP, GaussianBudgets.BOTTOM)),
                    wrong))
            .toList();
    return List.of(parts(budgets), pathAndSamples(budgets), grids());
  }

  private static Figure parts(List<GaussianBudget> budgets) {
    return new Figure(
        "More steps buy discretisation only; the score error stays",
        "Parts of the path divergence of the reverse SDE, rho 7 from 80 to 0.002, on 64 variances"
            + " k^-1.5 of mean 0.25, score 5 % too strong.",
        "steps",
        "path divergence, nats",
        Figure.Axes.LOG_LOG,
        List.of(
            curve("start", i -> path(budgets.get(i), 0)),
            curve("discretisation", i -> path(budgets.get(i), 1)),
            curve("score", i -> path(budgets.get(i), 2)),
            curve("all", i -> path(budgets.get(i)).sum().value()).asSubject()));
  }

  private static Figure pathAndSamples(List<GaussianBudget> budgets) {
    return new Figure(
        "The samples are far closer than the path",
        "Divergence of the samples beside that of the path, which bounds it; the same runs.",
        "steps",
        "divergence, nats",
        Figure.Axes.LOG_LOG,
        List.of(
            curve("path", i -> path(budgets.get(i)).sum().value()).asYardstick(),
            curve("samples", i -> budgets.get(i).divergence()).asSubject(),
            curve(
                "samples, exact score and start", i -> budgets.get(i).marginal().discretisation()),
            curve("samples, continuous process", i -> budgets.get(i).marginal().score())));
  }

  private static Figure grids() {
    return new Figure(
        "The grid of least path divergence is not that of the best samples",
        "Divergence of the samples of the reverse SDE by grid, variance 0.25, exact start and score.",
        "steps",
        "divergence of the samples, nats",
        Figure.Axes.LOG_LOG,
        List.of(
            grid("rho 7", GaussianBudgets.EDM),
            grid("exponential", GaussianBudgets.SONG),
            grid("total variance geometric (least path)", new TotalVarianceGrid(.5)),
            grid("tangent", new TangentGrid(.5)),
            grid("inverse deviation (best samples)", new InverseDeviationGrid(.5)).asSubject()));
  }

  private static Figure.Curve grid(String name, GridRule rule) {
    return curve(name, i -> IsotropicBudgets.samples(FrozenScoreSde.plain(), rule, STEPS[i]));
  }

  private static ErrorBudget path(GaussianBudget budget) {
    return budget.path().orElseThrow();
  }

  private static double path(GaussianBudget budget, int part) {
    return path(budget).parts().get(part).value().value();
  }

  private static Figure.Curve curve(String name, IntToDoubleFunction value) {
    return Figure.Curve.of(
        name, Vector.generate(STEPS.length, i -> STEPS[i]), Vector.generate(STEPS.length, value));
  }
}
