package org.scorefield.reproduce;

import static org.scorefield.reproduce.GaussianBudgets.BOTTOM;
import static org.scorefield.reproduce.GaussianBudgets.EDM;
import static org.scorefield.reproduce.GaussianBudgets.IDEAL;
import static org.scorefield.reproduce.GaussianBudgets.SONG;
import static org.scorefield.reproduce.GaussianBudgets.TOP;
import static org.scorefield.reproduce.GaussianBudgets.check;
import static org.scorefield.reproduce.GaussianBudgets.one;
import static org.scorefield.reproduce.GaussianBudgets.part;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.scorefield.budget.GaussianModel;
import org.scorefield.budget.GaussianOutput;
import org.scorefield.budget.GaussianPath;
import org.scorefield.budget.Scheme;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.solver.Euler;
import org.scorefield.sampling.solver.FrozenScoreOde;
import org.scorefield.sampling.solver.FrozenScoreSde;
import org.scorefield.sampling.solver.Heun;
import org.scorefield.sampling.solver.StepNoise;
import org.scorefield.schedule.GridRule;
import org.scorefield.schedule.InverseDeviationGrid;
import org.scorefield.schedule.PosteriorPrecisionGrid;
import org.scorefield.schedule.RhoGrid;
import org.scorefield.schedule.TangentGrid;
import org.scorefield.schedule.TimeGrid;
import org.scorefield.schedule.TotalVarianceGrid;

/// Isotropic data of variance 1/4, levels from 80 to 0.002, exact start and score: which grid is
/// best for the path, for the samples of the SDE, for Euler's method. They are different grids.
final class IsotropicBudgets {
  private static final String PATH = "Discretisation of the path, variance 0.25, from 80 to 0.002";
  private static final String SAMPLES = "Divergence of the samples, the same data and levels";

  private static final GaussianModel QUARTER = GaussianModel.exact(one(.25, 0));

  /// A spectrum has some variance; this one is 0 beside every level.
  private static final GaussianModel POINT = GaussianModel.exact(one(1e-200, 0));

  private static final StepNoise PLAIN = new StepNoise.FrozenScore();
  private static final StepNoise DDPM = new StepNoise.FrozenDenoiser();
  private static final Solver SDE = FrozenScoreSde.plain();
  private static final Solver HEUN = new Heun();
  private static final Solver EULER = new Euler();
  private static final Solver EULER_IN_V = new FrozenScoreOde();

  private static final GridRule BY_PATH = new TotalVarianceGrid(.5);
  private static final GridRule TANGENT = new TangentGrid(.5);

  private IsotropicBudgets() {}

  private record Path(
      String name,
      GridRule rule,
      int steps,
      StepNoise noise,
      GaussianModel model,
      String expected) {}

  private static final List<Path> PATHS =
      List.of(
          new Path("18 steps, rho 7", EDM, 18, PLAIN, QUARTER, "1.5359017"),
          new Path("18 steps, exponential", SONG, 18, PLAIN, QUARTER, "1.91969"),
          new Path("18 steps, total variance", BY_PATH, 18, PLAIN, QUARTER, "1.19600797"),
          new Path("18 steps, exponential, a point", SONG, 18, PLAIN, POINT, "4.36933236"),
          new Path("18 steps, rho 7, a point", EDM, 18, PLAIN, POINT, "4.71126"),
          new Path("1000 steps, total variance", BY_PATH, 1000, PLAIN, QUARTER, ".0256706"),
          new Path(
              "DDPM, 18 steps, posterior precision",
              new PosteriorPrecisionGrid(.5),
              18,
              DDPM,
              QUARTER,
              "2.10041"),
          new Path("DDPM, 18 steps, rho 7", EDM, 18, DDPM, QUARTER, "11.0132"),
          new Path("DDPM, 18 steps, exponential", SONG, 18, DDPM, QUARTER, "4.44944"));

  private record Run(String name, Solver solver, GridRule rule, int steps, String expected) {}

