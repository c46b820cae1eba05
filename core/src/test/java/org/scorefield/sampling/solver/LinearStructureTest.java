package org.scorefield.sampling.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.scorefield.analytic.Gaussian;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.linalg.Matrix;
import org.scorefield.linalg.SymmetricEigen;
import org.scorefield.random.Noise;
import org.scorefield.sampling.Solver;
import org.scorefield.schedule.RhoGrid;
import org.scorefield.schedule.TimeGrid;

/// On Gaussian data every solver is linear in the state and acts on each principal direction alone,
/// by a factor A that depends on the direction's variance and the grid; the exact factor is `A* =
/// sqrt(lambda/(lambda + sigma_max^2))`.
class LinearStructureTest {
  private static final double[] LAMBDAS = {100, 10, 1, 0.1, 0.01};
  private static final Gaussian ROTATED = rotated(128);

  static List<Solver> solvers() {
    return Solvers.DETERMINISTIC;
  }

  private static double factor(Solver solver, TimeGrid grid, double lambda) {
    return ExactModels.run(solver, grid, ExactModels.gaussian(0, lambda), 1);
  }

  private static double ratio(Solver solver, int steps, double lambda) {
    TimeGrid grid = new RhoGrid(7).toZero(steps, 80, 0.002);
    return factor(solver, grid, lambda) / Math.sqrt(lambda / (lambda + 6400));
  }

  @ParameterizedTest
  @CsvSource({
    "heun, 1.02208, 1.03166, 1.04481, 1.06352, 1.09017",
    "euler, .89779, .87957, .85952, .83657, .81025",
    "dpmpp-2m, 1.02432, 1.03574, 1.05117, 1.06971, 1.08125",
    "ipndm-4, 1.00607, 1.01158, 1.01687, 1.02385, 1.03284",
    "dpm-2, 1.01288, 1.01823, 1.02570, 1.03627, 1.05116"
  })
  void amplificationOnEighteenLevelsIsAsDerived(
      String name, double a, double b, double c, double d, double e) {
    double[] expected = {a, b, c, d, e};
    Solver solver = Solvers.named(name).orElseThrow();
    for (int i = 0; i < LAMBDAS.length; i++) {
      assertThat(ratio(solver, 18, LAMBDAS[i])).isCloseTo(expected[i], within(1e-5));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "euler, .063864, .032057, .016059",
    "heun, .0079798, .0018947, .00046050",
    "dpmpp-2m, .0084468, .0019464, .00046656",
    "dpm-2, .0046238, .0011011, .00026740"
  })
  void errorAtFortyEightyAndOneHundredSixtyLevelsIsAsDerived(
      String name, double at40, double at80, double at160) {
    Solver solver = Solvers.named(name).orElseThrow();
    assertThat(Math.abs(ratio(solver, 40, 1) - 1)).isCloseTo(at40, within(1e-6));
    assertThat(Math.abs(ratio(solver, 80, 1) - 1)).isCloseTo(at80, within(1e-6));
    assertThat(Math.abs(ratio(solver, 160, 1) - 1)).isCloseTo(at160, within(1e-6));
  }

  /// `F = (lambda + a b)/(lambda + a^2)`.
  @Test
  void oneEulerStepHasItsClosedForm() {
    double a = 80;
    double b = 57.586;
    double f = factor(new Euler(), TimeGrid.of(a, b), 1);
    assertThat(f).isCloseTo(0.719868770505, within(1e-11));
    assertThat(f).isCloseTo((1 + a * b) / (1 + a * a), within(1e-15));
  }

  @ParameterizedTest
  @MethodSource("solvers")
  void aVectorInRotatedAxesMovesAsItsModesDo(Solver solver) {
    int d = ROTATED.shape().size();
    Matrix axes = ROTATED.basis();
    TimeGrid grid = new RhoGrid(7).toZero(18, 80, 0.002);
    Batch start = Noise.of(3, 1).normal(ROTATED.shape()).times(80);
    Batch end = ExactModels.outcome(solver, grid, ROTATED, start).orElseThrow();
    double[] expected = new double[d];
    for (int k = 0; k < d; k++) {
      double amplified = factor(solver, grid, ROTATED.variances().get(k));
      double coefficient = 0;
      for (int j = 0; j < d; j++) {
        coefficient += axes.get(j, k) * start.get(0, j);
      }
      for (int j = 0; j < d; j++) {
        expected[j] += amplified * coefficient * axes.get(j, k);
      }
    }
    assertThat(end.row(0)).usingComparatorWithPrecision(1e-10).containsExactly(expected);
  }

  /// A Gaussian whose principal directions are a random rotation of the axes.
  private static Gaussian rotated(int d) {
    Matrix axes = SymmetricEigen.of(randomSymmetric(d)).vectors();
    Vector variances = Vector.generate(d, k -> 50 * Math.pow(k + 1, -1.5));
    return new Gaussian(Shape.vector(d), Vector.generate(d, _ -> 0), axes, variances, 0);
  }

  private static Matrix randomSymmetric(int d) {
    double[] z = Noise.of(11, 1).normal(Shape.vector(d * d)).toArray();
    double[] symmetric = new double[d * d];
    for (int i = 0; i < d; i++) {
      for (int j = 0; j < d; j++) {
        symmetric[i * d + j] = z[i * d + j] + z[j * d + i];
      }
    }
    return Matrix.adopt(d, d, symmetric);
  }
}
