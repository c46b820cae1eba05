package org.scorefield.design;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.scorefield.design.Objective.Local.Norm;
import org.scorefield.design.Objective.Terminal.Metric;
import org.scorefield.linear.Spectrum;
import org.scorefield.linear.StartLaw;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.solver.Dpmpp2M;
import org.scorefield.sampling.solver.Heun;
import org.scorefield.sampling.solver.Solvers;
import org.scorefield.schedule.RhoGrid;
import org.scorefield.schedule.TimeGrid;

/// The table of the specification (section 5.8), which was made by another program: relative
/// trajectory error on `lambda_k ~ k^-alpha`, d = 3072, trace 768, at rho = 7, at the best rho, and
/// at the optimum.
class GaussianSearchTest {
  private static final Objective TRAJECTORY = new Objective.Terminal(Metric.TRAJECTORY);

  private static GaussianProblem problem(Solver solver, double alpha) {
    return new GaussianProblem(
        solver, Spectrum.powerLaw(3072, alpha, 768).binned(), new StartLaw.Exact());
  }

  private static TimeGrid edm(int steps) {
    return new RhoGrid(7).toZero(steps, 80, 0.002);
  }

  private static TimeGrid bestRho(GaussianProblem problem, Objective objective, int steps) {
    return RhoScan.best(grid -> objective.of(problem, grid), steps, 80, problem.spectrum().scale())
        .grid();
  }

  private static TimeGrid optimum(GaussianProblem problem, Objective objective, int steps) {
    return GaussianSearch.best(
        grid -> objective.of(problem, grid),
        List.of(edm(steps), bestRho(problem, objective, steps)),
        () -> false);
  }

  /// Ours may be better than the table, where its search stopped early; never worse by more than
  /// its rounding.
  @ParameterizedTest
  @CsvSource({
    "heun, 5, 1, 4.29, 3.12, .591",
    "heun, 9, 1.5, .757, .372, .225",
    "heun, 15, 2, .156, .084, .074",
    "heun, 19, 1, .181, .067, .046",
    "heun, 19, 1.5, .124, .071, .064",
    "heun, 19, 2, .090, .055, .052",
    "heun, 39, 1, .036, .017, .0082",
    "heun, 39, 1.5, .025, .017, .0137",
    "dpmpp-2m, 5, 1.5, .184, .057, .038",
    "dpmpp-2m, 10, 1, .140, .031, 8e-5",
    "dpmpp-2m, 10, 1.5, .111, .036, 4.3e-4",
    "dpmpp-2m, 10, 2, .093, .032, 9.6e-4",
    "dpmpp-2m, 20, 1.5, .027, .012, 2.5e-5",
    "euler, 5, 2, .355, .286, .245",
    "euler, 10, 1.5, .202, .171, .162",
    "euler, 20, 1.5, .102, .090, .085",
    "euler, 40, 1, .062, .051, .044",
    "ipndm-4, 5, 1.5, .121, .052, .044",
    "ipndm-4, 10, 1.5, .0315, .0211, .0023",
    "ipndm-4, 20, 1.5, .0085, .0055, 1.2e-5"
  })
  void errorsAreAtMostThoseOfTheTable(
      String name, int evaluations, double alpha, double edm, double rho, double best) {
    Solver solver = Solvers.parse(name);
    GaussianProblem problem = problem(solver, alpha);
    int steps = StepCount.within(solver, evaluations);
    assertThat(TRAJECTORY.of(problem, edm(steps))).isCloseTo(edm, within(0.02 * edm));
    assertThat(TRAJECTORY.of(problem, bestRho(problem, TRAJECTORY, steps))).isLessThan(1.06 * rho);
    assertThat(TRAJECTORY.of(problem, optimum(problem, TRAJECTORY, steps))).isLessThan(1.03 * best);
  }

