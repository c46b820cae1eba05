package org.scorefield.design;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.scorefield.analytic.Gaussian;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.linalg.Matrix;
import org.scorefield.linear.PredictedError;
import org.scorefield.linear.Spectrum;
import org.scorefield.metric.Estimate;
import org.scorefield.random.Noise;
import org.scorefield.sampling.Sampler;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.Start;
import org.scorefield.sampling.solver.Euler;
import org.scorefield.sampling.solver.Heun;
import org.scorefield.sampling.solver.Solvers;
import org.scorefield.schedule.RhoGrid;
import org.scorefield.schedule.TimeGrid;

class MixtureProxyTest {
  private static final Gaussian LAW =
      new Gaussian(
          Shape.vector(3), Vector.of(2, 0, -1), Matrix.identity(3), Vector.of(9, 1, 0.1), 0);

  /// Where the law is Gaussian the error is known in closed form, jump included.
  @ParameterizedTest
  @ValueSource(strings = {"heun", "dpmpp-2m", "ipndm-4"})
  void onAGaussianTheErrorIsThePredictedOne(String name) {
    Solver solver = Solvers.parse(name);
    MixtureProxy proxy = new MixtureProxy(LAW, 80, Noise.of(1, 4000));
    for (Origin origin :
        new Origin[] {Origin.prior(80), Origin.teleport(LAW, 80, 10, Start.Teleport.Mode.ODE)}) {
      TimeGrid grid = new RhoGrid(7).toZero(6, origin.sigma(), 0.02);
      Estimate measured = proxy.error(new Sampler(grid, solver, origin.start())).rootMeanSquare();
      double predicted =
          PredictedError.of(solver, grid, Spectrum.of(LAW), origin.law())
              .trajectory()
              .orElseThrow();
      assertThat(measured.value()).isCloseTo(predicted, within(4 * measured.standardError()));
      assertThat(measured.standardError()).isLessThan(0.03 * measured.value());
    }
  }

  @Test
  void theErrorFallsWithTheStepsAndTheMeanIsBelowTheRoot() {
    StrongMixture strong = StrongMixture.of(8, 5, 60);
    MixtureProxy proxy = new MixtureProxy(strong.law(), 40, Noise.of(2, 200));
    double last = Double.POSITIVE_INFINITY;
    for (int steps : new int[] {4, 8, 16, 32}) {
      TimeGrid grid = new RhoGrid(7).toZero(steps, 40, 0.01);
      MixtureProxy.Distance error = proxy.error(new Sampler(grid, new Heun(), new Start.Prior()));
      assertThat(error.rootMeanSquare().value()).isLessThan(0.6 * last);
      assertThat(error.mean().value()).isLessThanOrEqualTo(error.rootMeanSquare().value());
      last = error.rootMeanSquare().value();
    }
  }

  @Test
  void solversWithMemoryAreToldFromThoseWithout() {
    for (String name : new String[] {"euler", "heun", "dpm-2", "dpmpp-2s"}) {
      assertThat(OneStep.is(Solvers.parse(name))).as(name).isTrue();
    }
    for (String name : new String[] {"dpmpp-2m", "unipc-1", "ipndm-2", "lms-4", "deis-3", "pndm"}) {
      assertThat(OneStep.is(Solvers.parse(name))).as(name).isFalse();
    }
    assertThat(OneStep.is(new Euler())).isTrue();
  }
}
