package org.scorefield.sampling.solver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
    Solver exactTwo =
        new Dpmpp3M(Dpmpp3M.Curvature.EXACT, DataSlope.HEUN, Warmup.RAMP, Finish.FULL);
    for (TimeGrid grid : List.of(GRID, new LogUniformGrid().toZero(7, 80, 0.02))) {
      close(run(new GaussianExponential(POINT, 1), grid, LAW), run(new Euler(), grid, LAW), 1e-12);
      close(run(new GaussianExponential(POINT, 3), grid, LAW), run(three, grid, LAW), 1e-11);
    }
    TimeGrid two = TimeGrid.of(80, 5, 0.1);
    close(run(new GaussianExponential(POINT, 2), two, LAW), run(exactTwo, two, LAW), 1e-12);
  }
}
