package org.scorefield.sampling.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import org.scorefield.random.Noise;
import org.scorefield.sampling.Solver;
import org.scorefield.schedule.LogUniformGrid;
import org.scorefield.schedule.RhoGrid;
import org.scorefield.schedule.TimeGrid;

class SurrogateExponentialTest {
  private static final Gaussian ONE = GaussianExponentialTest.gaussian(1, 3, 0.05);
  private static final Shape SHAPE = ONE.shape();
  private static final GaussianMixture LAW = mixture(0.5, 0.3, 0.2);
  private static final TimeGrid GRID = new RhoGrid(7).toMin(9, 80, 0.02);

  /// Three Gaussians far enough apart to be modes.
  private static GaussianMixture mixture(double... weights) {
    return new GaussianMixture(
        Vector.of(weights),
        List.of(
            ONE,
            GaussianExponentialTest.gaussian(3, 7, 0),
            GaussianExponentialTest.gaussian(4, 2, 0.1)));
  }

  private static Batch run(Solver solver, TimeGrid grid, Denoiser model) {
    Batch start = Noise.of(5, 20).normal(SHAPE).times(grid.first());
    return ExactModels.outcome(solver, grid, model, start).orElseThrow();
  }

  private static double distance(Batch a, Batch b) {
    double sum = 0;
    for (double v : a.minus(b).shared()) {
      sum += v * v;
    }
    return Math.sqrt(sum / a.count());
  }

  /// At fourth order in the stride, whatever the steps.
  @ParameterizedTest
  @CsvSource({"1, false", "2, false", "3, false", "1, true", "2, true"})
  void aGaussianAsSurrogateIsTheGaussianExponentialSolver(int terms, boolean corrected) {
    TimeGrid grid = new LogUniformGrid().toMin(5, 20, 0.05);
    Batch exact = run(new GaussianExponential(ONE, terms, corrected, 0), grid, LAW);
    double coarse =
        distance(run(new SurrogateExponential(ONE, terms, corrected, 0.2), grid, LAW), exact);
    double fine =
        distance(run(new SurrogateExponential(ONE, terms, corrected, 0.1), grid, LAW), exact);
    assertThat(coarse).isLessThan(2e-4);
    assertThat(coarse / fine).isBetween(12.0, 20.0);
  }

  @Test
  void theModelAsItsOwnSurrogateLeavesNothingToExtrapolate() {
    Batch fine = run(new SurrogateExponential(LAW, 1, false, 0.01), GRID, LAW);
    for (TimeGrid grid : List.of(GRID, TimeGrid.of(80, 0.02), TimeGrid.of(80, 3, 0.02))) {
      assertThat(distance(run(new SurrogateExponential(LAW, 2, false), grid, LAW), fine))
          .isLessThan(1e-3);
    }
  }

  /// What the method is for: a surrogate with the wrong weights still leaves less to extrapolate
  /// than the best Gaussian, and that less than nothing known.
  @Test
  void knowingMoreLeavesASmallerError() {
    TimeGrid grid = new LogUniformGrid().toMin(8, 80, 0.05);
    Batch exact = run(new SurrogateExponential(LAW, 1, false, 0.01), grid, LAW);
    double data = distance(run(new Dpmpp2M(), grid, LAW), exact);
    double gaussian =
        distance(run(new GaussianExponential(LAW.matchingGaussian(), 2), grid, LAW), exact);
    double surrogate =
        distance(
            run(new SurrogateExponential(mixture(0.45, 0.35, 0.2), 2, false), grid, LAW), exact);
    assertThat(surrogate).isLessThan(gaussian / 2);
    assertThat(gaussian).isLessThan(data);
  }

  @Test
  void impossibleSettingsAreRefused() {
    assertThatThrownBy(() -> new SurrogateExponential(ONE, 4, false))
        .hasMessageContaining("1 to 3");
    assertThatThrownBy(() -> new SurrogateExponential(ONE, 1, false, 0))
        .hasMessageContaining("stride")
        .hasMessageContaining("0.0");
  }
}
