package org.scorefield.reproduce;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.scorefield.array.Vector;
import org.scorefield.budget.ErrorBudget;
import org.scorefield.budget.GaussianBudget;
import org.scorefield.budget.GaussianModel;
import org.scorefield.budget.GaussianOutput;
import org.scorefield.budget.GaussianPath;
import org.scorefield.budget.LinearScoreError;
import org.scorefield.budget.Scheme;
import org.scorefield.data.Dataset;
import org.scorefield.design.StageWatch;
import org.scorefield.linear.Spectrum;
import org.scorefield.linear.StartLaw;
import org.scorefield.random.NoiseKey;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.solver.Euler;
import org.scorefield.sampling.solver.FrozenScoreSde;
import org.scorefield.sampling.solver.Heun;
import org.scorefield.sampling.solver.StepNoise;
import org.scorefield.schedule.GridRule;
import org.scorefield.schedule.LogUniformGrid;
import org.scorefield.schedule.RhoGrid;
import org.scorefield.schedule.TimeGrid;

/// The exact error budget on Gaussian data: laws of outputs, parts of the path divergence, each
/// cause alone, which grid is best for what, and what optimising grid and step noise together is
/// worth.
final class GaussianBudgets implements Reproduction {
  static final double TOP = 80;
  static final double BOTTOM = 0.002;
  static final StartLaw IDEAL = new StartLaw.Exact();
  static final GridRule EDM = new RhoGrid(7);
  static final GridRule SONG = new LogUniformGrid();

  static final String PROTOTYPE =
      "numpy, a second implementation of the recursions; tolerance: its printed digits";

  private static final TimeGrid TWELVE = EDM.toMin(12, 10, .05);
  private static final TimeGrid FOUR = SONG.toMin(4, 10, .1);

  @Override
  public String name() {
    return "gaussian-budget";
  }

  @Override
  public String what() {
    return "The error of samplers on Gaussian data, exactly: start, discretisation and score of the"
        + " path divergence, the law of the samples, grids and step noises that are best for each";
  }

  @Override
  public String source() {
    return "closed forms, and a second implementation of the recursions (numpy, this project's"
        + " study); theory of 2406.12839";
  }

  @Override
  public Reproduced run(Optional<Dataset> data, NoiseKey key, StageWatch watch) {
    watch.begin("computing budgets", 4);
    List<Check> checks = new ArrayList<>();
    laws(checks);
    causes(checks);
    chains(checks);
    watch.advance();
    checks.addAll(IsotropicBudgets.checks());
    watch.advance();
    checks.addAll(PowerSpectrumBudgets.checks());
    watch.advance();
    List<Figure> figures = BudgetFigures.all();
    watch.advance();
    return new Reproduced(
        checks,
        figures,
        "Gaussian data: one direction of variance 0.5, 1 or 0.25; 16 of variances k^-2, mean 0.25");
  }

  static Check check(String table, String row, double measured, String printed) {
    return Check.exact(table, row, measured, printed(printed, PROTOTYPE));
  }

  /// A number as it was printed, right to six tenths of its last digit.
  private static Expected printed(String text, String source) {
    BigDecimal number = new BigDecimal(text);
    return Expected.near(number.doubleValue(), .6 * number.ulp().doubleValue(), source);
  }

  static Spectrum one(double lambda, double mean) {
    return new Spectrum(Vector.of(lambda), Vector.of(1), Vector.of(mean * mean));
  }

  private static GaussianModel model(double relative) {
    return new GaussianModel(one(.5, 1.5), new LinearScoreError.Constant(relative, 0));
  }

  static double part(ErrorBudget budget, String name) {
    return budget.parts().stream()
        .filter(p -> p.name().equals(name))
        .findFirst()
        .orElseThrow()
        .value()
        .value();
  }

  /// A run and the law of what it puts out.
  private record Law(
      String name,
      Solver solver,
      TimeGrid grid,
      GaussianModel model,
      String offset,
      String variance,
      String divergence) {}

