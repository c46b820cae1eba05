package org.scorefield.analytic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.data.Dataset;
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

  /// Reference values of a Runge-Kutta integration of 20,000 steps.
  @Test
  void variancePreservingFlowIsTheSolutionOfItsEquation() {
    double[][] table = {{5, 4.194921088093}, {0.3, 1.329799891874}, {0.01, 0.570640043207}};
    for (double[] row : table) {
      double a = signal(1);
      double b = signal(0.001);
      Batch x = Batch.copyOf(ONE, new double[] {1.7});
      Batch end =
          oneDimensional(0.4, row[0])
              .flowScaled(x, a, Math.sqrt(1 - a * a), b, Math.sqrt(1 - b * b));
      assertThat(end.get(0, 0)).isCloseTo(row[1], within(1e-9));
    }
  }

  private static double signal(double t) {
    return Math.exp(-0.25 * t * t * (20 - 0.1) - 0.5 * t * 0.1);
  }

  @Test
  void bitsDoNotDependOnTheBatchAndAnEmptyBatchIsFine() {
    Gaussian g = Laws.gaussian(5, 40, 9, 0.2);
    Laws.bitsDoNotDependOnTheBatch(g, Laws.normal(6, 200, 40), 0.7);
    assertThat(g.denoise(Batch.zeros(g.shape(), 0), 1).count()).isZero();
    assertThat(g.logDensity(Batch.zeros(g.shape(), 0), 1).size()).isZero();
  }

  @Test
  void momentsFarFromTheOriginLoseNoDigits() {
    int n = 3000;
    Batch rows = Laws.normal(7, n, 4);
    Moments near = Moments.of(Dataset.of("near", "none", rows));
    Moments far = Moments.of(Dataset.of("far", "none", rows.map(v -> v + 1e6)));
    Batch mean = Laws.mean(rows);
    for (int i = 0; i < 4; i++) {
      assertThat(near.mean().get(i)).isCloseTo(mean.get(0, i), within(1e-14));
      for (int j = 0; j < 4; j++) {
        double sum = 0;
        for (int row = 0; row < n; row++) {
          sum += (rows.get(row, i) - mean.get(0, i)) * (rows.get(row, j) - mean.get(0, j)) / n;
        }
        assertThat(near.covariance().get(i, j)).isCloseTo(sum, within(1e-13));
        assertThat(far.covariance().get(i, j)).isCloseTo(sum, within(1e-9));
      }
    }
  }
}
