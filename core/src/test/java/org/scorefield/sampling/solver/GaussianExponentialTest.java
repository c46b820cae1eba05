package org.scorefield.sampling.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.scorefield.analytic.Gaussian;
import org.scorefield.analytic.GaussianMixture;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.denoise.Denoiser;
import org.scorefield.linalg.Factorizations;
import org.scorefield.linalg.Matrix;
import org.scorefield.random.Noise;
import org.scorefield.sampling.Solver;
import org.scorefield.schedule.LogUniformGrid;
import org.scorefield.schedule.RhoGrid;
import org.scorefield.schedule.TimeGrid;

class GaussianExponentialTest {
  private static final int D = 7;
  private static final Shape SHAPE = Shape.vector(D);
  private static final Gaussian FULL = gaussian(1, D, 0);
  private static final Gaussian LOW_RANK = gaussian(2, 3, 0.05);
  private static final Gaussian POINT =
      Gaussian.isotropic(SHAPE, Vector.generate(D, j -> j - 2.0), 0);
  private static final GaussianMixture LAW =
      new GaussianMixture(
          Vector.of(0.5, 0.3, 0.2), List.of(gaussian(3, D, 0), gaussian(4, 2, 0.1), FULL));
  private static final TimeGrid GRID = new RhoGrid(7).toMin(9, 80, 0.02);

  static Gaussian gaussian(long seed, int rank, double residual) {
    double[] columns = Noise.of(seed, D).normal(Shape.vector(rank)).toArray();
    return new Gaussian(
        SHAPE,
        Vector.adopt(Noise.of(seed + 100, 1).normal(SHAPE).toArray()),
        Factorizations.orthonormalBasis(Matrix.adopt(D, rank, columns)),
        Vector.generate(rank, k -> 3 * Math.pow(4, -k)),
        residual);
  }

  private static Batch run(Solver solver, TimeGrid grid, Denoiser model) {
    Batch start = Noise.of(5, 6).normal(SHAPE).times(grid.first());
    return ExactModels.outcome(solver, grid, model, start).orElseThrow();
  }

  /// Relative to the largest component.
  private static void close(Batch actual, Batch expected, double tolerance) {
    double largest = 0;
    for (double v : expected.shared()) {
      largest = Math.max(largest, Math.abs(v));
    }
    assertThat(actual.toArray())
        .usingComparatorWithPrecision(tolerance * largest)
        .containsExactly(expected.toArray());
  }

  /// Whatever the steps, however long, and also where nothing is known off the span.
  @ParameterizedTest
  @CsvSource({"1, false", "2, false", "3, false", "1, true", "2, true", "3, true"})
  void onItsOwnGaussianARunIsTheFlow(int terms, boolean corrected) {
    for (Gaussian gaussian : List.of(FULL, LOW_RANK, POINT)) {
      for (TimeGrid grid : List.of(GRID, TimeGrid.of(80, 0.01), TimeGrid.of(5, 4.9, 3, 0.3))) {
        Solver solver = new GaussianExponential(gaussian, terms, corrected, 0);
        Batch start = Noise.of(5, 6).normal(SHAPE).times(grid.first());
        close(run(solver, grid, gaussian), gaussian.flow(start, grid.first(), grid.last()), 1e-12);
      }
    }
  }

  @Test
  void aGaussianOfOnePointGivesDataPredictionWithExactWeights() {
    Solver three = new Dpmpp3M(Dpmpp3M.Curvature.EXACT, DataSlope.HEUN, Warmup.RAMP, Finish.FULL);
    for (TimeGrid grid : List.of(GRID, new LogUniformGrid().toZero(7, 80, 0.02))) {
      close(run(new GaussianExponential(POINT, 1), grid, LAW), run(new Euler(), grid, LAW), 1e-12);
      close(run(new GaussianExponential(POINT, 3), grid, LAW), run(three, grid, LAW), 1e-11);
    }
    TimeGrid two = TimeGrid.of(80, 5, 0.1);
    close(
        run(new GaussianExponential(POINT, 2), two, LAW),
        run(new Dpmpp2M(DataSlope.HEUN, Finish.FULL), two, LAW),
        1e-12);
  }