  @Test
  void theOptimumOfHeunSpendsNothingBelowTheScaleOfTheEnergy() {
    TimeGrid best = optimum(problem(new Heun(), 1.5), TRAJECTORY, 10);
    double[] expected = {80, 40.35, 22.94, 13.26, 7.375, 3.881, 1.922, .887, .371, .081};
    for (int i = 0; i < expected.length; i++) {
      assertThat(best.sigma(i)).isCloseTo(expected[i], within(0.02 * expected[i]));
    }
  }

  /// Minimising the divergence spends the levels on the faint directions instead.
  @Test
  void minimisingTheDivergenceCostsDistance() {
    GaussianProblem problem = problem(new Heun(), 1.5);
    Objective kl = new Objective.Terminal(Metric.KL);
    double before = kl.of(problem, edm(10));
    TimeGrid best = optimum(problem, kl, 10);
    assertThat(before).isCloseTo(423, within(1.0));
    assertThat(kl.of(problem, best)).isLessThan(4.6);
    assertThat(TRAJECTORY.of(problem, best)).isGreaterThan(2 * TRAJECTORY.of(problem, edm(10)));
    Objective balanced = new Objective.Balanced(1);
    TimeGrid between = optimum(problem, balanced, 10);
    assertThat(kl.of(problem, between))
        .isLessThan(kl.of(problem, optimum(problem, TRAJECTORY, 10)));
    assertThat(TRAJECTORY.of(problem, between)).isLessThan(TRAJECTORY.of(problem, best));
    assertThat(new Objective.Balanced(0).of(problem, best)).isEqualTo(TRAJECTORY.of(problem, best));
  }

  @Test
  void aRobustGridGivesUpLittleAndGainsOnDataOfAnotherSize() {
    GaussianProblem problem = problem(new Dpmpp2M(), 1.5);
    TimeGrid sharp = optimum(problem, TRAJECTORY, 8);
    TimeGrid robust = optimum(problem, new Objective.Robust(TRAJECTORY), 8);
    assertThat(TRAJECTORY.of(problem, sharp)).isLessThan(TRAJECTORY.of(problem, robust));
    for (double factor : new double[] {0.25, 4}) {
      GaussianProblem other = problem.scaled(factor);
      assertThat(TRAJECTORY.of(other, robust))
          .as("variances times %s", factor)
          .isLessThan(TRAJECTORY.of(other, sharp));
    }
  }

  @Test
  void localObjectivesImproveWhatTheyMeasure() {
    GaussianProblem problem = problem(new Dpmpp2M(), 1.5);
    for (Norm norm : Norm.values()) {
      Objective local = new Objective.Local(norm);
      TimeGrid best = optimum(problem, local, 8);
      assertThat(local.of(problem, best)).isLessThan(0.7 * local.of(problem, edm(8)));
    }
  }

  @Test
  void everyGridHasItsVariables() {
    for (TimeGrid grid : List.of(edm(2), edm(11), TimeGrid.of(80, 79.999, 1e-8, 0))) {
      TimeGrid back = GridVariables.grid(80, GridVariables.of(grid));
      for (int i = 0; i <= grid.steps(); i++) {
        assertThat(back.sigma(i)).isCloseTo(grid.sigma(i), within(1e-12 * grid.sigma(i)));
      }
    }
    double[] wild = new double[30];
    java.util.Arrays.fill(wild, 900);
    assertThat(GridVariables.grid(80, wild).sigma(30)).isPositive();
    java.util.Arrays.fill(wild, -900);
    assertThat(GridVariables.grid(80, wild).steps()).isEqualTo(31);
    assertThatThrownBy(() -> GridVariables.of(TimeGrid.of(3, 1))).hasMessageContaining("end at 0");
  }

  @Test
  void misuseIsRefusedWithTheCure() {
    assertThatThrownBy(() -> new Objective.Balanced(-1)).hasMessageContaining("got -1.0");
    assertThatThrownBy(() -> new Objective.Robust(TRAJECTORY, List.of()))
        .hasMessageContaining("at least one");
    assertThatThrownBy(() -> new Objective.Robust(TRAJECTORY, List.of(1.0, 0.0)))
        .hasMessageContaining("positive");
  }
}
