package org.scorefield.analytic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.random.Noise;
import org.scorefield.sampling.Sampler;
import org.scorefield.sampling.Start;
import org.scorefield.sampling.solver.Euler;
import org.scorefield.sampling.solver.Heun;
import org.scorefield.schedule.RhoGrid;
import org.scorefield.schedule.TimeGrid;

class GaussianTest {
  private static final Shape ONE = Shape.vector(1);

  private static Gaussian oneDimensional(double mean, double variance) {
    return Gaussian.isotropic(ONE, Vector.of(mean), variance);
  }

  @Test
  void closedFormFlowHasTheSpecifiedFactors() {
    Batch one = Batch.copyOf(ONE, new double[] {1});
    assertThat(oneDimensional(0, 1).flow(one, 80, 0.002).get(0, 0))
        .isCloseTo(0.012499048550, within(1e-12));
    assertThat(oneDimensional(0, 100).flow(one, 80, 19.352).get(0, 0))
        .isCloseTo(0.270185094390, within(1e-11));
  }

  @Test
  void heunOnEighteenNodesAmplifiesAsPredicted() {
    TimeGrid grid = new RhoGrid(7).toZero(18, 80, 0.002);
    Sampler sampler =
        new Sampler(grid, new Heun(), new Start.Given(Batch.copyOf(ONE, new double[] {1})));
    double a = sampler.sample(oneDimensional(0, 1), Noise.of(0, 1)).orElseThrow().get(0, 0);
    assertThat(a).isCloseTo(0.01305911049784, within(1e-13));
  }

  @Test
  void eulerReproducesThePublishedLibraryValue() {
    TimeGrid grid = new RhoGrid(7).toZero(5, 80, 0.002);
    Sampler sampler =
        new Sampler(grid, new Euler(), new Start.Given(Batch.copyOf(ONE, new double[] {160})));
    double x = sampler.sample(oneDimensional(0.3, 0.25), Noise.of(0, 1)).orElseThrow().get(0, 0);
    assertThat(x).isCloseTo(0.766381754723, within(1e-11));
  }
}
