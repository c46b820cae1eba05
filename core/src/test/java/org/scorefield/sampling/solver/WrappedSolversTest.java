package org.scorefield.sampling.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.scorefield.array.Batch;
import org.scorefield.denoise.Denoiser;
import org.scorefield.random.Noise;
import org.scorefield.sampling.Sampler;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.Start;
import org.scorefield.schedule.RhoGrid;
import org.scorefield.schedule.TimeGrid;

/// Solvers around solvers.
class WrappedSolversTest {
  private static final Denoiser MODEL = ExactModels.on(ExactModels.ONE, ExactModels.mixture(0.01));
  private static final TimeGrid GRID = new RhoGrid(7).toZero(8, 80, 0.002);

  private static double end(Solver solver, TimeGrid grid, Denoiser model, double start) {
    return new Sampler(
            grid, solver, new Start.Given(Batch.copyOf(ExactModels.ONE, new double[] {start})))
        .sample(model, Noise.of(1, 1))
        .orElseThrow()
        .get(0, 0);
  }

  /// Most methods know no unit of length: in any they do the same.
  @Test
  void aSolverWithoutClockOrRangeIsTheSameInAllUnits() {
    for (Solver solver : List.of(new Heun(), new Dpmpp3M(), new UniPc(2), new DpmppSde())) {
      assertThat(end(new InUnits(solver, 3), GRID, MODEL, 20))
          .as(solver.name())
          .isCloseTo(end(solver, GRID, MODEL, 20), within(1e-9));
      assertThat(new InUnits(solver, 3).evaluations(GRID)).isEqualTo(solver.evaluations(GRID));
    }
  }

  /// In units of 4 a range of 1 is one of 4, and the time of a flow another.
  @Test
  void rangesAndClocksFollowTheUnit() {
    Denoiser far = ExactModels.on(ExactModels.ONE, (x, sigma) -> 7);
    Solver clipping = new Thresholded(new Euler(), 1, 1, 1);
    assertThat(end(clipping, GRID, far, 20)).isCloseTo(1, within(1e-12));
    assertThat(end(new InUnits(clipping, 4), GRID, far, 20)).isCloseTo(4, within(1e-12));
    assertThat(end(new InUnits(new FlowHeun(), 4), GRID, MODEL, 20))
        .isNotCloseTo(end(new FlowHeun(), GRID, MODEL, 20), within(1e-6));
  }

  /// diffusers' largest bound wins over every quantile: `clamp(D, -0.5, 0.5)/0.5`.
  @Test
  void theLargestBoundWinsOverTheQuantile() {
    Solver thresholded = new Thresholded(new Euler(), 0.87, 1, 0.5);
    for (double value : new double[] {-3, -0.2, 0.1, 0.4, 9}) {
      Denoiser constant = ExactModels.on(ExactModels.ONE, (x, sigma) -> value);
      assertThat(end(thresholded, GRID, constant, 20))
          .isCloseTo(Math.clamp(value, -0.5, 0.5) / 0.5, within(1e-12));
    }
  }
}