  /// The quadrature for lambda > 0 meets the closed form for lambda = 0, for steps of any length.
  @ParameterizedTest
  @ValueSource(doubles = {1e-6, 0.1, 1, 3, 11, 27})
  void quadratureMeetsTheClosedForm(double h) {
    double next = Math.exp(-h);
    double[][] weights =
        GaussianExponential.weights(new double[] {0, 1e-70}, new double[] {1, 1.7, 4}, 1, next, 1);
    double largest = 0;
    for (double[] row : weights) {
      largest = Math.max(largest, Math.abs(row[0]));
    }
    for (double[] row : weights) {
      assertThat(row[1]).isCloseTo(row[0], within(1e-13 * largest));
    }
  }

  /// Without history there is one weight, and a closed form of it: `asinh(sqrt(lambda)/sigma)`.
  @ParameterizedTest
  @ValueSource(doubles = {1e-3, 0.2, 1, 30, 1e4})
  void oneOutputHasItsClosedForm(double lambda) {
    double root = Math.sqrt(lambda);
    for (double next : new double[] {4.9, 1, 1e-3}) {
      double[][] weights =
          GaussianExponential.weights(new double[] {lambda}, new double[] {5}, 5, next, 0);
      double exact =
          Math.sqrt(lambda + next * next) / root * (asinh(root / next) - asinh(root / 5));
      assertThat(weights[1][0]).isCloseTo(exact, within(1e-12 * exact));
    }
  }

  private static double asinh(double x) {
    return Math.log1p(x + x * x / (1 + Math.sqrt(1 + x * x)));
  }

  /// Above the line the Gaussian, below it data prediction, which reads the history as its own.
  @Test
  void theLinePartsTwoMethods() {
    Solver mixed = new GaussianExponential(FULL, 2, false, 3);
    assertThat(run(mixed, TimeGrid.of(20, 9, 4), LAW))
        .isEqualTo(run(new GaussianExponential(FULL, 2), TimeGrid.of(20, 9, 4), LAW));
    assertThat(run(new GaussianExponential(FULL, 2, false, 80), GRID, LAW))
        .isEqualTo(run(new GaussianExponential(FULL, 2).above(1000), GRID, LAW));
    close(
        run(new GaussianExponential(FULL, 2, false, 80), GRID, LAW),
        run(new GaussianExponential(POINT, 2), GRID, LAW),
        1e-11);
    TimeGrid across = TimeGrid.of(9, 4, 2.5, 1);
    assertThat(run(mixed, across, LAW))
        .isNotEqualTo(run(new GaussianExponential(FULL, 2), across, LAW));
  }

  /// With the corrector and three outputs the error falls faster than N^-3 until the first step's
  /// shows.
  @Test
  void threeOutputsWithTheCorrectorHaveOrderThreeAtLeast() {
    Gaussian near = Gaussian.isotropic(ExactModels.ONE, Vector.of(0.2), 6);
    ExactModels.Scalar model = ExactModels.mixture(3, 1.5);
    double exact = ExactModels.flow(model, 2.5, 4, 0.4);
    double before = 0;
    for (int steps = 40; steps <= 160; steps *= 2) {
      Solver solver = new GaussianExponential(near, 3, true, 0);
      TimeGrid grid = new RhoGrid(2.5).toMin(steps, 4, 0.4);
      double error = Math.abs(ExactModels.run(solver, grid, model, 2.5) - exact);
      if (steps > 40) {
        assertThat(Math.log(before / error) / Math.log(2)).isGreaterThan(2.85);
      }
      before = error;
    }
  }

  @Test
  void impossibleSettingsAreRefusedWithTheirCure() {
    assertThatThrownBy(() -> new GaussianExponential(FULL, 4)).hasMessageContaining("1 to 3");
    assertThatThrownBy(() -> new GaussianExponential(FULL, 2, false, -1))
        .hasMessageContaining("-1");
    Gaussian other = Gaussian.isotropic(Shape.vector(2), Vector.of(0, 0), 1);
    assertThatThrownBy(() -> run(new GaussianExponential(other, 2), GRID, LAW))
        .hasMessageContaining("fit it to the data of the model");
  }
}