  private static void laws(List<Check> checks) {
    Solver sde = FrozenScoreSde.plain();
    GaussianModel unit = GaussianModel.exact(one(1, 1));
    List<Law> laws =
        List.of(
            new Law("SDE", sde, TWELVE, model(0), "-.00750000", ".78311883", ".042712854"),
            new Law(
                "SDE, score 10 % too strong",
                sde, TWELVE, model(.1), "-.00349967", ".63451470", ".012613972"),
            new Law(
                "SDE, score 10 % too weak",
                sde, TWELVE, model(-.1), "-.01509522", "1.01562425", ".099328523"),
            new Law("Euler", new Euler(), TWELVE, model(0), "-.09475517", ".39904630", ".02561709"),
            new Law("Heun", new Heun(), TWELVE, model(0), "-.10867209", ".52487210", ".011717533"),
            new Law(
                "SDE, exponential levels",
                sde,
                SONG.toMin(12, 10, .05),
                model(0),
                "-.00750000",
                ".80501948",
                ".047774603"),
            new Law("SDE, 4 steps", sde, FOUR, unit, "-.01", "3.912729132", ".306221096"),
            new Law(
                "Euler, 4 steps",
                new Euler(),
                FOUR,
                unit,
                "-.0754340110",
                ".569029001",
                ".1055896308"),
            new Law(
                "Heun, 4 steps",
                new Heun(),
                FOUR,
                unit,
                "-.1222097524",
                "1.493522358",
                ".0387203420"));
    for (Law law : laws) {
      TimeGrid grid = law.grid();
      GaussianOutput end =
          GaussianOutput.of(law.solver(), grid, law.model(), new StartLaw.White(grid.first()));
      String table = "Law of the samples";
      checks.add(check(table, law.name() + ": offset", end.offsets().get(0), law.offset()));
      checks.add(check(table, law.name() + ": variance", end.variances().get(0), law.variance()));
      checks.add(
          check(table, law.name() + ": divergence", end.divergence(grid.last()), law.divergence()));
    }
  }

  private static void causes(List<Check> checks) {
    String table = "Causes, 12 steps of rho 7 from 10 to 0.05 on N(1.5, 0.5)";
    GaussianBudget strong = GaussianBudget.of(Scheme.plain("", TWELVE), model(.1));
    GaussianBudget weak = GaussianBudget.of(Scheme.plain("", TWELVE), model(-.1));
    ErrorBudget path = strong.path().orElseThrow();
    checks.add(check(table, "path: start", part(path, "start"), ".0112562292"));
    checks.add(check(table, "path: discretisation", part(path, "discretisation"), ".6510020207"));
    checks.add(check(table, "path: score 10 % off", part(path, "score"), ".0199815666"));
    checks.add(
        Check.exact(
            table,
            "path: start, of its published bound",
            part(path, "start") / .01375,
            Expected.atMost(1, "2406.12839, lemma 10: E|x|^2/(2 sigma_0^2)")));
    checks.add(check(table, "samples: start alone", strong.marginal().start(), "5.59717e-5"));
    checks.add(
        check(
            table,
            "samples: discretisation alone",
            strong.marginal().discretisation(),
            ".04267980"));
    checks.add(
        check(table, "samples: score too strong alone", strong.marginal().score(), ".0088046064"));
    checks.add(
        check(table, "samples: score too weak alone", weak.marginal().score(), ".0112844901"));
    checks.add(check(table, "stopping early", strong.stoppedDivergence(), "6.208566e-6"));
    checks.add(check(table, "stopping early: distance", strong.stoppedWasserstein(), ".00176556"));
    checks.add(
        Check.exact(
            table,
            "samples: part of a score too strong, mean over orders",
            part(strong.marginal().shapley(), "score"),
            Expected.atMost(0, "it undoes part of the discretisation")));
    ErrorBudget four = GaussianPath.budget(Scheme.plain("", FOUR), GaussianModel.exact(one(1, 1)));
    checks.add(
        Check.exact(
            table,
            "path, 4 steps on N(1, 1): start",
            part(four, "start"),
            Expected.near((.02 - Math.log(1.01)) / 2, 1e-15, "by hand: (2/100 - ln 1.01)/2")));
    checks.add(
        check(
            table,
            "path, 4 steps on N(1, 1): discretisation",
            part(four, "discretisation"),
            "1.18204054"));
  }

  private static void chains(List<Check> checks) {
    String table = "Path divergence by step noise, the same 12 steps, N(0, 0.5)";
    double[] relative = {.1, -.2};
    String[][] expected = {
      {".6709835873", "1.7986096820", ".0362921749"},
      {".7309282872", "1.9302965517", ".1433491435"}
    };
    for (int i = 0; i < 2; i++) {
      GaussianModel model =
          new GaussianModel(one(.5, 0), new LinearScoreError.Constant(relative[i], 0));
      List<Scheme> schemes =
          List.of(
              Scheme.plain("frozen score", TWELVE),
              new Scheme("DDPM", TWELVE, new StepNoise.FrozenDenoiser()),
              Scheme.best("best noise", TWELVE, model));
      for (int k = 0; k < 3; k++) {
        checks.add(
            check(
                table,
                "%s, score off by %s".formatted(schemes.get(k).name(), relative[i]),
                GaussianPath.budget(schemes.get(k), model, IDEAL).sum().value(),
                expected[i][k]));
      }
    }
    GaussianModel exact = GaussianModel.exact(one(.5, 0));
    checks.add(
        Check.exact(
            table,
            "best noise, exact score",
            GaussianPath.budget(Scheme.best("", TWELVE, exact), exact, IDEAL).sum().value(),
            Expected.near(0, 1e-12, "isotropic data are reached exactly")));
  }
}