  private static final List<Run> RUNS =
      List.of(
          new Run("SDE, 18 steps, rho 7", SDE, EDM, 18, ".080251"),
          new Run("SDE, 18 steps, exponential", SDE, SONG, 18, ".0850143"),
          new Run("SDE, 18 steps, total variance", SDE, BY_PATH, 18, ".0664413"),
          new Run("Heun, 18 steps, rho 7", HEUN, EDM, 18, ".00221426"),
          new Run("Heun, 18 steps, exponential", HEUN, SONG, 18, ".00236493"),
          new Run("Heun, 18 steps, total variance", HEUN, BY_PATH, 18, ".00316566"),
          new Run(
              "SDE, 1000 steps, inverse deviation",
              SDE,
              new InverseDeviationGrid(.5),
              1000,
              "3.92083e-6"),
          new Run("SDE, 1000 steps, tangent", SDE, TANGENT, 1000, "5.98818e-6"),
          new Run("SDE, 1000 steps, rho 7", SDE, EDM, 1000, "2.78312e-5"),
          new Run("SDE, 1000 steps, exponential", SDE, SONG, 1000, "2.80685e-5"),
          new Run("Euler in v, 1000 steps, total variance", EULER_IN_V, BY_PATH, 1000, "1.644e-4"),
          new Run("Euler in v, 1000 steps, rho 7", EULER_IN_V, EDM, 1000, "3.144e-4"),
          new Run("Euler in v, 1000 steps, exponential", EULER_IN_V, SONG, 1000, "5.782e-4"),
          new Run("Euler, 1000 steps, tangent", EULER, TANGENT, 1000, "1.48388e-6"),
          new Run("Euler, 1000 steps, rho 7", EULER, EDM, 1000, "8.09118e-6"),
          new Run("Euler, 1000 steps, exponential", EULER, SONG, 1000, "7.02968e-6"));

  static List<Check> checks() {
    List<Check> checks = new ArrayList<>();
    for (Path p : PATHS) {
      double found = path(p.rule(), p.steps(), p.noise(), p.model());
      checks.add(check(PATH, p.name(), found, p.expected()));
    }
    for (Run run : RUNS) {
      double found = samples(run.solver(), run.rule(), run.steps());
      checks.add(check(SAMPLES, run.name(), found, run.expected()));
    }
    limits(checks);
    exponents(checks);
    return checks;
  }

  /// Divergence of the samples.
  static double samples(Solver solver, GridRule rule, int steps) {
    TimeGrid grid = rule.toMin(steps, TOP, BOTTOM);
    GaussianOutput end =
        solver instanceof FrozenScoreSde(StepNoise noise)
            ? GaussianOutput.of(new Scheme("", grid, noise), QUARTER, IDEAL)
            : GaussianOutput.of(solver, grid, QUARTER, IDEAL);
    return end.divergence(BOTTOM);
  }

  private static double path(GridRule rule, int steps, StepNoise noise, GaussianModel model) {
    Scheme scheme = new Scheme(rule.name(), rule.toMin(steps, TOP, BOTTOM), noise);
    return part(GaussianPath.budget(scheme, model, IDEAL), "discretisation");
  }

  private static void limits(List<Check> checks) {
    double range = Math.log((.25 + TOP * TOP) / (.25 + BOTTOM * BOTTOM));
    checks.add(
        Check.exact(
            PATH,
            "1000 steps, total variance, of its limit",
            path(BY_PATH, 1000, PLAIN, QUARTER) / (range * range / 4000),
            Expected.near(1, .004, "limit ln^2((c2 + v_0)/(c2 + v_N))/(4 N)")));
    double turn = Math.atan2(TOP, .5) - Math.atan2(BOTTOM, .5);
    checks.add(
        Check.exact(
            SAMPLES,
            "Euler, 1000 steps, tangent, of its limit",
            samples(EULER, TANGENT, 1000) / Math.pow(turn * turn / 2000, 2),
            Expected.near(
                1, .002, "the square of (arctan(2 sigma_0) - arctan(2 sigma_N))^2/(2 N)")));
  }

  private static void exponents(List<Check> checks) {
    String source = "numpy, a bounded search on the same closed form";
    checks.add(
        Check.exact(
            PATH,
            "18 steps, best rho",
            least(rho -> path(new RhoGrid(rho), 18, PLAIN, QUARTER)),
            Expected.near(3.191, .001, source)));
    checks.add(
        Check.exact(
            SAMPLES,
            "SDE, 18 steps, best rho",
            least(rho -> samples(SDE, new RhoGrid(rho), 18)),
            Expected.near(10.97, .05, source)));
    checks.add(
        Check.exact(
            SAMPLES,
            "Heun, 18 steps, best rho",
            least(rho -> samples(HEUN, new RhoGrid(rho), 18)),
            Expected.near(12.3, .05, source)));
  }

  /// Where a function of rho with one minimum has it, by golden sections.
  private static double least(DoubleUnaryOperator f) {
    double golden = (Math.sqrt(5) - 1) / 2;
    double low = 1.5;
    double high = 40;
    while (high - low > 1e-4) {
      double a = high - golden * (high - low);
      double b = low + golden * (high - low);
      if (f.applyAsDouble(a) < f.applyAsDouble(b)) {
        high = b;
      } else {
        low = a;
      }
    }
    return (low + high) / 2;
  }
}
