package org.scorefield.design;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.scorefield.analytic.Gaussian;
import org.scorefield.analytic.GaussianMixture;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.random.Noise;
import org.scorefield.sampling.Sampler;
import org.scorefield.sampling.Start;
import org.scorefield.sampling.solver.Euler;
import org.scorefield.schedule.RhoGrid;
import org.scorefield.schedule.TangentGrid;
import org.scorefield.schedule.TimeGrid;

/// Grids planned on a model's own trajectories.
class TrajectoryGridsTest {
  private static final Noise NOISE = Noise.of(3, 64);
  private static final GaussianMixture CLUSTERS =
      GaussianMixture.isotropic(Noise.of(11, 5).normal(Shape.vector(4)), 0.01);

  private static Trajectories teacher(int steps) {
    return Trajectories.of(
            CLUSTERS, new Start.Prior(), new RhoGrid(7).toZero(steps, 80, 0.01), NOISE)
        .orElseThrow();
  }

  /// The programme against every path there is.
  @Test
  void gitsFindsTheCheapestOfAllPaths() {
    double[][] costs = GitsGrid.costs(CLUSTERS, teacher(9));
    for (double g : new double[] {0.8, 1, 1.15}) {
      for (int steps = 1; steps <= 9; steps++) {
        int[] path = new GitsGrid(g).path(costs, steps);
        assertThat(path).hasSize(steps + 1).startsWith(0).endsWith(9);
        assertThat(cost(costs, path, g))
            .isCloseTo(cheapest(costs, 0, steps, g), within(1e-12 * costs[0][9]));
      }
    }
  }

  private static double cost(double[][] costs, int[] path, double g) {
    double sum = 0;
    for (int k = 0; k + 1 < path.length; k++) {
      sum += Math.pow(g, k) * costs[path[k]][path[k + 1]];
    }
    return sum;
  }

  private static double cheapest(double[][] costs, int from, int steps, double g) {
    if (steps == 1) {
      return costs[from][costs.length - 1];
    }
    double best = Double.POSITIVE_INFINITY;
    for (int j = from + 1; j < costs.length - 1; j++) {
      best = Math.min(best, costs[from][j] + g * cheapest(costs, j, steps - 1, g));
    }
    return best;
  }

  /// For isotropic Gaussian data c(i, j) is known: Euler's factor less the flow's, times the length
  /// of the state.
  @Test
  void costsOnAGaussianAreTheLocalErrorsInClosedForm() {
    Gaussian law = Gaussian.isotropic(Shape.vector(3), Vector.of(0, 0, 0), 0.25);
    TimeGrid levels = new RhoGrid(7).toZero(400, 80, 0.01);
    Trajectories teacher = Trajectories.of(law, new Start.Prior(), levels, NOISE).orElseThrow();
    double[][] costs = GitsGrid.costs(law, teacher);
    for (int i : new int[] {0, 100, 250}) {
      for (int j : new int[] {300, 390, 400}) {
        double a = levels.sigma(i);
        double b = levels.sigma(j);
        double euler = 1 - (a - b) * a / (0.25 + a * a);
        double flow = Math.sqrt((0.25 + b * b) / (0.25 + a * a));
        double length = 0;
        for (int s = 0; s < 64; s++) {
          double square = 0;
          for (double v : teacher.state(i).row(s)) {
            square += v * v;
          }
          length += Math.sqrt(square) / 64;
        }
        double expected = Math.abs(euler - flow) * length;
        assertThat(costs[i][j]).isCloseTo(expected, within(1e-3 * expected + 1e-5));
      }
    }
  }

  @Test
  void aLargerCoefficientPutsMoreLevelsWhereNoiseIsLow() {
    double[][] costs = GitsGrid.costs(CLUSTERS, teacher(60));
    int[] early = new GitsGrid(0.7).path(costs, 8);
    int[] late = new GitsGrid(1.5).path(costs, 8);
    for (int k = 1; k < 8; k++) {
      assertThat(late[k]).isGreaterThanOrEqualTo(early[k]);
    }
    assertThat(late[4]).isGreaterThan(early[4]);
  }

  /// What plans Euler's steps on the model should beat grids that do not know it.
  @Test
  void plannedGridsServeEulersMethodBetterThanRhoSeven() {
    Trajectories teacher = teacher(60);
    double rho = eulerError(new RhoGrid(7).toZero(8, 80, 0.01), teacher);
    assertThat(eulerError(new GitsGrid().grid(CLUSTERS, teacher, 8), teacher)).isLessThan(rho);
    double optimal = eulerError(OptimalStepsizeGrid.grid(CLUSTERS, teacher, 8), teacher);
    assertThat(optimal).isLessThan(0.9 * rho);
  }

  private static double eulerError(TimeGrid grid, Trajectories teacher) {
    Batch ends =
        new Sampler(grid, new Euler(), new Start.Given(teacher.state(0)))
            .sample(CLUSTERS, NOISE)
            .orElseThrow();
    return Distances.total(Distances.squares(ends, teacher.ends()));
  }

  /// With two steps there is one level to choose, and nothing is lost by keeping one way to it.
  @Test
  void optimalStepsizeIsOptimalForTwoSteps() {
    Trajectories teacher = teacher(30);
    double best = Double.POSITIVE_INFINITY;
    for (int i = 1; i < 30; i++) {
      best = Math.min(best, eulerError(teacher.grid(new int[] {0, i, 30}), teacher));
    }
    TimeGrid found = OptimalStepsizeGrid.grid(CLUSTERS, teacher, 2);
    assertThat(eulerError(found, teacher)).isCloseTo(best, within(1e-12 * best));
  }

  /// On isotropic Gaussian data the tangent law is what Euler's method asks for.
  @Test
  void gitsTendsToTheTangentLawOnAGaussian() {
    Gaussian law = Gaussian.isotropic(Shape.vector(2), Vector.of(0, 0), 1);
    TimeGrid levels = new TangentGrid(1).toMin(120, 20, 0.05);
    Trajectories teacher = Trajectories.of(law, new Start.Prior(), levels, NOISE).orElseThrow();
    int[] optimal = indices(OptimalStepsizeGrid.grid(law, teacher, 10), levels);
    for (int k = 0; k <= 10; k++) {
      assertThat(optimal[k]).isBetween(12 * k - 18, 12 * k + 18);
    }
  }

  private static int[] indices(TimeGrid grid, TimeGrid levels) {
    return grid.sigmas().stream()
        .mapToInt(sigma -> {
          int at = 0;
          while (levels.sigma(at) != sigma) {
            at++;
          }
          return at;
        })
        .toArray();
  }

  @Test
  void moreStepsThanTheTeacherHasAreRefused() {
    Trajectories teacher = teacher(5);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new GitsGrid().grid(CLUSTERS, teacher, 6))
        .withMessageContaining("from 1 step to as many as they have");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OptimalStepsizeGrid.grid(CLUSTERS, teacher, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new GitsGrid(0));
  }
}
